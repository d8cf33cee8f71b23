"""The door of pages where reports are worked on: by a role, or through a body."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from veche.commons.identity import public as identity
from veche.domains.reports import policies
from veche.domains.reports.queries import catalogue
from veche.kernel.access import access

View = Callable[..., HttpResponseBase]


def working(view: View) -> View:
    """Lets in whoever has a part in the work; the view gets the person."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        person = identity.person_of(request)
        if not person.is_known:
            return identity.let_sign_in(request)
        if not policies.may_work_on_reports(person):
            policies.may_work_on_reports(person, catalogue.bodies_of(person)).or_refuse()
        response = view(request, person, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return access(policies.may_work_on_reports)(guarded)

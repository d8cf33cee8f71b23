"""The door of the administrator's pages."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.access import access
from veche.kernel.policies import Decision

View = Callable[..., HttpResponseBase]


def behind(policy: Callable[[PersonRef], Decision]) -> Callable[[View], View]:
    """A page that this policy guards. A visitor is led to sign in and back; the view gets the
    person; nobody on the way keeps the answer."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            person = identity.person_of(request)
            if not person.is_known and request.method in ("GET", "HEAD"):
                return redirect(identity.sign_in_url(request.get_full_path()))
            policy(person).or_refuse()
            response = view(request, person, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return access(policy)(guarded)

    return declare

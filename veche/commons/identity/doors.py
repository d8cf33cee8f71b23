"""The door of guarded pages: in by a policy, or to the sign-in page and back."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import sessions
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.rules.persons import PersonRef
from veche.kernel.access import access
from veche.kernel.errors import Refused
from veche.kernel.policies import Decision
from veche.kernel.web.problems import page_of

View = Callable[..., HttpResponseBase]


def sign_in_url(back_to: str) -> str:
    """The address of the sign-in page that leads back to a local path."""
    path = local_path(back_to, "/")
    return f"{reverse('identity:sign-in')}?{urlencode({'next': path})}"


def let_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A visitor at a guarded page is led to sign in and back; one who sends a form hears that
    nothing was written, whatever the page asks besides, and goes back to where the form stands."""
    if request.method in ("GET", "HEAD"):
        return redirect(sign_in_url(request.get_full_path()))
    there = page_of(request.path)
    raise Refused(
        _("Вы вышли, поэтому ничего не записано"),
        advice=_("Войдите: вернём на ту же страницу."),
        code="sign-in-needed",
        context={"draft_of": there},
    )


def behind(policy: Callable[[PersonRef], Decision]) -> Callable[[View], View]:
    """A page that this policy guards. A visitor is led to sign in and back; the view gets the
    person; nobody on the way keeps the answer."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            person = sessions.person_of(request)
            if not person.is_known:
                return let_sign_in(request)
            policy(person).or_refuse()
            response = view(request, person, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return access(policy)(guarded)

    return declare

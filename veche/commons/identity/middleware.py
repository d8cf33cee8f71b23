"""Gives every request its person, read at the first use."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from veche.commons.identity import bearer, public, sessions
from veche.kernel.errors import Problem
from veche.kernel.web import problems

# Where people work, not where they read: nothing there is for a visitor.
_OFFICE = "/office/"
_SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class PersonMiddleware:
    """`request.person` is a PersonRef; pages that never look at it cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and not _SESSION_KEY.fullmatch(key):
            # Not of our making; a NUL inside would even break the query that looks for it.
            request.session = type(request.session)()
        request.person = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: public.person_of(request)
        )
        try:
            bearer.admit(request)
        except Problem as problem:
            return problems.answer(request, problem)
        response = self._led_in(request) or self.get_response(request)
        if bearer.grant_of(request) is not None:
            # One person's answer: nobody on the way keeps it, whatever the operation says.
            response["Cache-Control"] = "private, no-store"
        return response

    @staticmethod
    def _led_in(request: HttpRequest) -> HttpResponse | None:
        """To the sign-in page and back, for a visitor who opens a page of the office."""
        asks = request.method in ("GET", "HEAD") and request.path_info.startswith(_OFFICE)
        if not asks or sessions.person_of(request).is_known:
            return None
        answer = redirect(public.sign_in_url(request.get_full_path()))
        answer["Cache-Control"] = "private, no-store"
        return answer

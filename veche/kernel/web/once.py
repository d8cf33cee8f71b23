"""A form of a page acts once: sent again it is led to where the first one went.

A press twice, a retry after the line broke: the form carries the token it was given when its page
was made, so the same bytes are the same act, until something else has been done in this browser. A
page gone back to after that is a new will. Nothing but the keyed digest of the last form is kept,
and only if there was an act: what keeps no journal, as a vote, keeps nothing here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from veche.kernel import idempotency
from veche.kernel.errors import TooMany
from veche.kernel.web.problems import answer, page_of

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field


class OnceMiddleware:
    """Stands next to the views: what they refuse is a page by now, no exception."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        browser, sent = _browser(request), _sent(request)
        if not browser or sent is None:
            return self.get_response(request)
        try:
            with idempotency.page(browser, sent) as page:
                return self._hear(request, page)
        except TooMany as problem:
            return answer(request, problem)

    def _hear(self, request: HttpRequest, page: idempotency.Page) -> HttpResponse:
        if page.has_acted:
            return redirect(page.url or page_of(request.path))
        response = self.get_response(request)
        if response.status_code in (302, 303):
            page.url = response["Location"]
        elif response.status_code >= 500:
            page.url = page_of(request.path)
        return response


def _asks_for_token(path: str) -> bool:
    """What needs none reads its body itself, and knows a repeat by a key of its own."""
    try:
        return not getattr(resolve(path).func, "csrf_exempt", False)
    except Http404:
        return False


def _browser(request: HttpRequest) -> str:
    """The cookie by which a browser is known; who has none is refused by the token's check."""
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return next((known for name in names if (known := request.COOKIES.get(name))), "")


def _sent(request: HttpRequest) -> bytes | None:
    """A form with its token, to the byte; None for what is none."""
    if request.method != "POST" or not _asks_for_token(request.path_info):
        return None
    if _TOKEN not in request.POST:
        return None
    digest = hashlib.sha256()
    fields: list[Any] = [request.get_full_path(), sorted(request.POST.lists())]
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            fields.append([name, upload.name, upload.size])
            for piece in upload.chunks():
                digest.update(piece)
            upload.seek(0)
    digest.update(json.dumps(fields).encode())
    return digest.digest()

"""How far a page may be kept: by caches on the way, and by a device that loses its line."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# What a list is narrowed by; any other question in an address may hold what is private.
_HARMLESS = frozenset({"show", "lang"})


class PageMiddleware:
    """Each page differs by cookies (language, theme, sight), so none is shared between people.

    Whether a device may keep it is said in `X-Offline`: `keep` this answer, which an anonymous
    visitor got, or ask for a `copy` as one would get it. A request for a copy (`X-Offline-Copy`)
    loses its session on the way in: nothing about a person can be in the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "X-Offline-Copy" in request.headers:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        is_anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
        response = self.get_response(request)
        if _is_page(response) and not response.get("Cache-Control", "").startswith("public"):
            patch_vary_headers(response, ["Cookie"])
            response.headers.setdefault("Cache-Control", "private, no-cache")
            if _may_be_kept(request, response, is_anonymous=is_anonymous):
                response["X-Offline"] = "keep" if is_anonymous else "copy"
        return response


def _is_page(response: HttpResponse) -> bool:
    is_html = str(response.get("Content-Type", "")).startswith("text/html")
    return is_html and not response.streaming


def _may_be_kept(request: HttpRequest, response: HttpResponse, *, is_anonymous: bool) -> bool:
    """A form's token is one visitor's; of who has signed in nothing is kept but a stranger's copy,
    which is looked at by itself."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and "HX-Request" not in request.headers
        and request.GET.keys() <= _HARMLESS
        and "no-store" not in response["Cache-Control"]
        and not (is_anonymous and b"csrfmiddlewaretoken" in response.content)
    )

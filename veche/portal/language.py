"""The language a person has chosen; Russian until they choose (168-ФЗ: Russian comes first)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from veche.commons.hall import public as hall

COOKIE = "language"
PARAMETER = "lang"


class LanguageMiddleware:
    """Serves the request in the language of the cookie, and says so in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "ru")
        return response


def chosen(request: HttpRequest) -> str:
    """One of the town's languages: of the address, as search engines know it, or chosen."""
    code = request.GET.get(PARAMETER, "") or request.COOKIES.get(COOKIE, "")
    if code == settings.LANGUAGE_CODE or code not in dict(settings.LANGUAGES):
        return settings.LANGUAGE_CODE
    return code if hall.of(request).speaks(code) else settings.LANGUAGE_CODE

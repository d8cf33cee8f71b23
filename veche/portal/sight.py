"""The version for weak sight (ГОСТ Р 52872-2019): how pages are shown, in a cookie."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.kernel.access import access
from veche.kernel.errors import Text
from veche.kernel.web import render

COOKIE = "sight"
CHOICES: dict[str, tuple[Text, dict[str, Text]]] = {
    "size": (
        _("Размер букв"),
        {"1": _("Обычный"), "2": _("Крупный"), "3": _("Очень крупный")},
    ),
    "face": (
        _("Шрифт"),
        {"sans": _("Без засечек, как на всех страницах"), "serif": _("С засечками, как в книге")},
    ),
    "scheme": (
        _("Цвета"),
        {
            "white": _("Чёрным по белому"),
            "black": _("Белым по чёрному"),
            "blue": _("Тёмно-синим по голубому"),
        },
    ),
    "letters": (
        _("Между буквами"),
        {"1": _("Обычно"), "2": _("Шире"), "3": _("Ещё шире")},
    ),
    "lines": (
        _("Между строками"),
        {"1": _("Обычно"), "2": _("Шире"), "3": _("Ещё шире")},
    ),
    "pictures": (_("Картинки"), {"on": _("Показывать"), "off": _("Убрать")}),
}
# Where the version starts: what the usual one does not have.
START = {name: next(iter(options)) for name, (_title, options) in CHOICES.items()} | {"size": "2"}


def chosen(request: HttpRequest) -> dict[str, str]:
    """What the cookie says, or nothing: the usual version, also for a cookie not of our making."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    if len(parts) != len(CHOICES):
        return {}
    found = dict(zip(CHOICES, parts, strict=True))
    return found if all(found[name] in CHOICES[name][1] for name in found) else {}


@require_safe
@access("public")
def sight(request: HttpRequest) -> HttpResponse:
    """All that can be chosen, with what is chosen now."""
    now = chosen(request) or START
    questions = [
        {
            "name": name,
            "title": title,
            "options": [
                {"value": value, "title": words, "checked": now[name] == value}
                for value, words in options.items()
            ],
        }
        for name, (title, options) in CHOICES.items()
    ]
    back = identity.local_path(request.GET.get("next", "/"), "/")
    return render(request, "portal/sight.html", {"questions": questions, "back": back})


@require_safe
@access("public")
def set_sight(request: HttpRequest) -> HttpResponse:
    """Change what is named, or everything back; then where the person was."""
    response = redirect(identity.local_path(request.GET.get("next", "/"), "/"))
    if "reset" in request.GET:
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    now = chosen(request) or dict(START)
    for name, (_title, options) in CHOICES.items():
        wanted = request.GET.get(name, "")
        now[name] = wanted if wanted in options else now[name]
    options_of_cookie: dict[str, Any] = {"samesite": "Lax", "secure": settings.HTTPS}
    value = ".".join(now[name] for name in CHOICES)
    response.set_cookie(COOKIE, value, max_age=365 * 24 * 3600, httponly=True, **options_of_cookie)
    return response

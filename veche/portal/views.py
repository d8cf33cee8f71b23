"""Pages of the shell itself: home, search, the common map, the theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.hall import public as hall
from veche.commons.identity import public as identity
from veche.commons.webhooks import public as webhooks
from veche.kernel.access import access
from veche.kernel.text import clean_line
from veche.kernel.web import render
from veche.portal import describing, found, services
from veche.portal.api import api
from veche.portal.language import COOKIE

EXAMPLES = {
    f"example_{name}": Path(__file__).with_name(f"example_{name}.py")
    for name in ("program", "vote", "webhook")
}


@require_safe
@access("public")
def home(request: HttpRequest) -> HttpResponse:
    """What the town decides today: each service brings its own part."""
    person = identity.person_of(request)
    parts = [
        {
            "template": manifest.home_template,
            "aside": manifest.home_aside_template,
            "data": manifest.home(person),
        }
        for manifest in services.open_manifests(request)
        if manifest.home is not None
    ]
    is_quiet = not any(part["data"] for part in parts if part["template"])
    return render(request, "portal/home.html", {"parts": parts, "is_quiet": is_quiet})


@require_safe
@access("public")
def search(request: HttpRequest) -> HttpResponse:
    """Everything the services find, best first."""
    words = clean_line(request.GET.get("q", "")[: found.QUERY_MAX])
    context = {"words": words, "hits": found.hits(request, words)}
    return render(request, "portal/search.html", context, fragment="portal/_hits.html")


@require_safe
@access("public")
def town_map(request: HttpRequest) -> HttpResponse:
    """The common map with the same things in a list beside it."""
    context = {"pins": found.pins(request), "tile_url": settings.TILE_URL}
    return render(request, "portal/map.html", context)


@require_safe
@access("public")
def map_pins(request: HttpRequest) -> HttpResponse:
    """The pins of the common map as GeoJSON (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [pin.longitude, pin.latitude]},
            "properties": {
                "id": str(number),
                "title": pin.title,
                "url": pin.url,
                "text": pin.text,
                "number": number,
            },
        }
        for number, pin in enumerate(found.pins(request), 1)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_safe
@access("public")
def developers(request: HttpRequest) -> HttpResponse:
    """How to write a program that asks this town."""
    operations = describing.operations(api.get_openapi_schema())
    context = {
        "description": reverse("api-1:openapi-json"),
        "decisions": reverse("api-1:decisions"),
        "open": [one for one in operations if not one.scope],
        "own": [one for one in operations if one.scope],
        "scopes": [(scope, identity.SCOPE_TEXTS[scope]) for scope in identity.SCOPES],
        "events": [
            (one.kind, one.title, describing.pretty(describing.sent(one)))
            for one in webhooks.announcements()
        ],
        **{name: file.read_text(encoding="utf-8") for name, file in EXAMPLES.items()},
    }
    return render(request, "portal/developers.html", context)


@require_safe
@access("public")
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device prefers; then back where the person was."""
    response = redirect(identity.local_path(request.GET.get("next", "/"), "/"))
    chosen: str = request.GET.get("theme", "")
    options: dict[str, Any] = {"samesite": "Lax", "secure": settings.HTTPS, "httponly": False}
    if chosen in {"light", "dark"}:
        response.set_cookie("theme", chosen, max_age=365 * 24 * 3600, **options)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_safe
@access("public")
def language(request: HttpRequest) -> HttpResponse:
    """Another language of the pages; then back where the person was."""
    response = redirect(identity.local_path(request.GET.get("next", "/"), "/"))
    code = request.GET.get("language", "")
    if code in dict(settings.LANGUAGES) and hall.of(request).speaks(code):
        response.set_cookie(
            COOKIE,
            code,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
    return response

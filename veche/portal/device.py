"""The portal on a device: manifest, icons, the worker that keeps pages, the page without a line."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.towns import public as towns
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.portal import drawing
from veche.portal.templatetags import portal

SIZES = frozenset({180, 192, 512})
PAPER = "#f7f5f0"


@require_safe
@access("public")
def manifest(request: HttpRequest) -> HttpResponse:
    """The web application manifest: every town is an application of its own."""
    icons = [
        {"src": reverse("portal:icon", args=[size]), "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    icons.append(
        {"src": reverse("portal:maskable-icon"), "sizes": "512x512", "purpose": "maskable"}
    )
    town = towns.current()
    told = {
        "id": "/",
        "name": town.name,
        "short_name": town.name,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"type": "image/png", **icon} for icon in icons],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
@access("public")
def icon(request: HttpRequest, size: int) -> HttpResponse:
    """The town's sign in one of the sizes that devices ask for."""
    if size not in SIZES:
        raise NotFound()
    return _picture(drawing.sign(size, is_maskable=False))


@require_safe
@access("public")
def maskable_icon(request: HttpRequest) -> HttpResponse:
    """The sign with ground to spare, for launchers that cut icons to a shape of theirs."""
    return _picture(drawing.sign(512, is_maskable=True))


def _picture(data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
@access("public")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; from the root, else it would see no pages. Asked anew each time."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> bytes:
    return portal.built_path("sw.js").read_bytes()


@require_safe
@access("public")
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows in place of a page that was never opened on this device."""
    return render(request, "portal/offline.html")

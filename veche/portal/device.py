"""The portal on a device: manifest, icons, the worker that keeps pages, the page without a line."""

from __future__ import annotations

import json
from functools import cache, partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.hall import public as hall
from veche.commons.towns import public as towns
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.portal import drawing, emblem
from veche.portal.templatetags import portal

# Beside a tab, on an iPhone's screen, on other devices.
FAVICON, APPLE = 48, 180
SIZES = frozenset({FAVICON, APPLE, 192, 512})


@require_safe
@access("public")
def manifest(request: HttpRequest) -> HttpResponseBase:
    """The web application manifest: every town is an application of its own."""
    found, town = hall.of(request), towns.current()
    version = emblem.version_of(found)
    icons = [
        {"src": reverse("portal:icon", args=[size]) + version, "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    maskable = reverse("portal:maskable-icon") + version
    icons.append({"src": maskable, "sizes": "512x512", "purpose": "maskable"})
    name = found.service_name or town.name
    told = {
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": emblem.PAPER,
        "theme_color": emblem.theme_of(found)[0],
        "icons": [{"type": "image/png", **icon} for icon in icons],
    }
    text = json.dumps(told, ensure_ascii=False)
    return emblem.answer(request, text, text.encode, "application/manifest+json")


@require_safe
@access("public")
def icon(request: HttpRequest, size: int) -> HttpResponseBase:
    """The town's sign in one of the sizes that devices ask for."""
    if size not in SIZES:
        raise NotFound()
    # An iPhone cuts the corners itself and paints black what is left open.
    shape: drawing.Shape = "square" if size == APPLE else "round"
    return _picture(request, size, shape)


@require_safe
@access("public")
def maskable_icon(request: HttpRequest) -> HttpResponseBase:
    """The sign with ground to spare, for launchers that cut icons to a shape of theirs."""
    return _picture(request, 512, "maskable")


def _picture(request: HttpRequest, size: int, shape: drawing.Shape) -> HttpResponseBase:
    drawn = partial(drawing.sign, size, shape, emblem.of(request))
    return emblem.answer(request, f"icon {size} {shape}", drawn)


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

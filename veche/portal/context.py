"""What the shell of every page shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Manifest, NavItem
from veche.portal import sight

_manifests: list[Manifest] = []
_OWN = (
    NavItem(_("Главная"), "portal:home", "home", 0),
    NavItem(_("Карта"), "portal:map", "map", 40),
)


def use_manifests(manifests: list[Manifest]) -> None:
    """The services of this installation; config tells at start."""
    _manifests[:] = manifests


def manifests() -> list[Manifest]:
    """The services of this installation."""
    return list(_manifests)


def items(place: str, roles: frozenset[str] = frozenset()) -> list[NavItem]:
    """Ways in for one place of the shell, in order, that these roles may see."""
    found = [*_OWN, *(item for manifest in _manifests for item in manifest.navigation)]
    chosen = [i for i in found if i.place == place and (not i.role or i.role in roles)]
    return sorted(chosen, key=lambda item: item.order)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: town, person, navigation, theme."""
    return {
        "town": getattr(request, "town", None),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "person": getattr(request, "person", None),
        "navigation": [_link(request, item) for item in items("bar")],
        "help": help_link(request),
        "footer_navigation": [_link(request, item) for item in items("footer")],
        "theme": theme_of(request),
        "sight": sight.chosen(request),
        "is_demo": settings.DEMO,
    }


def _link(request: HttpRequest, item: NavItem) -> dict[str, Any]:
    url = reverse(item.url_name)
    current = request.path == url if url == "/" else request.path.startswith(url)
    return {"title": item.title, "url": url, "icon": item.icon, "current": current}


def help_link(request: HttpRequest) -> dict[str, Any]:
    """The way to help about this very page; nothing where no service offers any."""
    item = next(iter(items("help")), None)
    if item is None:
        return {}
    match = request.resolver_match
    about = urlencode({"from": match.view_name}) if match and match.view_name else ""
    address = reverse(item.url_name)
    return {"title": item.title, "url": f"{address}?{about}" if about else address}


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or "" for what the device prefers."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""

"""What the shell of every page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from veche.kernel.manifest import Manifest, NavItem

_manifests: list[Manifest] = []
_OWN: list[NavItem] = []


def use_manifests(manifests: list[Manifest], own: list[NavItem]) -> None:
    """The services of this installation; config tells at start."""
    _manifests[:] = manifests
    _OWN[:] = own


def manifests() -> list[Manifest]:
    return list(_manifests)


def items(place: str, roles: frozenset[str] = frozenset()) -> list[NavItem]:
    """Ways in for one place of the shell, in order, that these roles may see."""
    found = [*_OWN, *(item for manifest in _manifests for item in manifest.navigation)]
    chosen = [i for i in found if i.place == place and (not i.role or i.role in roles)]
    return sorted(chosen, key=lambda item: item.order)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: town, person, navigation, theme."""
    person = getattr(request, "person", None)
    return {
        "town": getattr(request, "town", None),
        "person": person,
        "navigation": [
            {
                "title": item.title,
                "url": reverse(item.url_name),
                "icon": item.icon,
                "current": _is_current(request.path, reverse(item.url_name)),
            }
            for item in items("bar")
        ],
        "theme": _theme(request),
        "is_demo": settings.DEMO,
    }


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""

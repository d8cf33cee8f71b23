"""What the shell of every page shows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from veche.commons.hall import public as hall
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import public as notifications
from veche.commons.pages import public as pages
from veche.commons.towns import public as towns
from veche.kernel.manifest import DeskSection, Manifest, NavItem, Offer
from veche.kernel.web.origin import origin_of
from veche.portal import emblem, menu, sight

# Where the middleware leaves the slug of the service whose page is being made.
SERVICE = "_veche_service"
_manifests: list[Manifest] = []
_OWN = (
    NavItem(_("Главная"), "portal:home", "home", 0),
    NavItem(_("Карта"), "portal:map", "map", 40),
    NavItem(_("Для разработчиков"), "portal:developers", "book", 90, place="footer"),
)


def use_manifests(manifests: list[Manifest]) -> None:
    """The services of this installation; config tells at start."""
    _manifests[:] = manifests


def manifests() -> list[Manifest]:
    """The services of this installation."""
    return list(_manifests)


def items(place: str) -> list[NavItem]:
    """Ways in for one place of the shell, in order."""
    return _ordered(_manifests, place)


def _ordered(shown: Iterable[Manifest], place: str) -> list[NavItem]:
    found = [*_OWN, *(item for manifest in shown for item in manifest.navigation)]
    return sorted((item for item in found if item.place == place), key=lambda item: item.order)


def offers(request: HttpRequest, place: str) -> list[Offer]:
    """What services that are there offer at this place."""
    shown = [one for one in _manifests if hall.is_open(request, one.slug)]
    return [offer for one in shown for offer in one.offers if offer.place == place]


def desk_sections(request: HttpRequest, person: PersonRef) -> list[DeskSection]:
    """Sections of the officials' desk that this person may open, of services that are there."""
    shown = [one for one in _manifests if hall.is_open(request, one.slug)]
    found = [section for one in shown for section in one.desk if section.may(person)]
    return sorted(found, key=lambda section: section.order)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: town, person, navigation, theme."""
    town, found = getattr(request, "town", None), hall.of(request)
    origin = origin_of(request)
    shown = [one for one in _manifests if hall.is_open(request, one.slug)]
    return {
        "town": town,
        "origin": origin,
        "here": origin + request.get_full_path(),
        "person": getattr(request, "person", None),
        "navigation": [_link(request, item) for item in _ordered(shown, "bar")],
        "help": help_link(request),
        "footer_navigation": [_link(request, item) for item in _ordered(shown, "footer")],
        "theme": theme_of(request),
        "sight": sight.chosen(request),
        "is_demo": settings.DEMO,
        "face": _face(town, found),
        "banner": hall.shown_banner(found),
        "pilot": _pilot(request, found),
        "town_pages": _town_pages(town),
        "desk_menu": _desk_menu(request),
        "bell": partial(_bell, request),
        "offers": partial(offers, request),
    }


def _desk_menu(request: HttpRequest) -> str:
    """The sections of the desk, on its own pages, for those who work there: no query of its own.

    Whoever asks has been read by then; when the database is silent, trouble is told without it.
    """
    if not request.path.startswith(menu.ROOT) or getattr(request, "town", None) is None:
        return ""
    try:
        person = identity.person_of(request)
        sections = desk_sections(request, person) if person.is_official else []
    except (DatabaseError, towns.NoTown):
        return ""
    return menu.drawn(menu.groups(sections, request.path)) if sections else ""


def _bell(request: HttpRequest) -> dict[str, int]:
    """How many notices wait for who has signed in; nothing for a visitor, who costs no query."""
    if getattr(request, "town", None) is None:
        return {}
    try:
        person = identity.person_of(request)
        return {"count": notifications.unread(person)} if person.is_known else {}
    except (DatabaseError, towns.NoTown):
        return {}


def _town_pages(town: Any) -> list[pages.Brief]:
    """Links of the footer; none while the database is silent, so that trouble can be told."""
    try:
        return pages.footer() if town is not None else []
    except (DatabaseError, towns.NoTown):
        return []


def _face(town: Any, found: hall.Hall) -> dict[str, Any]:
    """How the town shows itself; without settings, by its own name."""
    name = town.name if town is not None else _("Вече")
    area = town.area if town is not None else ""
    return {
        "name": found.service_name or name,
        # Under a name of the service's own stands whose service it is.
        "under": name if found.service_name else area,
        "sign_url": found.sign_url,
        "arms_url": found.arms_url,
        "colours_url": hall.colours_url(found),
        "version": emblem.version_of(found),
        "frame": emblem.theme_of(found),
        "age_mark": found.age_mark,
        "languages": [one for one in settings.LANGUAGES if found.speaks(one[0])],
    }


def _pilot(request: HttpRequest, found: hall.Hall) -> dict[str, str] | None:
    """The question at the end of the page of a service that is on trial."""
    trial = hall.pilot(found, getattr(request, SERVICE, ""))
    if trial is None:
        return None
    return {"slug": trial.slug, "place": trial.place, "key": secrets.token_urlsafe(12)}


def _link(request: HttpRequest, item: NavItem) -> dict[str, Any]:
    url = menu.address_of(item.url_name)
    current = request.path == url if url == "/" else request.path.startswith(url)
    return {
        "title": item.title,
        "url": url,
        "icon": item.icon,
        "current": current,
        "prominent": item.is_prominent,
    }


def help_link(request: HttpRequest) -> dict[str, Any]:
    """The way to help about this very page; nothing where no service offers any."""
    item = next(iter(items("help")), None)
    if item is None:
        return {}
    match = request.resolver_match
    about = urlencode({"from": match.view_name}) if match and match.view_name else ""
    address = menu.address_of(item.url_name)
    return {"title": item.title, "url": f"{address}?{about}" if about else address}


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or "" for what the device prefers."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""

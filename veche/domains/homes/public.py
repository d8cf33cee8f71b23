"""What the shell and other services ask of houses: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import serving, wording
from veche.domains.homes.queries.deputies import Asked, AskedLine, use_orders
from veche.domains.homes.queries.wording import Shown
from veche.domains.homes.rules import outages
from veche.kernel import clock
from veche.kernel.manifest import Foreseen, SearchHit, SitePage

__all__ = [
    "Asked",
    "AskedLine",
    "foreseen",
    "home_part",
    "me_part",
    "search",
    "site_pages",
    "use_orders",
]

SHOWN_ON_HOME, FOUND, LISTED = 3, 3, 500


def foreseen(spot: places.Spot, troubles: Sequence[str]) -> list[Foreseen]:
    """What is off there or soon will be, with until when, why and who answers."""
    now = clock.now()
    return [
        Foreseen(
            title=f"{one.title}: {one.when}",
            text=_said(one),
            url=reverse("homes:read-outage", args=[one.row.number]),
        )
        for one in (wording.shown(row, now) for row in reading.at(spot, troubles, now=now))
    ]


def _said(one: Shown) -> str:
    words = {"why": one.row.why.rstrip("."), "who": one.row.answers, "phone": one.row.phone}
    if one.state == outages.RUNNING:
        said = _("%(why)s. Уже чинят, отвечает %(who)s") % words
    else:
        said = _("%(why)s. Отвечает %(who)s") % words
    return f"{said}, {one.row.phone}" if one.row.phone else f"{said}."


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """What is off or soon will be where the person lives; in the town for a visitor."""
    now = clock.now()
    rows = reading.of_place(person.home_place_id, now=now, most=SHOWN_ON_HOME)
    if not rows:
        return None
    return {
        "rows": [wording.shown(row, now) for row in rows],
        "is_near": person.home_place_id is not None,
    }


def me_part(person: PersonRef) -> dict[str, Any]:
    """The person's own house, as only they see it."""
    house = serving.own_house(person)
    if house is None:
        return {"house": None}
    spot = places.spot_of(house)
    return {"house": house, "rows": [wording.shown(row) for row in reading.at(spot)]}


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Houses by their address."""
    if not any(char.isdigit() for char in words):
        return []
    return [
        SearchHit(
            one.text,
            reverse("homes:read-house", args=[one.id]),
            _("Дом"),
            _("Кто обслуживает и что отключено"),
            rank=0.5,
        )
        for one in places.addresses(words, FOUND)
    ]


def site_pages() -> list[SitePage]:
    """The search of houses, the list of outages, and each of the newest."""
    lists = ("homes:find-house", "homes:list-outages")
    return [SitePage(reverse(one)) for one in lists] + [
        SitePage(reverse("homes:read-outage", args=[number]), changed_at)
        for number, changed_at in reading.addresses(LISTED)
    ]

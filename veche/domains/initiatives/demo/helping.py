"""Proposals of the demo town that call for hands, and how far it has come with some of them."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from veche.commons.matching import demo as deeds
from veche.commons.places import public as places
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import clock

SEED = 4907
GOING = ("", "offered", "agreed", "planned")
KINDS = {"скамейки": "carpentry", "деревья": "greening", "площадку": "playground"}


def load(rows: Sequence[Proposal]) -> None:
    """The newest that collect support and promise hands of their own look for more of them."""
    known = {one.id: one for one in places.places()}
    calling = [
        (row.published_at, row, known[row.place_id])
        for row in rows
        if row.state == rules.COLLECTING
        and row.own_labour
        and row.place_id in known
        and row.published_at is not None
    ]
    calling.sort(key=lambda one: (one[0], one[1].id), reverse=True)
    tales = []
    for (opened, row, place), reaches in zip(calling, GOING, strict=False):
        house = places.house_near(place.latitude, place.longitude, 2000)
        tales.append(
            deeds.Tale(
                source_kind=KIND,
                source_id=str(row.id),
                title=row.title,
                kind=next((kind for word, kind in KINDS.items() if word in row.title), "cleanup"),
                hands=10,
                point=(place.latitude, place.longitude),
                address=house.text if house is not None else place.name,
                place_id=place.id,
                opened_at=opened,
                last_at=opened + (clock.now() - opened) * 0.8,
                reaches=reaches,
                raised_by=row.author_id,
                text=row.own_labour,
                url=reverse("initiatives:read-proposal", args=[row.slug]),
            )
        )
    deeds.tell(SEED, tales)

"""Houses and outages for programs: what the pages tell everyone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from veche.commons.places import public as places
from veche.domains.homes.models import Outage
from veche.domains.homes.queries import outages, serving, wording
from veche.domains.homes.queries.outages import Filters
from veche.domains.homes.queries.serving import Served
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.text import plain_line
from veche.kernel.web.described import PageSize, PageToken, example
from veche.kernel.web.origin import absolute

router = Router()
Show = Literal["now", "planned", "past"]
What = Literal["", "water", "heat", "power", "gas", "lift", "road"]


class OutageOut(Schema):
    """Something that is off: `state` is planned, running, over or cancelled."""

    number: str
    trouble: str
    nature: str
    state: str
    where: str
    why: str
    answers: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    place_ids: list[UUID]
    url: str


class OutagesOut(Schema):
    """A page of outages; `next` is the token of the page after it, empty at the end."""

    items: list[OutageOut]
    next: str


class ServesOut(Schema):
    """Who serves a house in one way, since when, and where the town has it from."""

    kind: str
    name: str
    phone: str
    emergency_phone: str
    since_on: date
    source: str


class HouseOut(Schema):
    """A house: who serves it and what is off there now or soon."""

    id: UUID
    address: str
    latitude: float
    longitude: float
    place_id: UUID
    serves: list[ServesOut]
    outages: list[OutageOut]
    url: str


# not shown: an example for programmers
OUTAGE = {
    "number": "40512233",
    "trouble": "water",
    "nature": "accident",
    "state": "running",
    "where": "Луговая улица, 54",
    "why": "Прорыв трубы",
    "answers": "Водоканал",
    "phone": "+7 900 000-00-01",
    "starts_at": "2026-11-29T06:10:00Z",
    "ends_at": "2026-11-29T15:00:00Z",
    "place_ids": ["6f0c2a52-6f1c-4a50-9d55-7f0a5b1f2c11"],
    "url": "https://veche.example/outages/40512233/",
}
# not shown: an example for programmers
HOUSE = {
    "id": "0b9f6c1e-58a2-4c53-9a58-2f0f3a0a7711",
    "address": "Луговая улица, 54",
    "latitude": 54.55,
    "longitude": 36.65,
    "place_id": "6f0c2a52-6f1c-4a50-9d55-7f0a5b1f2c11",
    "serves": [
        {
            "kind": "water",
            "name": "Водоканал",
            "phone": "+7 900 000-00-01",
            "emergency_phone": "",
            "since_on": "2026-01-01",
            "source": "Реестр на 1 ноября",
        }
    ],
    "outages": [OUTAGE],
    "url": "https://veche.example/homes/0b9f6c1e-58a2-4c53-9a58-2f0f3a0a7711/",
}


@router.get(
    "/outages",
    response=OutagesOut,
    url_name="outages",
    openapi_extra=example({"items": [OUTAGE], "next": ""}),
)
@access("public")
def list_outages(
    request: HttpRequest,
    show: Show = "now",
    what: What = "",
    place: UUID | None = None,
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """What is off now (`show`: now), will be (planned) or was (past), whole or of one kind."""
    page = outages.page(Filters(show, what, place), after=after, size=size)
    return {"items": [_outage(request, row) for row in page.items], "next": page.next_token}


@router.get(
    "/outages/{number}", response=OutageOut, url_name="outage", openapi_extra=example(OUTAGE)
)
@access("public")
def read_outage(request: HttpRequest, number: str) -> dict[str, Any]:
    """One of them."""
    return _outage(request, outages.one(plain_line(number)))


def _outage(request: HttpRequest, row: Outage) -> dict[str, Any]:
    return {
        "number": row.number,
        "trouble": row.trouble,
        "nature": row.nature,
        "state": wording.state_of(row),
        "where": row.where,
        "why": row.why,
        "answers": row.answers,
        "phone": row.phone,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place_ids": row.place_ids,
        "url": absolute(request, reverse("homes:read-outage", args=[row.number])),
    }


@router.get(
    "/homes/{address_id}", response=HouseOut, url_name="house", openapi_extra=example(HOUSE)
)
@access("public")
def read_house(request: HttpRequest, address_id: UUID) -> dict[str, Any]:
    """Who serves a house and what is off there; its id comes from `addresses`."""
    house = places.address(address_id)
    if house is None:
        raise NotFound()
    return {
        "id": house.id,
        "address": house.text,
        "latitude": house.latitude,
        "longitude": house.longitude,
        "place_id": house.place_id,
        "serves": [_serves(kind, one) for kind, one in serving.served(house).items()],
        "outages": [_outage(request, row) for row in outages.at(places.spot_of(house))],
        "url": absolute(request, reverse("homes:read-house", args=[house.id])),
    }


def _serves(kind: str, one: Served) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": one.row.provider.name,
        "phone": one.row.provider.phone,
        "emergency_phone": one.row.provider.emergency_phone,
        "since_on": one.row.since_on,
        "source": one.row.source,
    }

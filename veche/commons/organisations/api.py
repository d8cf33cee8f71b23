"""Organisations, offices of territories and their words by API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from veche.commons.organisations import public, queries
from veche.commons.places import public as places
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()
Kind = Literal["", "business", "nko", "tos", "uk", "school", "provider"]
Office = Literal["", "elder", "tos_chair", "house_senior"]


class OrganisationOut(Schema):
    """A checked organisation; `acting` is how many people may act in its name."""

    id: str
    kind: str
    name: str
    inn: str
    ogrn: str
    address: str
    place_id: UUID | None
    url: str


class OneOrganisationOut(OrganisationOut):
    """The same with how many act for it."""

    acting: int


class OrganisationsOut(Schema):
    """A page of organisations; `next` is the token of the page after it, empty at the end."""

    items: list[OrganisationOut]
    next: str


class MandateActOut(Schema):
    """The act that gives a mandate."""

    title: str
    number: str
    on: date
    url: str


class MandateOut(Schema):
    """An office of a territory in force today; `name` only where the act or its holder gives it."""

    id: str
    office: str
    territory: str
    place_id: UUID
    name: str
    starts_on: date
    ends_on: date
    act: MandateActOut
    url: str


class MandatesOut(Schema):
    """A page of mandates; `next` as everywhere."""

    items: list[MandateOut]
    next: str


class AnnouncementOut(Schema):
    """Words to a territory; once taken down, the reason alone."""

    id: str
    title: str
    text: str
    signed: str
    written_at: datetime
    taken_down_at: datetime | None
    reason: str
    url: str


class AnnouncementsOut(Schema):
    """A page of words; `next` as everywhere."""

    items: list[AnnouncementOut]
    next: str


_PLACE = "11111111-1111-4111-8111-111111111111"
# not shown: an example for programmers
_ORGANISATION = {
    "id": "k3m8p2q7w1",
    "kind": "school",
    "name": "Школа № 3",
    "inn": "9900000304",
    "ogrn": "1029900000304",
    "address": "Луговая улица, 54",
    "place_id": _PLACE,
    "url": "/organisations/k3m8p2q7w1/",
}
# not shown: an example for programmers
_MANDATE = {
    "id": "p4r8t2v6x9",
    "office": "elder",
    "territory": "село Рассвет",
    "place_id": _PLACE,
    "name": "",
    "starts_on": "2026-03-01",
    "ends_on": "2031-02-28",
    "act": {
        "title": "Решение Совета депутатов",
        "number": "12",
        "on": "2026-02-20",
        "url": "",
    },
    "url": f"/territories/{_PLACE}/",
}
# not shown: an example for programmers
_WORDS = {
    "id": "a2c4e6g8j3",
    "title": "Субботник",
    "text": "В субботу в десять у колодца.",
    "signed": "Староста, село Рассвет",
    "written_at": "2026-11-09T18:00:00Z",
    "taken_down_at": None,
    "reason": "",
    "url": f"/territories/{_PLACE}/#a2c4e6g8j3",
}


@router.get(
    "/organisations",
    response=OrganisationsOut,
    url_name="organisations",
    openapi_extra=example({"items": [_ORGANISATION], "next": ""}),
)
@access("public")
def list_organisations(
    request: HttpRequest,
    kind: Kind = "",
    q: str = "",
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Organisations whose papers a clerk has seen, by name; `q` finds by words or number."""
    page = public.organisations(kind=kind, words=q[:200], after=after, size=size)
    return {"items": [_organisation(one) for one in page.items], "next": page.next_token}


@router.get(
    "/organisations/{slug:slug}",
    response=OneOrganisationOut,
    url_name="organisation",
    openapi_extra=example({**_ORGANISATION, "acting": 2}),
)
@access("public")
def read_organisation(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One of them, with how many people may act in its name."""
    one = public.organisation(slug)
    return {**_organisation(one), "acting": queries.number_who_act(one.id)}


@router.get(
    "/mandates",
    response=MandatesOut,
    url_name="mandates",
    openapi_extra=example({"items": [_MANDATE], "next": ""}),
)
@access("public")
def list_mandates(
    request: HttpRequest, office: Office = "", after: PageToken = "", size: PageSize = 50
) -> dict[str, Any]:
    """Elders, chairs and seniors of houses in office today, by territory."""
    page: Page[public.Mandate] = public.mandates(office=office, after=after, size=size)
    return {"items": [_mandate(one) for one in page.items], "next": page.next_token}


@router.get(
    "/territories/{uuid:place_id}/announcements",
    response=AnnouncementsOut,
    url_name="announcements",
    openapi_extra=example({"items": [_WORDS], "next": ""}),
)
@access("public")
def list_announcements(
    request: HttpRequest, place_id: UUID, after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """What offices and organisations told a territory, the newest first."""
    if places.place(place_id) is None:
        raise NotFound()
    page = public.announcements(place_id, after=after, size=size)
    return {"items": [_words(one) for one in page.items], "next": page.next_token}


def _organisation(one: public.Organisation) -> dict[str, Any]:
    return {
        "id": one.slug,
        "kind": one.kind,
        "name": one.name,
        "inn": one.inn,
        "ogrn": one.ogrn,
        "address": one.address,
        "place_id": one.place_id,
        "url": one.url,
    }


def _mandate(one: public.Mandate) -> dict[str, Any]:
    return {
        "id": one.slug,
        "office": one.office,
        "territory": one.territory,
        "place_id": one.place_id,
        "name": one.name,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "act": {
            "title": one.act_title,
            "number": one.act_number,
            "on": one.act_on,
            "url": one.act_url,
        },
        "url": one.url,
    }


def _words(one: public.Announcement) -> dict[str, Any]:
    return {
        "id": one.slug,
        "title": one.title,
        "text": one.text,
        "signed": one.signed,
        "written_at": one.written_at,
        "taken_down_at": one.taken_down_at,
        "reason": one.reason,
        "url": one.url,
    }

"""Organisations and mandates for the rest of the house: plain values, opaque ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import actions, models, queries, rules, wording
from veche.commons.organisations.rules import DEPUTY
from veche.commons.places import public as places
from veche.kernel.manifest import Matter, SearchHit, SitePage
from veche.kernel.pagination import Page

__all__ = [
    "DEPUTY",
    "Announcement",
    "Mandate",
    "Organisation",
    "Own",
    "acting_for",
    "acting_ids",
    "announcements",
    "by_ids",
    "collectors",
    "deputies_of",
    "forget_person",
    "holder_ids",
    "home_part",
    "join_persons",
    "mandates",
    "mandates_at",
    "mandates_by_ids",
    "mandates_of",
    "me_part",
    "member_ids",
    "organisation",
    "organisations",
    "organisations_of",
    "own_part",
    "search",
    "site_pages",
    "territory_topic",
    "waiting",
]


@dataclass(frozen=True)
class Organisation:
    """A checked organisation as everyone sees it."""

    id: UUID
    slug: str
    kind: str
    kind_title: str
    name: str
    inn: str
    ogrn: str
    address: str
    place_id: UUID | None
    territory: str
    url: str
    icon: str


@dataclass(frozen=True)
class Own:
    """Where somebody belongs, and whether they may act in its name."""

    organisation: Organisation
    post: str
    may_act: bool
    until: date | None


@dataclass(frozen=True)
class Mandate:
    """An office of a territory, with the act that gives it."""

    id: UUID
    slug: str
    office: str
    title: str
    territory: str
    place_id: UUID
    address_id: UUID | None
    name: str
    starts_on: date
    ends_on: date
    act_title: str
    act_number: str
    act_on: date
    act_url: str
    url: str
    icon: str
    ended_on: date | None = None
    ended_reason: str = ""


@dataclass(frozen=True)
class Announcement:
    """Words to a territory: signed by an office or an organisation; without text once down."""

    slug: str
    title: str
    text: str
    signed: str
    place_id: UUID
    url: str
    written_at: datetime
    taken_down_at: datetime | None
    reason: str


def acting_ids(organisation_id: UUID) -> list[UUID]:
    """Opaque ids of those who may act for an organisation today, to tell them; one query."""
    return queries.acting_ids(organisation_id)


def member_ids(organisation_id: UUID) -> list[UUID]:
    """Opaque ids of all who belong to an organisation today, to tell them; one query."""
    return queries.member_ids(organisation_id)


def by_ids(organisation_ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Checked organisations by id; one query."""
    return {row.id: shown(row) for row in queries.by_ids(organisation_ids)}


def may_act_for(person: PersonRef, organisation_id: UUID) -> bool:
    """Whether the person may act in the name of a checked organisation today; one query."""
    return queries.may_act(person, organisation_id)


def organisations_of(person: PersonRef) -> list[Own]:
    """Where the person belongs today; one query, none for a visitor."""
    return [
        Own(shown(row.organisation), row.post, row.right == rules.ACTS, row.until)
        for row in queries.standing_of(person)
    ]


def acting_for(person: PersonRef, kind: str = "") -> list[Organisation]:
    """Organisations of a kind, or of any, in whose name the person may act today; one query."""
    own = [one.organisation for one in organisations_of(person) if one.may_act]
    return [one for one in own if kind in ("", one.kind)]


def organisations(
    *, kind: str = "", words: str = "", after: str = "", size: int = 20
) -> Page[Organisation]:
    """Checked organisations by name."""
    page = queries.organisations(kind=kind, words=words, after=after, size=size)
    return Page([shown(row) for row in page.items], page.next_token)


def organisation(slug: str) -> Organisation:
    """One of them; NotFound."""
    return shown(queries.organisation(slug))


def mandates(*, office: str = "", after: str = "", size: int = 50) -> Page[Mandate]:
    """Mandates in force, by territory."""
    page = queries.mandates(office=office, after=after, size=size)
    return Page([mandate(row) for row in page.items], page.next_token)


def mandates_of(person: PersonRef) -> list[Mandate]:
    """What the person holds today; one query, none for a visitor."""
    return [mandate(row) for row in queries.mandates_of(person)]


def mandates_by_ids(mandate_ids: Iterable[UUID]) -> dict[UUID, Mandate]:
    """Mandates by id, whether or not they still hold; one query."""
    return {key: mandate(row) for key, row in queries.mandates_by_ids(mandate_ids).items()}


def holder_ids(mandate_ids: Iterable[UUID]) -> list[UUID]:
    """Opaque ids of those who hold these mandates today, to tell them; one query."""
    return queries.holder_ids(mandate_ids)


def deputies_of(place_id: UUID) -> list[Mandate]:
    """Deputies of a place and of all it lies in, the innermost first; one query."""
    lineage = places.lineage(place_id)
    rows = queries.mandates_over(lineage) if lineage else []
    found = [mandate(row) for row in rows if row.office == DEPUTY]
    return sorted(found, key=lambda one: lineage.index(one.place_id))


def mandates_at(house: places.Address) -> list[Mandate]:
    """Who holds a house or a place it lies in today, the house first; one query."""
    rows = queries.mandates_over(places.lineage(house.place_id))
    found = [mandate(row) for row in rows if row.address_id in (None, house.id)]
    return sorted(found, key=lambda one: one.address_id is None)


def collectors(territories: Sequence[UUID] = ()) -> list[Mandate]:
    """Who may carry paper in these territories today: offices that lie in one of them.

    A deputy asks for votes, and carries none.
    """
    return [
        mandate(row)
        for row in queries.mandates_over(())
        if row.office != DEPUTY and places.lies_in(row.place_id, territories)
    ]


def announcements(place_id: UUID, *, after: str = "", size: int = 20) -> Page[Announcement]:
    """What was told to a territory, the newest first."""
    page = queries.announcements(place_id, after=after, size=size)
    return Page([announcement(row) for row in page.items], page.next_token)


def home_part(person: PersonRef) -> list[Announcement]:
    """What the person's territory was told lately, for the home page."""
    return [announcement(row) for row in queries.announcements_at_home(person)]


def me_part(person: PersonRef) -> dict[str, Any]:
    """Organisations and mandates, for the page «Я»."""
    return {
        "own": organisations_of(person),
        "mandates": mandates_of(person),
    }


def own_part(person_id: UUID) -> list[dict[str, Any]]:
    """Where a person belongs or asked to, for a copy of their data."""
    return [
        {
            "organisation": row.organisation.name,
            "post": row.post,
            "right": row.right,
            "state": row.state,
            "asked_at": row.asked_at.isoformat(),
            "starts_on": row.starts_on.isoformat() if row.starts_on else None,
            "until": row.until.isoformat() if row.until else None,
        }
        for row in queries.memberships_by_ids([person_id, *identity.earlier_ids(person_id)])
    ]


def join_persons(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person, who belongs to an organisation once."""
    actions.join_members(surviving, joined)


def forget_person(person_id: UUID) -> None:
    """An erased person belongs nowhere and holds nothing."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    actions.let_go(ids)
    actions.lay_down(ids)


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Requests to check somebody's right, the nearest term first."""
    return [
        Matter(
            title=one.organisation.name,
            is_written=True,
            url=reverse("organisations:admit-member", args=[one.id]),
            note=_("Проверить документ и принять или отказать"),
            due_on=one.due_on,
        )
        for one in queries.requests(person, size=limit).items
    ]


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Organisations with these words in their name, or with this number."""
    return [
        SearchHit(one.name, one.url, _("Организация"), one.kind_title, rank=0.4)
        for one in organisations(words=words, size=10).items
    ]


def site_pages() -> list[SitePage]:
    """The lists, and each checked organisation."""
    lists = ("organisations:list-organisations", "organisations:list-mandates")
    found = queries.addresses()
    return [SitePage(reverse(one)) for one in lists] + [
        SitePage(reverse("organisations:read-organisation", args=[slug]), decided_at)
        for slug, decided_at in found
    ]


def shown(row: models.Organisation) -> Organisation:
    """An organisation as everyone sees it."""
    place = places.place(row.place_id) if row.place_id else None
    return Organisation(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        kind_title=str(wording.KINDS[row.kind]),
        name=row.name,
        inn=row.inn,
        ogrn=row.ogrn,
        address=row.address,
        place_id=row.place_id,
        territory=place.name if place else "",
        url=reverse("organisations:read-organisation", args=[row.slug]),
        icon=wording.ICONS[row.kind],
    )


def mandate(row: models.Mandate) -> Mandate:
    """A mandate as everyone sees it."""
    return Mandate(
        id=row.id,
        slug=row.slug,
        office=row.office,
        title=str(wording.OFFICES[row.office]),
        territory=row.territory,
        place_id=row.place_id,
        address_id=row.address_id,
        name=row.shown_name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        act_title=row.act_title,
        act_number=row.act_number,
        act_on=row.act_on,
        act_url=row.act_url,
        url=territory_url(row.place_id),
        icon=wording.OFFICE_ICONS[row.office],
        ended_on=row.ended_on,
        ended_reason=row.ended_reason,
    )


def announcement(row: models.Announcement) -> Announcement:
    """Words as everyone reads them."""
    is_down = row.taken_down_at is not None
    return Announcement(
        slug=row.slug,
        title="" if is_down else row.title,
        text="" if is_down else row.text,
        signed=signature(row.mandate, row.organisation),
        place_id=row.place_id,
        url=f"{territory_url(row.place_id)}#{row.slug}",
        written_at=row.written_at,
        taken_down_at=row.taken_down_at,
        reason=row.reason,
    )


def signature(mandate: models.Mandate | None, organisation: models.Organisation | None) -> str:
    """«Староста, село Рассвет», or the organisation's name."""
    if mandate is not None:
        return f"{wording.OFFICES[mandate.office]}, {mandate.territory}"
    return organisation.name if organisation is not None else ""


def territory_topic(place_id: UUID) -> str:
    """What whoever follows a territory follows, whichever service tells of it."""
    return f"organisations.territory:{place_id}"


def territory_url(place_id: UUID) -> str:
    """The page of a territory."""
    return reverse("organisations:read-territory", args=[place_id])

"""What the shell, bridges and other parts ask of neighbours' days: plain values."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import policies
from veche.domains.workdays.models import Day
from veche.domains.workdays.queries import reading, store, terms, wording
from veche.kernel.manifest import Gathering, MapPin, Matter, SearchHit, ShareCard, SitePage

__all__ = [
    "begin_url",
    "coming",
    "done",
    "grown",
    "home_part",
    "me_part",
    "own_part",
    "pins",
    "search",
    "share_card",
    "site_pages",
    "waiting",
    "waiting_tools",
]
SHOWN_ON_HOME, PINS_MAX = 3, 200


def grown(written: str) -> list[Gathering]:
    """Public days that neighbours called because of something, the latest first; one query."""
    kind, _mark, one = written.partition(":")
    return [
        Gathering(
            row.title,
            wording.day_url(row),
            f"{wording.tag(row)['text']}: {wording.when(row)}",
        )
        for row in reading.of_origin(kind, one)
    ]


def begin_url(written: str) -> str:
    """Where neighbours are called because of it."""
    return f"{reverse('workdays:choose-work')}?{urlencode({'from': written})}"


def coming(most: int) -> list[Gathering]:
    """The nearest days, for where help is wanted."""
    return [
        Gathering(row.title, wording.day_url(row), f"{wording.when(row)}. {wording.hands(row)}")
        for row in reading.coming(size=most).items
    ]


def done(most: int) -> list[Gathering]:
    """The newest of what was done, for the public list of deeds."""
    return [
        Gathering(
            row.title,
            wording.day_url(row),
            _("%(when)s. Вместе %(hours)s")
            % {"when": wording.on_day(row.on), "hours": wording.length(row.minutes)},
        )
        for row in reading.done(size=most).items
    ]


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """The nearest days, for the home page."""
    rows = reading.coming(size=SHOWN_ON_HOME).items
    return {"cards": [wording.card(row) for row in rows]} if rows else None


def me_part(person: PersonRef) -> dict[str, Any]:
    """One's own days, for «Я»."""
    certificates = reading.certificates_of(person)
    return {
        "asked": len(reading.waiting_for_own(person)),
        "next": next(iter(_next(person)), None),
        "hours": wording.length(sum(one.minutes for one in certificates)) if certificates else "",
    }


def _next(person: PersonRef) -> list[dict[str, Any]]:
    """The nearest day on which somebody is waited for."""
    return [wording.card(row) for row in reading.next_of(person)]


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Days on the town's own places that wait for its yes."""
    if not policies.may_work_on_days(person):
        return []
    return [_matter(row) for row in reading.waiting_for_owner(person, limit)]


def _matter(row: Day) -> Matter:
    return Matter(
        title=row.title,
        is_written=True,
        url=wording.day_url(row),
        note=_("Разрешить соседям работать на месте города"),
        due_on=row.on,
    )


def waiting_tools(person: PersonRef, limit: int) -> list[Matter]:
    """Tools that should have come back by now."""
    if not policies.may_keep_tools(person):
        return []
    return [
        Matter(
            title=f"{one.tool.title}: {one.number}",
            is_written=True,
            url=reverse("workdays:list-tools"),
            note=_("Не вернули после соседского дня"),
            due_on=one.on,
        )
        for one in store.late(terms.today(), limit)
    ]


def pins(person: PersonRef) -> list[MapPin]:
    """Where neighbours are called, on the common map."""
    return [
        MapPin(
            row.title,
            wording.day_url(row),
            row.latitude,
            row.longitude,
            _("Соседский день"),
            row.work.icon,
            wording.when(row),
        )
        for row in reading.coming(size=PINS_MAX).items
    ]


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Public days that speak of these words."""
    return [
        SearchHit(
            row.title,
            wording.day_url(row),
            _("Соседский день"),
            f"{wording.tag(row)['text']}, {wording.when(row)}",
            rank=0.4,
        )
        for row in reading.about(words)
    ]


def site_pages() -> list[SitePage]:
    """The list and the days that are called."""
    rows = reading.coming(size=100).items
    return [SitePage(reverse("workdays:list-days"))] + [
        SitePage(wording.day_url(row), row.allowed_at) for row in rows
    ]


def share_card(slug: str) -> ShareCard | None:
    """The picture beside a link to a public day."""
    row = reading.public_row(slug)
    if row is None:
        return None
    return ShareCard(row.title, (wording.when(row), row.address, wording.hands(row)))


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person called and where they came, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return {
        "called": [
            {
                "title": row.title,
                "text": row.text,
                "state": row.state,
                "starts_at": row.starts_at.isoformat(),
                "address": row.address,
                "result": row.result,
            }
            for row in reading.called_by_people(ids)
        ],
        "came": [
            {
                "title": one.day.title,
                "starts_at": one.day.starts_at.isoformat(),
                "hands": one.hands,
                "minutes": one.minutes,
                "certificate": one.number,
                "shares_name": one.shares_name,
            }
            for one in reading.joined_by_people(ids)
        ],
    }

"""What the shell and other services ask of voters' orders: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.hall import public as hall
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.orders import policies, rules
from veche.domains.orders.queries import deputies, reading, wording, worklist
from veche.kernel.manifest import Late, Matter, SearchHit, SitePage

EACH = 3


@dataclass(frozen=True)
class Line:
    """One order in a list: its title, its page, how it stands since which day."""

    title: str
    url: str
    state: str
    tone: str
    on: date | None


@dataclass(frozen=True)
class OfDeputy:
    """The newest orders to a deputy, how many there are, where all are, where to give one."""

    number: int
    lines: tuple[Line, ...]
    all_url: str
    give_url: str


def of_deputies(deputies_of: Mapping[UUID, str]) -> dict[UUID, OfDeputy]:
    """By mandate, whose slugs are given; nothing while the town has not opened the service."""
    if not hall.is_on("orders"):
        return {}
    found = reading.of_mandates(list(deputies_of), EACH)
    courses = wording.courses_of([row for _n, rows in found.values() for row in rows])
    return {
        mandate_id: OfDeputy(
            number=number,
            lines=tuple(
                _line(row.title, wording.url_of(row), wording.tag(row, courses.get(str(row.id))),
                      wording.when(row))
                for row in rows
            ),
            all_url=f"{reverse('orders:list-orders')}?deputy={deputies_of[mandate_id]}",
            give_url=f"{reverse('orders:give-order')}?to={deputies_of[mandate_id]}",
        )
        for mandate_id, (number, rows) in found.items()
    }  # fmt: skip


def _line(title: str, url: str, tag: Mapping[str, Any], on: date | None) -> Line:
    return Line(title, url, str(tag["text"]), str(tag["tone"]), on)


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What waits for an answer or for the council, the nearest day first."""
    if not policies.may_work_on_orders(person):
        return []
    return [
        Matter(
            title=row.title,
            is_written=True,
            url=wording.url_of(row),
            note=_("Ответить на наказ") if row.state == rules.OPEN else _("Внести решение совета"),
            due_on=row.due_on,
        )
        for row in worklist.waiting(limit)
    ]


def late(on: date) -> list[Late]:
    """Answers and decisions that are late, by deputy and of the council; two queries."""
    rows = worklist.late_by_deputy(on)
    names = deputies.names([mandate_id for mandate_id, _n, _day in rows if mandate_id is not None])
    return [
        Late(
            wording.deputy_line(names.get(mandate_id)) if mandate_id is not None else _("Совет"),
            number,
            oldest,
        )
        for mandate_id, number, oldest in rows
    ]


def me_part(person: PersonRef) -> dict[str, Any]:
    """One's own orders, and for a deputy what waits for an answer; for «Я»."""
    held = deputies.held_by(person)
    return {
        "number": reading.count_own(person),
        "is_deputy": bool(held),
        "waits": len(worklist.of_deputy(held)),
    }


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Public orders that speak of these words."""
    return [
        SearchHit(
            row.title, wording.url_of(row), _("Наказ"), str(wording.tag(row)["text"]), rank=0.4
        )
        for row in reading.about(words)
    ]


def site_pages() -> Sequence[SitePage]:
    """The list and the newest orders."""
    return [SitePage(reverse("orders:list-orders"))] + [
        SitePage(reverse("orders:read-order", args=[slug]), changed_at)
        for slug, changed_at in reading.addresses()
    ]


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person gave and supports, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return {
        "orders": [
            {
                "title": row.title,
                "spot": row.spot,
                "why": row.why,
                "state": row.state,
                "given_at": row.given_at.isoformat(),
            }
            for row in reading.of_people(ids)
        ],
        "supported": [
            {"order": slug, "since": at.isoformat()}
            for slug, at in reading.supported_by_people(ids)
        ],
    }

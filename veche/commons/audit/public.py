"""The journal of acts: add an entry, read the entries on a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from veche.commons.audit import queries, rules
from veche.commons.audit.models import AuditEntry
from veche.commons.audit.naming import act, use_acts
from veche.commons.audit.queries import Filters, Term, kinds
from veche.commons.audit.rules import Detail, NotOpaque
from veche.kernel import idempotency
from veche.kernel.database import rows
from veche.kernel.pagination import Page

__all__ = [
    "Detail",
    "Entry",
    "Filters",
    "NotOpaque",
    "Tally",
    "Term",
    "act",
    "every",
    "history",
    "kinds",
    "page",
    "record",
    "tallies",
    "use_acts",
]


@dataclass(frozen=True)
class Entry:
    """One act as auditors see it."""

    kind: str
    actor_id: UUID | None
    subject: str
    reason: str
    details: Mapping[str, str | int | bool | None]
    recorded_at: datetime


@dataclass(frozen=True)
class Tally:
    """How often something was done in a week that began on this day."""

    kind: str
    week: date
    number: int


def record(
    kind: str, actor: UUID | None, subject: UUID | str, reason: str = "", **details: Detail
) -> None:
    """Add an entry in the caller's transaction; NotOpaque when anything but ids is offered.

    `reason` is what the actor wrote to be published; everything else is ids, words of closed
    lists, short numbers and instants, so that the journal outlives an erasure unchanged.
    """
    idempotency.remember_page()
    rows.add(
        AuditEntry(
            kind=rules.kind(kind),
            actor_id=actor,
            subject=rules.subject(subject),
            reason=rules.reason(reason),
            details=rules.details(details),
        )
    )


def history(subject: UUID | str, *, kinds: Iterable[str] = (), limit: int = 100) -> list[Entry]:
    """The newest entries on a subject."""
    return [_plain(row) for row in queries.entries_about(str(subject), kinds)[:limit]]


def page(filters: Filters, *, after: str = "", size: int = 50) -> Page[Entry]:
    """One page of the journal, newest first."""
    found = queries.page(filters, after=after, size=size)
    return Page([_plain(row) for row in found.items], found.next_token)


def every(filters: Filters) -> Iterator[Entry]:
    """The whole journal as asked for, newest first, for a file that streams."""
    return (_plain(row) for row in queries.every(filters))


def _plain(row: AuditEntry) -> Entry:
    return Entry(row.kind, row.actor_id, row.subject, row.reason, row.details, row.recorded_at)


def tallies(
    kinds: Iterable[str], *, since: datetime, time_zone: str, actor: UUID | None = None
) -> list[Tally]:
    """Acts of these kinds by weeks of the town's calendar: of everybody, or of one person.

    Who did them is not told: only people themselves may ask for their own.
    """
    return [
        Tally(row["kind"], row["week"], row["number"])
        for row in queries.weekly(kinds, since=since, time_zone=time_zone, actor=actor)
    ]

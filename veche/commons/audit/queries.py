"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncWeek

from veche.commons.audit.models import AuditEntry
from veche.kernel.pagination import Page, keyset

BATCH = 2000
# Steps from kind to kind along the index: the journal has millions of entries of some fifty kinds.
_KINDS = """
    WITH RECURSIVE known AS (
        (SELECT kind FROM audit_auditentry ORDER BY kind LIMIT 1)
        UNION ALL
        SELECT (SELECT kind FROM audit_auditentry WHERE kind > known.kind ORDER BY kind LIMIT 1)
          FROM known WHERE known.kind IS NOT NULL
    ) SELECT kind FROM known WHERE kind IS NOT NULL
"""


@dataclass(frozen=True)
class Term:
    """Whose acts are asked for, from one instant until another; `until` is not included."""

    actor: UUID
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Filters:
    """Which entries are asked for; what is empty does not matter. `until` is not included."""

    kind: str = ""
    terms: Sequence[Term] | None = None
    since: datetime | None = None
    until: datetime | None = None
    subject: str = ""


def entries_about(subject: str, kinds: Iterable[str] = ()) -> QuerySet[AuditEntry]:
    """Entries on one subject, newest first; of the given kinds when some are given."""
    found = AuditEntry.objects.filter(subject=subject).order_by("-id")
    wanted = list(kinds)
    return found.filter(kind__in=wanted) if wanted else found


def weekly(
    kinds: Iterable[str], *, since: datetime, time_zone: str, actor: UUID | None
) -> QuerySet[Any, Any]:
    """Kind, Monday and number of the acts that somebody did; one query."""
    found = AuditEntry.objects.filter(
        kind__in=list(kinds), recorded_at__gte=since, actor_id__isnull=False
    )
    if actor is not None:
        found = found.filter(actor_id=actor)
    week = TruncWeek("recorded_at", output_field=DateField(), tzinfo=ZoneInfo(time_zone))
    return found.annotate(week=week).values("kind", "week").annotate(number=Count("id")).order_by()


def kinds() -> list[str]:
    """Every kind that has an entry, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_KINDS)
        return [row[0] for row in cursor.fetchall()]


def page(filters: Filters, *, after: str, size: int) -> Page[AuditEntry]:
    """One page of what is asked for, newest first."""
    return keyset(_found(filters), order=("-id",), after=after, size=size)


def every(filters: Filters) -> Iterator[AuditEntry]:
    """All that is asked for, newest first, read in batches: no cursor held, no memory filled."""
    after = ""
    while True:
        part = page(filters, after=after, size=BATCH)
        yield from part.items
        after = part.next_token
        if not after:
            return


def _found(filters: Filters) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.terms is not None:
        found = found.filter(_within(filters.terms)) if filters.terms else found.none()
    if filters.since is not None:
        found = found.filter(recorded_at__gte=filters.since)
    if filters.until is not None:
        found = found.filter(recorded_at__lt=filters.until)
    if filters.subject:
        found = found.filter(subject=filters.subject)
    return found


def _within(terms: Sequence[Term]) -> Q:
    """Acts of each in their own term: what they did before and after it is not asked for."""
    asked = Q()
    for one in terms:
        theirs = Q(actor_id=one.actor, recorded_at__gte=one.since)
        asked |= theirs & Q(recorded_at__lt=one.until) if one.until else theirs
    return asked

"""The public clock: with which categories the town counts its lateness before everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Min, Q

from veche.commons.norms import public as norms
from veche.domains.reports.models import Body, Category, PublicClock, Report
from veche.domains.reports.queries import kept
from veche.domains.reports.rules import states


@dataclass
class BodyTerms:
    """How one body keeps its terms; `None` is the town's office: what nobody was given lies there,
    and what a controller has to decide."""

    body_id: UUID | None
    name: str = ""
    answered: int = 0
    in_time: int = 0
    late: int = 0
    oldest_on: date | None = None
    waits_for_author: int = 0
    waits_for_others: int = 0

    @property
    def share(self) -> int:
        """Per cent answered in time; 100 only when all were."""
        return self.in_time * 100 // self.answered if self.answered else 0


@dataclass(frozen=True)
class Decision:
    """What the town has decided of one category last, and by which act."""

    category: Category
    last: PublicClock | None
    coming: list[PublicClock] = field(default_factory=list)


def counted(on: date) -> frozenset[str]:
    """Codes of categories whose lateness everyone may see on a day; kept in memory."""
    last: dict[str, bool] = {}
    for one in kept.catalogue().clocks:  # the newest first
        if one.starts_on <= on:
            last.setdefault(one.category_id, one.is_on)
    return frozenset(code for code, is_on in last.items() if is_on)


def is_counted(code: str, on: date) -> bool:
    """The same of one category."""
    return code in counted(on)


def due_for_all(state: str, category: str, due_on: date, today: date) -> date | None:
    """The due day as everyone may see it: while the clock runs, and of a missed one only where
    lateness is public; from memory."""
    if state not in states.RUNNING:
        return None
    is_hidden = states.is_late(state, due_on, today) and not is_counted(category, today)
    return None if is_hidden else due_on


def due_of(row: Report, today: date) -> date | None:
    """The same of a report."""
    return due_for_all(row.state, row.category_id, row.due_on, today)


def decisions(on: date) -> list[Decision]:
    """Every category with the town's word on it; two queries."""
    said: dict[str, list[PublicClock]] = {}
    for row in PublicClock.objects.all():
        said.setdefault(row.category_id, []).append(row)
    found = []
    for category in Category.objects.select_related("group").order_by(
        "group__position", "position"
    ):
        rows = said.get(category.code, [])
        last = next((row for row in rows if row.starts_on <= on), None)
        found.append(Decision(category, last, [row for row in rows if row.starts_on > on]))
    return found


def counted_days(on: date) -> int:
    """How far back answers are counted: long enough to say how a body works now."""
    return norms.value("report.counted_days", on).value


def by_body(on: date, codes: Sequence[str]) -> list[BodyTerms]:
    """Each body's answers of the last days, what is late now, what stands still; few queries.

    Those hidden from everyone are counted too: lateness is no less for being private.
    """
    rows = Report.objects.filter(category__in=codes).order_by()
    found: dict[UUID | None, BodyTerms] = {}

    def of(body_id: UUID | None) -> BodyTerms:
        return found.setdefault(body_id, BodyTerms(body_id))

    answered = rows.filter(answered_on__gt=on - timedelta(days=counted_days(on)))
    in_time = Count("id", filter=Q(answered_on__lte=F("due_on")))
    told = answered.values_list("body").annotate(number=Count("id"), kept=in_time)
    for body_id, number, punctual in told:
        of(body_id).answered, of(body_id).in_time = number, punctual
    late = rows.filter(state__in=sorted(states.RUNNING), due_on__lt=on)
    told_late = late.values_list("body", "state").annotate(Count("id"), Min("due_on"))
    for body_id, state, number, oldest in told_late:
        one = of(None if state == states.CONTROL else body_id)
        one.late += number
        one.oldest_on = min(oldest, one.oldest_on or oldest)
    still = rows.filter(state__in=sorted(states.PAUSED))
    for body_id, state, number in still.values_list("body", "state").annotate(Count("id")):
        if state == states.CLARIFYING:
            of(body_id).waits_for_author = number
        else:
            of(body_id).waits_for_others = number
    for body_id, name in Body.objects.values_list("id", "name"):
        if body_id in found:
            found[body_id].name = name
    return sorted(found.values(), key=lambda one: (-one.late, one.name))

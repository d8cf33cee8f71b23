"""The officials' worklist: what waits, the most urgent first; the figures for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.db.models.functions import Least, TruncMonth

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.domains.appeals import policies
from veche.domains.appeals.models import Appeal, Department
from veche.domains.appeals.queries import dates
from veche.domains.appeals.rules import states
from veche.kernel.pagination import Page, keyset

MINE, LATE, OPEN, OVER = "mine", "late", "open", "over"
SHOWN = (MINE, LATE, OPEN, OVER)
MOST_URGENT, NEWEST = ("urgent_on", "id"), ("-filed_at", "id")
SIZE, CHUNK = 30, 2000
# A job that finds more comes again within the hour.
MOST = 2_000
_WAITS = {
    identity.COORDINATOR: (states.FILED, states.WORK),
    identity.APPROVER: (states.SIGNING,),
}


_PASSED_ON_LATE = Q(state=states.FORWARDED, ended_on__gt=F("forward_by")) | Q(
    ground__in=sorted(states.HURRIED), ended_on__gt=F("notice_by")
)


def _with_urgent(rows: QuerySet[Appeal], on: date) -> QuerySet[Appeal]:
    """Beside each row its nearest day: at work, to pass on what is not ours or to say that it
    cannot be read while that day is still to come; else to answer, or to register."""

    def coming(name: str) -> Case:
        return Case(When(state=states.WORK, **{f"{name}__gte": on}, then=F(name)))

    return rows.annotate(urgent_on=Least(coming("forward_by"), coming("notice_by"), "due_on"))


def urgent_on(row: Appeal) -> date:
    """The nearest day of a row of these lists."""
    found: date = vars(row)["urgent_on"]
    return found


@dataclass(frozen=True)
class WorkFilters:
    """What of the worklist is asked for; empty is everything."""

    shown: str = MINE
    kind: str = ""
    department_id: UUID | None = None
    first: date | None = None
    last: date | None = None


def _filtered(person: PersonRef, filters: WorkFilters) -> QuerySet[Appeal]:
    policies.may_work_on_appeals(person).or_refuse()
    going = states.OVER if filters.shown == OVER else states.RUNNING
    rows = Appeal.objects.filter(state__in=sorted(going)).select_related("department")
    rows = _with_urgent(rows, dates.today())
    if filters.shown == MINE:
        own = [one for role, found in _WAITS.items() if person.has_role(role) for one in found]
        rows = rows.filter(state__in=own)
    if filters.shown == LATE:
        rows = rows.filter(due_on__lt=dates.today())
    return _narrowed(rows, filters)


def _narrowed(rows: QuerySet[Appeal], filters: WorkFilters) -> QuerySet[Appeal]:
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.department_id:
        rows = rows.filter(department=filters.department_id)
    return rows


def work_page(
    person: PersonRef, filters: WorkFilters, *, after: str = "", size: int = SIZE
) -> Page[Appeal]:
    """A page of it: what is late comes first, and the longest late before all; then by the
    nearest day."""
    order = NEWEST if filters.shown == OVER else MOST_URGENT
    return keyset(_filtered(person, filters), order=order, after=after, size=size)


def by_book_number(person: PersonRef, number: int, year: int) -> Appeal | None:
    """The appeal of that number in the book."""
    policies.may_work_on_appeals(person).or_refuse()
    return Appeal.objects.filter(book_year=year, book_number=number).first()


def exported(person: PersonRef, filters: WorkFilters) -> Iterator[Appeal]:
    """All that was filed between two days, in the order of filing, read while it is written."""
    policies.may_work_on_appeals(person).or_refuse()
    rows = _narrowed(Appeal.objects.select_related("department"), filters)
    if filters.first:
        rows = rows.filter(filed_on__gte=filters.first)
    if filters.last:
        rows = rows.filter(filed_on__lte=filters.last)
    return rows.order_by("filed_at", "id").iterator(chunk_size=CHUNK)


def overdue(on: date) -> list[UUID]:
    """Appeals whose term is over and of which nobody was told."""
    rows = Appeal.objects.filter(state__in=sorted(states.RUNNING), due_on__lt=on)
    untold = rows.filter(Q(overdue_told_for=None) | ~Q(overdue_told_for=F("due_on")))
    return list(untold.order_by("due_on", "id").values_list("id", flat=True)[:MOST])


def near(on: date) -> QuerySet[Appeal]:
    """Appeals whose nearest day is this one or the next working day, and nobody was told so."""
    last = norms.add_days(on, 1, norms.WORKING_DAYS)
    rows = _with_urgent(Appeal.objects.filter(state__in=sorted(states.RUNNING)), on)
    told = Q(near_told_for=F("urgent_on"), near_told_for__isnull=False)
    return rows.filter(Q(urgent_on__range=(on, last)), ~told).order_by(F("urgent_on"), "id")


@dataclass
class DepartmentTerms:
    """How one department keeps its terms; without a name, what nobody was given yet."""

    name: str = ""
    answered: int = 0
    in_time: int = 0
    late: int = 0
    oldest_on: date | None = None

    @property
    def share(self) -> int:
        """Per cent answered in time; 100 only when all were."""
        return self.in_time * 100 // self.answered if self.answered else 0


@dataclass(frozen=True)
class Figures:
    """What everyone may know of appeals: numbers alone."""

    rows: list[DepartmentTerms]
    filed: int
    forwarded: int
    ended: int
    extended: int
    registered_late: int
    passed_on_late: int


def _late(on: date, whose: str) -> list[tuple[Any, int, date]]:
    rows = Appeal.objects.filter(state__in=sorted(states.RUNNING), due_on__lt=on).order_by()
    return list(rows.values_list(whose).annotate(number=Count("id"), oldest=Min("due_on")))


def late_by_department(on: date) -> list[tuple[str, int, date]]:
    """How many are late at each department, and since when; one query."""
    return [(name or "", number, oldest) for name, number, oldest in _late(on, "department__name")]


def counted_days(on: date) -> int:
    """How far back answers are counted: long enough to say how a department works now."""
    return norms.value("appeal.counted_days", on).value


def figures(on: date) -> Figures:
    """Answers of the last days by department, what is late now; four queries."""
    since = on - timedelta(days=counted_days(on))
    found: dict[UUID | None, DepartmentTerms] = {}

    def of(department_id: UUID | None) -> DepartmentTerms:
        return found.setdefault(department_id, DepartmentTerms())

    recent = Appeal.objects.filter(ended_on__gt=since).order_by()
    in_time = Count("id", filter=Q(ended_on__lte=F("due_on")))
    answered = recent.filter(state=states.ANSWERED).values_list("department")
    for key, number, kept in answered.annotate(number=Count("id"), kept=in_time):
        of(key).answered, of(key).in_time = number, kept
    for key, number, oldest in _late(on, "department"):
        of(key).late, of(key).oldest_on = number, oldest
    for key, name in Department.objects.values_list("id", "name"):
        if key in found:
            found[key].name = name
    counted = Appeal.objects.aggregate(
        filed=Count("id", filter=Q(filed_on__gt=since)),
        forwarded=Count("id", filter=Q(ended_on__gt=since, state=states.FORWARDED)),
        ended=Count("id", filter=Q(ended_on__gt=since, state=states.ENDED)),
        extended=Count("id", filter=Q(extended_on__gt=since)),
        registered_late=Count(
            "id", filter=Q(registered_on__gt=since) & Q(registered_on__gt=F("register_by"))
        ),
        passed_on_late=Count("id", filter=Q(ended_on__gt=since) & _PASSED_ON_LATE),
    )
    rows = sorted(found.values(), key=lambda one: (-one.late, one.name))
    return Figures(rows, **counted)


def monthly() -> list[tuple[date, str, str, int, int]]:
    """How many came in each month, by kind and way, and how many of them were late; one query."""
    late = Count("id", filter=Q(ended_on__gt=F("due_on")))
    rows = Appeal.objects.annotate(month=TruncMonth("filed_on")).order_by("month", "kind", "source")
    told = rows.values_list("month", "kind", "source")
    return list(told.annotate(number=Count("id"), late=late))

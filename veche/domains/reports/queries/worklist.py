"""The officials' worklist: what is theirs, filtered, the most urgent first."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.reports import policies
from veche.domains.reports.models import Category, Group, OutsideCase, Report
from veche.domains.reports.queries import catalogue, kept, outside, reading
from veche.domains.reports.queries.reading import MOST_URGENT
from veche.domains.reports.queries.working_lists import awaited
from veche.domains.reports.rules import states
from veche.kernel.pagination import Page, keyset, merged

MINE, LATE, OPEN, WAITING, REFUSED = "mine", "late", "open", "waiting", "refused"
SHOWN = (MINE, LATE, OPEN, WAITING, REFUSED)
# Which states a tab is of; the town's own work where nothing is said.
STATES = {WAITING: states.PAUSED, REFUSED: frozenset({states.REFUSED})}
SIZE = 30
# As many rows as one reads from the database at once while a file streams.
CHUNK = 2000
AT_CREW = (states.IN_WORK, states.PLANNED)
MOST_TODAY = 40
JOURNAL_MOST = 2000


@dataclass(frozen=True)
class WorkFilters:
    """What of the worklist is asked for; empty is everything."""

    shown: str = MINE
    state: str = ""
    category: str = ""
    body_id: UUID | None = None
    place_id: UUID | None = None
    # "" everything, "here" reports alone, else the slug of a register.
    source: str = ""


HERE = "here"


def _visible(person: PersonRef) -> tuple[QuerySet[Report], Set[UUID]]:
    """What this person works with: all of it by a role, that of their bodies without one."""
    bodies = catalogue.bodies_of(person)
    policies.may_work_on_reports(person, bodies).or_refuse()
    rows = Report.objects.all()
    if not person.roles & states.OFFICE_PARTS:
        rows = rows.filter(body__in=bodies)
    return rows, bodies


def _filtered(person: PersonRef, filters: WorkFilters) -> tuple[QuerySet[Report], Set[UUID]]:
    rows, bodies = _visible(person)
    going = states_of(filters)
    if filters.shown == MINE:
        rows = rows.filter(awaited(person, bodies, going))
    rows = rows.filter(state__in=sorted(going))
    if filters.shown == LATE:
        rows = rows.filter(due_on__lt=reading.today())
    if filters.state:
        rows = rows.filter(state=filters.state)
    return _narrowed(rows, filters), bodies


def states_of(filters: WorkFilters) -> frozenset[str]:
    """The states among which one looks."""
    return STATES.get(filters.shown, states.RUNNING)


def _order(filters: WorkFilters) -> tuple[str, ...]:
    """The most urgent first; of what is over, the newest."""
    return reading.NEWEST if filters.shown == REFUSED else MOST_URGENT


def _narrowed(rows: QuerySet[Report], filters: WorkFilters) -> QuerySet[Report]:
    asked: dict[str, Any] = {
        "category": filters.category,
        "body": filters.body_id,
        "place_id": filters.place_id,
    }
    return rows.filter(**{name: value for name, value in asked.items() if value})


def work_page(
    person: PersonRef,
    filters: WorkFilters,
    *,
    after: str = "",
    size: int = SIZE,
    has_registers: bool = True,
) -> Page[Report | OutsideCase]:
    """A page of it: what is late comes first, and the longest late before all.

    Reports and cases of registers, where there are any, stand in one list, by their terms.
    """
    rows, bodies = _filtered(person, filters)
    pages: list[tuple[Page[Any], Sequence[str]]] = []
    if filters.source in ("", HERE):
        order = _order(filters)
        own = keyset(rows, order=order, after=after, size=size)
        kept.beside(own.items)
        pages.append((own, order))
    if has_registers and _has_outside(filters):
        there = _outside_rows(person, filters, bodies)
        found = keyset(there, order=outside.URGENT, after=after, size=size)
        pages.append((found, outside.URGENT))
    return pages[0][0] if len(pages) == 1 else merged(pages, size=size)


def _outside_rows(
    person: PersonRef, filters: WorkFilters, bodies: Set[UUID]
) -> QuerySet[OutsideCase]:
    return outside.work_rows(
        person,
        bodies=bodies,
        is_mine=filters.shown == MINE,
        late_before=reading.today() if filters.shown == LATE else None,
        source=filters.source,
        category=filters.category,
        body_id=filters.body_id,
    )


def _has_outside(filters: WorkFilters) -> bool:
    """States and districts are of reports alone; a case elsewhere is never waited for here."""
    is_narrowed = bool(filters.state or filters.place_id) or filters.shown in STATES
    return filters.source != HERE and not is_narrowed


def numbered(person: PersonRef, number: str) -> list[Report | OutsideCase]:
    """What this person may read under exactly this number, here or in another system; of a report
    and the record of it elsewhere, the report. Three queries."""
    bodies = catalogue.bodies_of(person)
    policies.may_work_on_reports(person, bodies).or_refuse()
    bare = re.sub(r"[№\s-]", "", number)
    there = outside.numbered(person, number.lstrip("№ "), bodies)
    wanted = Q(number=bare) | Q(id__in=[one.report_id for one in there if one.report_id])
    here = Report.objects.filter(wanted).select_related("category__group", "body")
    return [
        *(row for row in here if policies.may_read_report(person, row, bodies)),
        *(one for one in there if one.report_id is None),
    ]


def chosen(person: PersonRef, numbers: list[str]) -> dict[str, Report]:
    """Rows of these numbers that this person works with; one query."""
    rows, _bodies = _visible(person)
    found = rows.filter(number__in=numbers).select_related("category__group", "body")
    return {row.number: row for row in found}


def exported(person: PersonRef, filters: WorkFilters) -> Iterator[Report | OutsideCase]:
    """All rows of a filter in the order of the list, read while they are written."""
    found, bodies = _filtered(person, filters)
    own = found.select_related("category", "body").order_by(*_order(filters))
    there = _outside_rows(person, filters, bodies).order_by(*outside.URGENT)
    own_rows = own.iterator(chunk_size=CHUNK) if filters.source in ("", HERE) else iter(())
    if not _has_outside(filters):
        return own_rows
    return heapq.merge(own_rows, there.iterator(chunk_size=CHUNK), key=_urgency)


def _urgency(row: Report | OutsideCase) -> tuple[date, UUID]:
    return (row.urgent_on if isinstance(row, OutsideCase) else row.due_on, row.id)


def filed_between(person: PersonRef, first: date, last: date) -> list[Report]:
    """The journal: what was filed on these days, in the order of filing."""
    rows, _bodies = _visible(person)
    zone = ZoneInfo(towns.current().time_zone)
    day = timedelta(days=1)
    rows = rows.filter(
        filed_at__gte=_midnight(first, zone), filed_at__lt=_midnight(last + day, zone)
    )
    return list(
        rows.select_related("category", "body").order_by("filed_at", "id")[: JOURNAL_MOST + 1]
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def of_crew(person: PersonRef) -> list[Report]:
    """What the person's crew has to do, the nearest day first; a coordinator sees the town's. One
    more than a day's list holds, where there are more."""
    rows, bodies = _visible(person)
    if bodies:
        rows = rows.filter(body__in=bodies)
    until = reading.today() + timedelta(days=1)
    wanted = Q(state=states.PLANNED, planned_on__lt=until) | Q(state=states.IN_WORK)
    at_work = rows.filter(wanted, state__in=AT_CREW).select_related("category__group", "body")
    return list(at_work.order_by(*MOST_URGENT)[: MOST_TODAY + 1])


def themes() -> list[tuple[Group, list[Category]]]:
    """Categories under their groups, for a filter; kept in memory."""
    known = kept.catalogue()
    found: dict[str, tuple[Group, list[Category]]] = {one.code: (one, []) for one in known.groups}
    for row in sorted(known.categories.values(), key=lambda one: one.position):
        found[row.group_id][1].append(row)
    return [one for one in found.values() if one[1]]

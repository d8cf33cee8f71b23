"""The town's tools: how many there are, for which days, what is out; the list of works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from veche.commons.identity.public import PersonRef
from veche.domains.workdays import policies, rules
from veche.domains.workdays.models import Day, Hold, Sheet, Tool, Work
from veche.domains.workdays.queries import terms
from veche.domains.workdays.rules import Taken
from veche.kernel.errors import NotFound


@dataclass(frozen=True)
class Stock:
    """A tool for one day: how many are free for it, how many it holds."""

    tool: Tool
    free: int
    held: int


def taken(tool_ids: Iterable[UUID], besides: UUID | None = None) -> dict[UUID, list[Taken]]:
    """Pieces that are for some day or still out, by tool; one query."""
    rows = Hold.objects.filter(tool__in=list(tool_ids), is_back=False).exclude(day=besides)
    found: dict[UUID, list[Taken]] = {}
    for tool_id, on, number in rows.values_list("tool_id", "on", "number"):
        found.setdefault(tool_id, []).append(Taken(on, number))
    return found


def stock_for(row: Day) -> list[Stock]:
    """The whole store as it is for a day; three queries."""
    tools = list(Tool.objects.all())
    gone = taken((one.id for one in tools), besides=row.id)
    own = dict(Hold.objects.filter(day=row).values_list("tool_id", "number"))
    today = terms.today()
    return [
        Stock(one, rules.free(one.count, gone.get(one.id, []), row.on, today), own.get(one.id, 0))
        for one in tools
    ]


def tools(person: PersonRef) -> list[Tool]:
    """The store, for who keeps it."""
    policies.may_keep_tools(person).or_refuse()
    return list(Tool.objects.all())


def tool(person: PersonRef, tool_id: UUID) -> Tool:
    """One tool of the store; NotFound."""
    policies.may_keep_tools(person).or_refuse()
    row = Tool.objects.filter(id=tool_id).first()
    if row is None:
        raise NotFound()
    return row


def out(person: PersonRef, limit: int = 200) -> list[Hold]:
    """What is for some day or has not come back, the earliest day first."""
    policies.may_keep_tools(person).or_refuse()
    rows = Hold.objects.filter(is_back=False).select_related("tool", "day")
    return list(rows.order_by("on", "day_id", "tool__title")[:limit])


def late(on: date, limit: int) -> list[Hold]:
    """What should have come back by now."""
    rows = Hold.objects.filter(is_back=False, on__lt=on).select_related("tool", "day")
    return list(rows.order_by("on", "id")[:limit])


def works() -> list[Work]:
    """The town's list: what neighbours do, then who does the rest."""
    return list(Work.objects.all())


def work(code: str) -> Work:
    """One kind of work; NotFound."""
    row = Work.objects.filter(code=code).first()
    if row is None:
        raise NotFound()
    return row


def sheet_of(row: Work) -> Sheet | None:
    """The safety sheet in force."""
    return Sheet.objects.filter(work=row, number=row.sheet_number).first()


def sheets() -> dict[str, str]:
    """Safety sheets in force, by code of the work; one query."""
    rows = Sheet.objects.filter(number=F("work__sheet_number"))
    return dict(rows.values_list("work_id", "text"))

"""A year of the budget as its pages show it: rows of sums with names, shares and addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.domains.transparency.models import Line, Node, Source
from veche.domains.transparency.queries import reading, wording
from veche.domains.transparency.queries.reading import Side
from veche.domains.transparency.rules import amounts, axes, codes, mapping, stages
from veche.kernel.errors import NotFound

HUNDRED_ROUBLES = 10_000  # in kopecks


@dataclass(frozen=True)
class Year:
    """The sides of a year, as far as they are published."""

    year: int
    spending: Side
    revenue: Side
    sources: Side
    residents: int | None

    @property
    def is_draft(self) -> bool:
        main = self.spending.main
        return main is not None and main.stage == stages.DRAFT

    @property
    def done_percent(self) -> float | None:
        """How much of the year's spending has been made."""
        fact = self.spending.fact
        if fact is None or fact.executed is None:
            return None
        planned = self.spending.plan_sum
        return 100 * fact.executed / planned if planned else None

    @property
    def per_resident(self) -> int | None:
        """Kopecks a year."""
        return self.spending.planned // self.residents if self.residents else None


def year_of(year: int) -> Year:
    """All sides out of one query."""
    found = reading.versions(year=year)
    return Year(
        year,
        reading.side_of(found, codes.SPENDING),
        reading.side_of(found, codes.REVENUE),
        reading.side_of(found, codes.SOURCES),
        reading.residents(),
    )


def public_year(year: int) -> Year:
    """The same; NotFound where nothing of it is public."""
    told = year_of(year)
    if all(one.main is None for one in (told.spending, told.revenue, told.sources)):
        raise NotFound(
            _("Бюджета за этот год ещё нет"), advice=_("Откройте другой год или зайдите позже.")
        )
    return told


def side_by(told: Year, axis: str) -> Side:
    """The side that an axis goes down."""
    sides = {codes.REVENUE: told.revenue, codes.SOURCES: told.sources}
    return sides.get(axes.SIDE_OF[axis], told.spending)


def rows(side: Side, year: int, nodes: Sequence[Node], total: int) -> list[dict[str, Any]]:
    """Nodes of the shown version as rows of a page, what is done beside what was planned."""
    main = side.main
    if main is None or not nodes:
        return []
    done = _done(side, nodes)
    values = [reading.figure(main, one) if one.source_id == main.id else 0 for one in nodes]
    hundreds = amounts.parted(HUNDRED_ROUBLES, values, total)
    found = []
    for one, value, hundred in zip(nodes, values, hundreds, strict=True):
        name, is_written = wording.node_name(one, year)
        is_in_plan = one.source_id == main.id
        found.append(
            {
                "key": one.key,
                "code": "" if one.code == axes.NONE or not one.code.isdecimal() else one.code,
                "title": name,
                "short": wording.node_name(one, year, is_short=True)[0],
                "is_written": is_written,
                "sum": value,
                "is_in_plan": is_in_plan,
                "plan": reading.plan_figure(side, one),
                "share": 100 * value / total if total else 0,
                "hundred": hundred,
                "told_share": hundred / 100,
                "done": done.get(one.key),
                "url": node_url(year, one.axis, one.key),
            }
        )
    return found


def _done(side: Side, nodes: Sequence[Node]) -> dict[str, dict[str, Any]]:
    """What the newest report says of the same nodes: done, and how much of the shown plan."""
    fact = side.fact
    if fact is None:
        return {}
    told = reading.nodes_at([fact], nodes[0].axis, [one.key for one in nodes])
    found = {}
    for one in nodes:
        reported = told.get((str(fact.id), one.key))
        if reported is None or reported.executed is None:
            continue
        planned = reading.plan_figure(side, one)
        share = 100 * reported.executed / planned if planned else None
        found[one.key] = {"sum": reported.executed, "planned": planned, "percent": share}
    return found


def tiles(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same rows under names that fit into a picture."""
    return [{**one, "title": one["short"]} for one in found]


def node_url(year: int, axis: str, key: str) -> str:
    """Where a node is shown."""
    if key in ("", axes.ROOTS.get(axis)):
        return reverse("transparency:read-axis", args=[year, axis])
    return reverse("transparency:read-node", args=[year, axis, key])


def crumbs(year: int, nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """The way down to the last of these nodes."""
    found = []
    for one in nodes[:-1]:
        name, is_written = wording.node_name(one, year)
        url = node_url(year, one.axis, one.key)
        found.append({"title": name, "is_written": is_written, "url": url})
    return found


def property_income(side: Side, year: int) -> dict[str, Any] | None:
    """What the town's property brings: land, rent, sales, gains, apart from all else."""
    main, root = side.main, axes.ROOTS[axes.PROPERTY]
    if main is None:
        return None
    parts = rows(side, year, reading.parts(side, axes.PROPERTY, root), side.planned)
    return {"sum": sum(one["sum"] for one in parts), "parts": parts} if parts else None


def reports(side: Side, axis: str = "", key: str = "") -> list[dict[str, Any]]:
    """What had been done of the whole, or of one node, by each day of a report, beside the plan in
    force, as everywhere else; without one beside what the report says. What was done since the
    report before it."""
    if not side.facts:
        return []
    plans = [side.plan] if side.plan is not None else []
    told = reading.nodes_at([*side.facts, *plans], axis, [key]) if key else {}
    found: list[dict[str, Any]] = []
    before = 0
    for row in sorted(side.facts, key=lambda one: one.as_of):
        of: Source | Node | None = told.get((str(row.id), key)) if key else row
        if of is None or of.executed is None:
            continue
        if side.plan is None:
            planned = reading.planned_figure(row, of)
        else:
            whole: Source | Node | None = told.get((str(side.plan.id), key)) if key else side.plan
            planned = reading.figure(side.plan, whole) if whole is not None else None
        found.append(
            {
                "on": row.as_of,
                "done": of.executed,
                "since": of.executed - before,
                "planned": planned or None,
                "percent": _percent(of.executed, planned),
                "is_in_plan": side.plan is None or planned is not None,
            }
        )
        before = of.executed
    return found


@dataclass(frozen=True)
class Balance:
    """Income less spending, and what covers it; kopecks, None where it is not published, or is a
    draft beside decisions (`is_uneven`).

    `apart`: how far the sources are from the deficit; `days` say of which versions that is told."""

    title: str
    income: int
    spending: int
    sources: int | None
    days: Sequence[date]
    is_uneven: bool = False

    @property
    def result(self) -> int:
        """Above nought a surplus, below it a deficit."""
        return self.income - self.spending

    @property
    def apart(self) -> int:
        """Nought when income, spending and sources add up."""
        return 0 if self.sources is None else self.result + self.sources

    @property
    def is_of_one_day(self) -> bool:
        return len(set(self.days)) == 1


def balances(told: Year) -> list[Balance]:
    """By the plans in force, and by the newest reports of execution when both sides have one; a
    draft and a decision make no balance."""
    found = []
    picked: tuple[
        tuple[str, Callable[[Side], Source | None], Callable[[Side], int | None]], ...
    ] = (
        (_("План"), lambda side: side.plan, lambda side: side.planned),
        (_("Исполнено"), lambda side: side.fact, lambda side: side.done),
    )
    for title, version_of, value_of in picked:
        income, spending = value_of(told.revenue), value_of(told.spending)
        known = [version_of(one) for one in (told.revenue, told.spending, told.sources)]
        if known[0] is None or known[1] is None or income is None or spending is None:
            continue
        if _is_draft(known[0]) != _is_draft(known[1]):
            continue
        is_uneven = known[2] is not None and _is_draft(known[2]) != _is_draft(known[1])
        counted = known[: 2 if is_uneven else 3]
        sources = value_of(told.sources) if None not in counted[2:] and not is_uneven else None
        days = [one.as_of for one in counted if one is not None]
        found.append(Balance(str(title), income, spending, sources, days, is_uneven))
    return found


def _is_draft(row: Source) -> bool:
    return row.stage == stages.DRAFT


def by_years(axis: str, key: str) -> list[dict[str, Any]]:
    """Plan and execution of the whole, or of one node, in each year there is; oldest first."""
    side = axes.SIDE_OF[axis]
    by_year: dict[int, list[Source]] = {}
    for one in reading.versions(side=side):
        by_year.setdefault(one.year, []).append(one)
    sides = {year: reading.side_of(found, side) for year, found in sorted(by_year.items())}
    picked = [one for each in sides.values() for one in (each.plan, each.fact) if one is not None]
    nodes = reading.nodes_at(picked, axis, [key]) if key else {}

    def value(row: Source | None, name: str) -> int | None:
        if row is None:
            return None
        of: Source | Node | None = nodes.get((str(row.id), key)) if key else row
        return getattr(of, name) if of is not None else None

    found = []
    for year, each in sides.items():
        if each.plan is not None:
            plan = value(each.plan, stages.measure(each.plan))
        else:
            plan = value(each.fact, stages.planned(each.fact)) if each.fact is not None else None
        done = value(each.fact, "executed")
        if plan is None and done is None:
            continue
        found.append(
            {
                "year": year,
                "plan": plan,
                "done": done,
                "percent": _percent(done, plan) if axis != axes.DEFICIT else None,
                "apart": done - plan if done is not None and plan is not None else None,
                "is_draft": each.plan is not None and each.plan.stage == stages.DRAFT,
                "until": each.fact.as_of if each.fact is not None else None,
                "node": _named(nodes, (each.plan, each.fact), key),
            }
        )
    return found


def _named(
    nodes: Mapping[tuple[str, str], Node], rows_: Sequence[Source | None], key: str
) -> Node | None:
    """The node of a year as its plan calls it, or as its report does."""
    known = (nodes.get((str(one.id), key)) for one in rows_ if one is not None)
    return next((one for one in known if one is not None), None)


def _percent(done: int | None, base: int | None) -> float | None:
    return 100 * done / base if done is not None and base else None


def lines(
    row: Source, found: Sequence[Line], paid: Mapping[int, object] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Lines with the cell of each figure, and what is known to be paid by their codes."""
    name = stages.measure(row)
    column = row.mapping.get(name)
    done = row.mapping.get(mapping.EXECUTED)
    return [
        {
            "name": one.name,
            "codes": codes.written(row.side, _codes(one)),
            "sum": getattr(one, name),
            "cell": amounts.cell_name(column, one.row) if column is not None else "",
            "done": one.executed if name != mapping.EXECUTED else None,
            "paid": paid.get(one.pk),
            "done_cell": amounts.cell_name(done, one.row) if done is not None else "",
        }
        for one in found
    ]


def _codes(one: Line) -> codes.Codes:
    return codes.Codes(one.office, one.part, one.target, one.kind, one.code)

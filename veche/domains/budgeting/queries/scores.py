"""Criteria of a cycle, the commission's marks, the public sheet that they give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from veche.commons.norms import public as norms
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import CostLine, Criterion, Cycle, Project, Score, Tally
from veche.domains.budgeting.queries import cycles, projects
from veche.domains.budgeting.rules import scoring, templates


def rows_of(cycle: Cycle) -> list[Criterion]:
    """The criteria in their order."""
    return list(Criterion.objects.filter(cycle=cycle).order_by("position"))


def criteria_of(cycle: Cycle) -> list[scoring.Criterion]:
    """The same as plain values."""
    return [
        scoring.Criterion(one.title, one.kind, one.points_max, one.full_at)
        for one in rows_of(cycle)
    ]


def of_commission(cycle: Cycle) -> list[Criterion]:
    """Those that people give marks for."""
    return [one for one in rows_of(cycle) if one.kind == scoring.COMMISSION]


def is_ready(cycle: Cycle) -> bool:
    """Whether the count may begin: no marks are waited for, or they are closed."""
    if cycle.rule != templates.SCORES or cycle.scored_at is not None:
        return True
    return not of_commission(cycle)


def members_min() -> int:
    """How many members must have marked each project."""
    return int(norms.value("budgeting.commission_min", cycles.today()).value)


def marks_by(cycle: Cycle, member_id: UUID) -> dict[tuple[UUID, int], int]:
    """What one member has given: points by project and criterion."""
    found = Score.objects.filter(project__cycle=cycle, member_id=member_id)
    return {(one.project_id, one.criterion_id): one.points for one in found}


def unmarked(cycle: Cycle) -> list[Project]:
    """Projects that too few members have marked by some criterion."""
    least, criteria = members_min(), of_commission(cycle)
    counts = {
        (project, criterion): number
        for project, criterion, number in Score.objects.filter(project__cycle=cycle)
        .values_list("project_id", "criterion_id")
        .annotate(number=Count("id"))
    }
    return [
        row
        for row in projects.on_ballot(cycle)
        if any(counts.get((row.id, one.pk), 0) < least for one in criteria)
    ]


def standings(
    cycle: Cycle, rows: Sequence[Project], votes: Sequence[int]
) -> list[scoring.Standing]:
    """What the points of these projects follow from; three queries."""
    paid: dict[UUID, dict[str, int]] = defaultdict(dict)
    lines = CostLine.objects.filter(project__in=rows).order_by().values_list("project_id", "payer")
    for project_id, payer, total in lines.annotate(total=Sum("amount_kopecks")):
        paid[project_id][payer] = int(total or 0)
    marks: dict[tuple[UUID, int], list[int]] = defaultdict(list)
    for one in Score.objects.filter(project__in=rows):
        marks[one.project_id, one.criterion_id].append(one.points)
    criteria = rows_of(cycle)
    return [
        scoring.Standing(
            number=row.number or 0,
            cost=row.cost_kopecks,
            people=paid[row.id].get(rules.BY_PEOPLE, 0),
            business=paid[row.id].get(rules.BY_BUSINESS, 0),
            votes=votes[place],
            marks=[marks[row.id, one.pk] for one in criteria],
            rivals=row.rivals,
        )
        for place, row in enumerate(rows)
    ]


def sheet_of(cycle: Cycle) -> list[dict[str, Any]]:
    """For each fund its projects, most points first, with the points of each criterion."""
    names, rows = cycles.names_of_places(), projects.on_ballot(cycle)
    found = []
    for one in Tally.objects.filter(fund__cycle=cycle, is_in_force=True).select_related("fund"):
        told = one.told
        mine = [row for row in rows if row.fund_id == one.fund_id and str(row.number) in told]
        lines = [{"row": row, "said": told[str(row.number)]} for row in mine]
        lines.sort(key=lambda line: (-line["said"]["score"], line["row"].number))
        place = one.fund.place_id
        found.append({"name": names.get(place, "") if place else "", "lines": lines})
    return found

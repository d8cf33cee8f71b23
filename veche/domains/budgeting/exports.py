"""A counted fund as a `.pb` file of pabulib: anybody may count it again with other tools.

Nothing in it tells which rows of two funds are of one voter: the ballots of a fund are sorted by
what they say and numbered from 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import pabulib
from veche.commons.towns import public as towns
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle, Fund, Project
from veche.domains.budgeting.queries import cycles, projects
from veche.domains.budgeting.rules import phases, tallying, templates

_TYPES = {
    rules.BUDGET: pabulib.APPROVAL,
    rules.APPROVAL: pabulib.APPROVAL,
    rules.POINTS: pabulib.CUMULATIVE,
    rules.RANKING: pabulib.ORDINAL,
    rules.ONE: pabulib.CHOOSE_ONE,
}


def fund_pb(cycle: Cycle, fund: Fund) -> StreamingHttpResponse:
    """The file of one fund, written while it is sent."""
    rows = [row for row in projects.on_ballot(cycle) if row.fund_id == fund.pk]
    cast = _ballots(cycle, fund)
    lines = pabulib.write(
        _heading(cycle, fund, rows), [_project(row) for row in rows], lambda: cast
    )
    answer = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{cycle.slug}-{fund.code}.pb"'
    return answer


def _heading(cycle: Cycle, fund: Fund, rows: list[Project]) -> pabulib.Heading:
    span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
    assert span is not None  # a cycle without a vote is not published
    names = cycles.names_of_places()
    return pabulib.Heading(
        description=f"{cycle.title}. {cycle.act_title} № {cycle.act_number}",
        unit=towns.current().name,
        instance=str(span.starts_at.year),
        budget=Decimal(fund.amount_kopecks) / 100,
        vote_type=_TYPES[cycle.ballot],
        rule=_rule(cycle, rows),
        date_begin=cycles.day_of(span.starts_at),
        date_end=cycles.day_of(span.ends_at - timedelta(seconds=1)),
        limits=_limits(cycle, rows),
        max_sum_cost=Decimal(fund.amount_kopecks) / 100
        if cycle.ballot == rules.BUDGET
        else Decimal(0),
        threshold=0 if cycle.ballot in rules.SCORED else cycle.votes_min,
        district=names.get(fund.place_id, "") if fund.place_id else "",
        comments=_comments(cycle),
    )


def _rule(cycle: Cycle, rows: list[Project]) -> str:
    """The library's name of the rule; `unknown` where its own would fund others."""
    rule = tallying.LIBRARY_NAMES.get((cycle.rule, cycle.completion), "unknown")
    if cycle.votes_min:
        # Ours asks for so many voters, the library's threshold for so high a score.
        is_same = rule == "greedy" and cycle.ballot not in rules.SCORED
        rule = "greedy-threshold" if is_same else "unknown"
    if rule != "unknown" and (any(row.rivals for row in rows) or projects.overrides_of(cycle)):
        rule = "greedy-custom" if cycle.rule == templates.MOST_VOTES else "unknown"
    return rule


def _comments(cycle: Cycle) -> tuple[str, ...]:
    said = [f"rule in force: {cycle.rule} {cycle.completion}".strip()]
    if cycle.votes_min and cycle.ballot in rules.SCORED:
        said.append(f"a project needs the marks of {cycle.votes_min} voters, whatever its score")
    return tuple(said)


def _limits(cycle: Cycle, rows: list[Project]) -> pabulib.Limits:
    most = cycle.votes_max if cycle.ballot == rules.APPROVAL and cycle.votes_max else len(rows)
    if cycle.ballot == rules.POINTS:
        total = rules.POINTS_TOTAL
        return pabulib.Limits(1, len(rows), max_sum=total, max_points=total)
    return pabulib.Limits(1, min(most, len(rows)))


def _project(row: Project) -> pabulib.Project:
    return pabulib.Project(
        id=str(row.number),
        name=row.title,
        cost=Decimal(row.cost_kopecks) / 100,
        selected=int(row.state in rules.FUNDED),
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _ballots(cycle: Cycle, fund: Fund) -> list[pabulib.Ballot]:
    """The answers to one fund in an order of their own; who left it out has no row."""
    counted: Counter[tuple[Any, ...]] = Counter()
    for choice in ballots.published_rows(cycle.id):
        answer: Any = choice.get(fund.code)
        if answer:
            is_points = isinstance(answer, Mapping)
            counted[tuple(sorted(answer.items())) if is_points else tuple(answer)] += 1
    told: dict[tuple[Any, ...], pabulib.Ballot] = {
        key: dict(key) if cycle.ballot == rules.POINTS else key for key in counted
    }
    return [told[key] for key in sorted(counted) for _n in range(counted[key])]

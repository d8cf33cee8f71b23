"""The five real elections cast through the ballot box of a cycle and counted as a cycle is."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from veche.commons.ballots import public as ballots
from veche.commons.hall.tests.makers import switch_service
from veche.commons.places.tests.makers import make_town
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import balloting, counting
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import phases, tallying, templates
from veche.domains.budgeting.tests import exact, makers
from veche.domains.budgeting.tests.pb_files import File, needs_real_data, real
from veche.kernel import clock

pytestmark = [needs_real_data, pytest.mark.soak]
KOPECKS = 100
WARSZAWA, WIELICZKA = "Poland_Warszawa_2026.pb", "Poland_Wieliczka_2023_Green_Budget.pb"
OTHERS = (
    "Hungary_Budapest_2024_VIII_Jozsefvaros.pb",
    "France_Toulouse_2019.pb",
    "Poland_Gdansk_2020_Oliwa.pb",
)


def counted(name: str, **rule: Any) -> tuple[File, set[str]]:
    """The file, and the names of what a cycle with its money, projects and ballots funds."""
    file = real(name)
    has_points = file.meta["vote_type"] == "cumulative"
    most = max(len(one) for one in file.town.ballots)
    ballot = (
        {"ballot": rules.POINTS} if has_points else {"ballot": rules.APPROVAL, "votes_max": most}
    )
    amounts = {None: file.town.budget * KOPECKS}
    cycle = makers.make_cycle(amounts=amounts, **{**ballot, **rule})
    _put_projects(cycle, file)
    makers.let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=cycle.slug)
    cycle = makers.let_phase_come(cycle, phases.BALLOT)
    for marks in file.town.ballots:
        _cast(cycle, marks, has_points=has_points)
    makers.let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    assert ballots.publish(cycle.id) == len(file.town.ballots)
    counting.count_cycle(cycle_id=cycle.id)
    won = Project.objects.filter(cycle=cycle, state=rules.WON).order_by("number")
    return file, {file.names[row.number - 1] for row in won if row.number is not None}


def _put_projects(cycle: Cycle, file: File) -> None:
    """In the order of the file, which is the published one."""
    fund = cycles.funds_of(cycle)[0]
    Project.objects.bulk_create(
        Project(
            cycle=cycle,
            fund=fund,
            number=number,
            state=rules.ADMITTED,
            is_public=True,
            title=f"Проект {number}",
            cost_kopecks=cost * KOPECKS,
            changed_at=clock.now(),
        )
        for number, cost in enumerate(file.town.costs, start=1)
    )


def _cast(cycle: Cycle, marks: dict[int, int], *, has_points: bool) -> None:
    chosen = {str(place + 1): mark for place, mark in marks.items()}
    leave = ballots.issue_pass(cycle.id, person_id=uuid4(), stratum="", level=1, channel="web")
    ballots.cast(leave, {"f1": chosen if has_points else list(chosen)})


def test_warszawa_gives_the_official_result(committed_town: Any) -> None:
    # Sixty thousand ballots of one transaction would hold sixty thousand locks.
    make_town()
    switch_service("budgeting", "on")
    file, won = counted(WARSZAWA, votes_min=3000)
    assert won == file.selected


def test_wieliczka_gives_the_official_result(budget_town: Any) -> None:
    file, won = counted(WIELICZKA, rule=templates.SHARES_COST, completion=tallying.ADD1)
    assert won == file.selected


@pytest.mark.parametrize("name", OTHERS)
def test_the_others_are_those_with_most_votes_by_the_slow_count(
    name: str, budget_town: Any
) -> None:
    file, won = counted(name)
    assert won == file.named(tuple(exact.by_votes(file.town)))

"""Two officials at the same moment: neither undoes or oversteps what the other has just done."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from veche.commons.hall.tests.makers import switch_service
from veche.commons.places.tests.makers import make_town
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import (
    balloting,
    building,
    counting,
    judging,
    keeping,
    proposing,
    setting_up,
    siting,
)
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Conflict, Refused

LONG = "На участке началась прокладка теплосети, до её окончания строить нельзя."


@pytest.fixture
def budget(in_thread: Any) -> Any:
    """The made town with an open service and real commits; what runs something in a thread."""
    make_town()
    switch_service("budgeting", "on")
    return in_thread


def waits(second: Future[Any]) -> None:
    """It has begun and stands before a lock."""
    with pytest.raises(TimeoutError):
        second.result(timeout=2)


def test_two_approvers_do_not_spend_the_same_money_twice(budget: Callable[..., Any]) -> None:
    # Of five millions the first leaves three; each of the others takes two.
    cycle, rows = makers.make_counted({"f1": ["1"]}, costs=(2, 2, 2), amounts=None, votes_min=1)
    won = [one for one in rows if one.state == rules.WON]
    lost = [one for one in rows if one.state != rules.WON]
    assert (len(won), len(lost)) == (1, 2)
    people = [makers.official("approver") for _one in lost]

    def include(number: int) -> bool:
        try:
            counting.override_outcome(
                people[number], slug=lost[number].slug, after=rules.WON, reason=LONG
            )
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(budget(include), range(2))) == [False, True]
    states = Project.objects.filter(cycle=cycle).values_list("state", flat=True)
    assert sorted(states).count(rules.WON) == 2


def test_no_departure_slips_in_while_the_list_is_approved(budget: Callable[..., Any]) -> None:
    cycle, rows = makers.make_counted()
    by, other = makers.official("approver", "author"), makers.official("approver")

    def exclude() -> None:
        counting.override_outcome(other, slug=rows[0].slug, after=rules.LOST, reason=LONG)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            setting_up.locked(cycle.id)
            second = pool.submit(budget(exclude))
            waits(second)
            # As the act does it, within the transaction that holds the cycle.
            inspect.unwrap(building.approve_list)(by, slug=cycle.slug, signed=makers.signed())
        with pytest.raises(Refused):
            second.result(timeout=60)
    assert Project.objects.get(id=rows[0].id).state == rules.WON


def test_a_verdict_waits_for_the_settlement_and_finds_it(budget: Callable[..., Any]) -> None:
    cycle = makers.make_cycle()
    rows = [makers.admitted(cycle, cost=makers.MILLION, title=title) for title in "АБ"]
    cycle = makers.let_phase_come(cycle, phases.CHECKS)
    approver, other = makers.official("approver"), makers.official()

    def refuse() -> None:
        judging.refuse_project(other, slug=rows[0].slug, reason="Участок не городской.")

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            setting_up.locked(cycle.id)
            second = pool.submit(budget(refuse))
            waits(second)
            inspect.unwrap(balloting.settle_ballot)(approver, slug=cycle.slug)
        with pytest.raises((Conflict, Refused)):
            second.result(timeout=60)
    states = Project.objects.filter(cycle=cycle).values_list("state", flat=True)
    assert set(states) == {rules.BALLOTED}


def test_a_drawing_waits_for_the_settlement_and_finds_it(budget: Callable[..., Any]) -> None:
    cycle = makers.make_cycle()
    rows = [makers.admitted(cycle, cost=makers.MILLION, title=title) for title in "АБВ"]
    judging.refuse_project(makers.official(), slug=rows[2].slug, reason="Участок не городской.")
    Project.objects.filter(cycle=cycle).update(area={"type": "Polygon"})
    cycle = makers.let_phase_come(cycle, phases.CHECKS)
    approver, other = makers.official("approver"), makers.official()

    def take_away(row: Project) -> None:
        siting.draw_area(other, slug=row.slug, site=None)

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            setting_up.locked(cycle.id)
            drawn = [pool.submit(budget(take_away), row) for row in (rows[0], rows[2])]
            for second in drawn:
                waits(second)
            inspect.unwrap(balloting.settle_ballot)(approver, slug=cycle.slug)
        for second in drawn:
            with pytest.raises(Refused):
                second.result(timeout=60)
    found = Project.objects.filter(cycle=cycle).order_by("number")
    assert [row.state for row in found] == [rules.BALLOTED, rules.BALLOTED, rules.REFUSED]
    assert all(row.area for row in found)


def test_a_draft_that_is_being_sent_is_not_swept_away(budget: Callable[..., Any]) -> None:
    author = makers.resident()
    row = makers.make_draft(makers.make_cycle(), author)
    soon = clock.now() + timedelta(days=1)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        proposing.file_project(author, draft_id=row.id)
        assert pool.submit(budget(keeping.forget_drafts), before=soon).result(timeout=60) == 0
    assert Project.objects.get(id=row.id).state == rules.MODERATION

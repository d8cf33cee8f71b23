"""Who is represented by which rule, in all, by fund, by where voters live; nothing told of few."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.ballots import public as ballots
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import balloting, counting
from veche.domains.budgeting.models import Cycle, Project
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import heard, phases, templates
from veche.domains.budgeting.rules.tallying import Way
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.test_pages import page

pytestmark = pytest.mark.usefixtures("budget_town")
GREEDY, SHARES = templates.MOST_VOTES, templates.SHARES_COST


def counted(*groups: tuple[int, int, dict[str, Any]], **given: Any) -> tuple[Cycle, list[Project]]:
    """A counted cycle in which so many people of the place of that number cast this ballot."""
    cycle, rows = makers.make_vote(**given)
    homes = cycles.territories()
    for home, people, choice in groups:
        for _n in range(people):
            makers.cast(cycle, choice, voter=makers.resident(place_id=homes[home].id))
    makers.let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    ballots.publish(cycle.id)
    counting.count_cycle(cycle_id=cycle.id)
    return makers.fresh(cycle), [Project.objects.get(id=row.id) for row in rows]


def test_two_rules_stand_side_by_side_with_the_one_in_force_first() -> None:
    def rules_of(in_force: Way, ballot: str = rules.BUDGET) -> list[str]:
        return [way.rule for way in heard.compared(in_force, ballot)]

    assert rules_of(Way(GREEDY)) == [GREEDY, SHARES]
    assert rules_of(Way(SHARES, "add1")) == [SHARES, GREEDY]
    assert rules_of(Way(templates.SHARES)) == [templates.SHARES, GREEDY]
    assert rules_of(Way(templates.PHRAGMEN)) == [templates.PHRAGMEN, GREEDY, SHARES]
    assert rules_of(Way(GREEDY), rules.ONE) == [GREEDY]


def test_a_ballot_is_represented_when_anything_it_marks_is_funded() -> None:
    funded = {"f1": {"1"}, "f2": {"4"}}
    assert heard.is_heard({"f1": ["2", "1"]}, funded)
    assert heard.is_heard({"f1": ["2"], "f2": {"4": 3}}, funded)
    assert not heard.is_heard({"f1": ["2"], "f3": ["1"]}, funded)
    assert heard.heard_by({"f1": ["2"]}, {"a": funded, "b": {"f1": {"2"}}}) == ["b"]


def test_equal_shares_hear_those_whom_most_votes_pass_over(client: Client) -> None:
    # Twelve want the first and the second, which take all five millions; eight want the third.
    cycle, rows = counted(
        (0, 6, {"f1": ["1", "2"]}),
        (1, 6, {"f1": ["1", "2"]}),
        (0, 4, {"f1": ["3"]}),
        (1, 4, {"f1": ["3"]}),
    )
    kept = cycle.represented
    assert kept is not None
    assert kept["voters"] == 20
    assert [(way["rule"], way["represented"]) for way in kept["ways"]] == [
        (GREEDY, 12), (SHARES, 20),
    ]  # fmt: skip
    shown = page(client, "read-results", cycle.slug)
    assert "Кого услышали" in shown
    assert "12 из 20" in shown
    assert "20 из 20" in shown
    # Four people of each place are passed over: fewer than may be told, so they are told nowhere.
    assert "Прочерк — там, где число выдало бы группу меньше 5 человек" in shown
    assert all(group["represented"][0] is None for group in kept["places"])
    why = page(client, "explain-project", rows[2].slug)
    assert "12 из 20" in why
    assert "20 из 20" in why


def test_places_are_told_where_every_group_is_large_enough(client: Client) -> None:
    cycle, _rows = counted(
        (0, 6, {"f1": ["1", "2"]}),
        (1, 7, {"f1": ["1", "2"]}),
        (0, 5, {"f1": ["3"]}),
        (1, 5, {"f1": ["3"]}),
    )
    kept = cycle.represented
    assert kept is not None
    assert sorted((group["voters"], group["represented"][0]) for group in kept["places"]) == [
        (11, 6),
        (12, 7),
    ]
    shown = page(client, "read-results", cycle.slug)
    assert "По месту, где живут голосовавшие" in shown
    assert "не показываем" not in shown
    assert cycles.territories()[0].name in shown


def test_a_few_from_one_place_are_told_with_others_or_not_at_all(client: Client) -> None:
    many, few = {"f1": ["1", "2"]}, str(cycles.territories()[2].id)
    cycle, _rows = counted((0, 6, many), (2, 2, many))
    assert cycle.represented is not None
    assert cycle.represented["places"] == []
    shown = page(client, "read-results", cycle.slug)
    assert "По месту, где живут голосовавшие, не показываем" in shown
    cycle, _rows = counted((0, 8, many), (1, 5, many), (2, 2, many))
    kept = cycle.represented
    assert kept is not None
    assert "сложены вместе" in page(client, "read-results", cycle.slug)
    assert all(group["voters"] >= kept["minimum"] for group in kept["places"])
    assert not any(group["names"] == [few] for group in kept["places"])


def test_each_fund_is_told_of_those_who_chose_in_it(client: Client) -> None:
    homes = cycles.territories()
    cycle = makers.make_cycle(amounts={None: 2 * makers.MILLION, homes[0].id: 2 * makers.MILLION})
    makers.admitted(cycle, cost=2 * makers.MILLION, title="Сквер", fund="f1")
    makers.admitted(cycle, cost=2 * makers.MILLION, title="Двор", fund="f2")
    makers.admitted(cycle, cost=2 * makers.MILLION, title="Урны", fund="f2")
    makers.let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=cycle.slug)
    cycle = makers.let_phase_come(cycle, phases.BALLOT)
    makers.cast(cycle, {"f1": ["1"]}, {"f2": ["2"]}, {"f2": ["2"]}, {"f2": ["3"]})
    makers.let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    ballots.publish(cycle.id)
    counting.count_cycle(cycle_id=cycle.id)
    cycle = makers.fresh(cycle)
    assert cycle.represented is not None
    assert cycle.represented["ways"][0]["represented"] == 3
    shown = page(client, "read-results", cycle.slug)
    assert "из тех, кто выбирал здесь" in shown
    assert "67 %" in shown
    # A count from before this was kept says nothing of it.
    Cycle.objects.filter(id=cycle.id).update(represented=None)
    assert "Кого услышали" not in page(client, "read-results", cycle.slug)


def test_what_was_counted_before_the_town_departed_from_it_is_said_to_be_so(client: Client) -> None:
    cycle, rows = makers.make_counted()
    others = [("read-results", cycle.slug), ("explain-project", rows[2].slug)]
    for name, slug in others:
        shown = page(client, name, slug)
        assert "построят хотя бы один" in shown
        assert "до отступлений города" not in shown
    counting.override_outcome(
        makers.official("approver"),
        slug=rows[0].slug,
        after=rules.LOST,
        reason="Идёт теплосеть. " * 4,
    )
    for name, slug in others:
        shown = page(client, name, slug)
        assert "по подсчёту, до отступлений города" in shown
        assert "построят хотя бы один" not in shown


def test_the_page_of_results_reads_the_counts_once(client: Client) -> None:
    cycle, _rows = makers.make_counted()
    page(client, "read-results", cycle.slug)
    with CaptureQueriesContext(connection) as asked:
        page(client, "read-results", cycle.slug)
    assert len([one for one in asked if 'FROM "budgeting_tally"' in one["sql"]]) == 1


def test_rounds_stand_in_a_table_with_what_was_paid_and_left(client: Client) -> None:
    choices = [{"f1": ["1"]}] * 3 + [{"f1": ["2", "3"]}] * 2
    cycle, _rows = makers.make_counted(*choices, rule=SHARES)
    shown = page(client, "read-results", cycle.slug)
    assert "Заплатил каждый" in shown
    assert "1 000 000 ₽" in shown
    assert 'data-rounds data-budget="500000000"' in shown
    assert 'data-cost="300000000" data-money-left="200000000"' in shown
    greedy, _rows = makers.make_counted()
    assert "Заплатил каждый" not in page(client, "read-results", greedy.slug)

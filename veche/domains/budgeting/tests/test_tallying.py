"""What a page tells of a loss, by every kind of ballot: counted again as if it had happened."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from veche.domains.budgeting.rules import tallying, templates
from veche.domains.budgeting.rules.counting.election import election_of
from veche.domains.budgeting.rules.tallying import Way
from veche.domains.budgeting.tests import exact
from veche.domains.budgeting.tests.drawn import election, towns
from veche.domains.budgeting.tests.exact import Town


def told_of(town: Town, way: Way, mark: int = 1) -> dict[int, dict[str, object]]:
    made = election(town)
    return tallying.told(made, way, tallying.counted(made, way), mark)


@pytest.mark.parametrize("mark", [1, 3, 10])
@given(town=towns())
def test_as_many_more_ballots_as_told_turn_a_loss_by_votes(mark: int, town: Town) -> None:
    for project, said in told_of(town, Way(templates.MOST_VOTES), mark).items():
        people = said.get("people_to_win")
        if isinstance(people, int):
            grown = replace(town, ballots=[*town.ballots, *[{project: mark}] * people])
            fewer = replace(town, ballots=grown.ballots[:-1])
            assert project in exact.by_votes(grown)
            assert project not in exact.by_votes(fewer)


@pytest.mark.parametrize("rule", [templates.SHARES, templates.SHARES_COST])
@given(town=towns())
def test_newcomers_to_equal_shares_bring_no_money_of_the_town(rule: str, town: Town) -> None:
    def wins(changed: Town, project: int) -> bool:
        def worth(one: int) -> int:
            return max(1, changed.costs[one]) if rule == templates.SHARES_COST else 1

        each = Fraction(changed.budget, max(1, len(changed.ballots)))
        return project in [one for one, _price in exact.equal_shares(changed, each, worth)]

    for project, said in told_of(town, Way(rule)).items():
        people = said.get("people_to_win")
        if isinstance(people, int):
            grown = replace(town, ballots=[*town.ballots, *[{project: 1}] * people])
            assert wins(grown, project)
            assert not wins(replace(town, ballots=grown.ballots[:-1]), project)


def test_points_are_told_in_ballots_and_not_in_points() -> None:
    # The second is twelve points behind: two ballots that give it all their ten.
    made = election_of(budget=10, costs=[10, 10], ballots=[{0: 10}, {0: 3, 1: 1}], order=[0, 1])
    way = Way(templates.MOST_VOTES)
    outcome = tallying.counted(made, way)
    assert tallying.told(made, way, outcome, 10)[1]["people_to_win"] == 2


def test_add1_tells_no_number_of_newcomers_and_no_price_beyond_the_money() -> None:
    made = election_of(
        budget=1_000, costs=[900, 600], ballots=[{0: 1}, {0: 1}, {1: 1}], order=[0, 1]
    )
    way = Way(templates.SHARES_COST, tallying.ADD1)
    outcome = tallying.counted(made, way)
    assert outcome.winners == (0,)
    said = tallying.told(made, way, outcome)[1]
    assert said["people_to_win"] is None
    assert said["cost_to_win"] is None or int(said["cost_to_win"]) + 900 <= 1_000

"""What every rule promises, and answers known from the papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.budgeting.rules.counting import completion, greedy, phragmen, shares
from veche.domains.budgeting.rules.counting.completion import Completion
from veche.domains.budgeting.rules.counting.election import (
    BadElection,
    Election,
    election_of,
    places_to_marks,
)
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility
from veche.domains.budgeting.tests.drawn import election, towns
from veche.domains.budgeting.tests.exact import Town

Rule = Callable[[Election], Outcome]
RULES: dict[str, Rule] = {
    "votes": greedy.by_votes,
    "votes, stop": lambda one: greedy.by_votes(one, stop_at_first=True),
    "votes per cost": greedy.by_votes_per_cost,
    "shares, cost": shares.equal_shares,
    "shares, cardinality": lambda one: shares.equal_shares(one, utility=Utility.CARDINALITY),
    "add1": lambda one: completion.completed_shares(one, Completion(add=7)),
    "add1, rest": lambda one: completion.completed_shares(
        one, Completion(add=7, is_utilitarian=True)
    ),
    "phragmen": phragmen.sequential_phragmen,
    "phragmen, stop": lambda one: phragmen.sequential_phragmen(one, skipping=False),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@given(town=towns(), draw=st.data())
def test_every_rule_keeps_to_the_budget_thresholds_rivals_and_published_order(
    rule: Rule, town: Town, draw: st.DataObject
) -> None:
    winners = rule(election(town)).winners
    assert town.cost(winners) <= town.budget
    assert set(winners) <= set(town.listed())
    assert len(set(winners)) == len(winners)
    assert not any(len(pair & set(winners)) > 1 for pair in town.rivals)
    # The same town with ballots and projects put down in another order.
    number = draw.draw(st.permutations(range(len(town.costs))))
    moved = Town(
        budget=town.budget,
        costs=[town.costs[number.index(place)] for place in range(len(number))],
        ballots=draw.draw(
            st.permutations(
                [{number[one]: mark for one, mark in each.items()} for each in town.ballots]
            )
        ),
        order=[number[one] for one in town.order],
        rivals=[frozenset(number[one] for one in pair) for pair in town.rivals],
        votes_min=town.votes_min,
        score_min=town.score_min,
    )
    assert rule(election(moved)).winners == tuple(number[one] for one in winners)


@given(towns(marks_max=1))
def test_like_voters_who_can_pay_for_a_project_are_not_left_empty_handed(town: Town) -> None:
    """Extended justified representation for one project (Peters et al. 2021, theorem 2).

    Whoever together hold the share of the budget that a common project costs, some of them have
    a funded project among their own. Thresholds and rivals are the town's own limits to it.
    """
    town = replace(town, rivals=[], votes_min=0, score_min=0)
    each = Fraction(town.budget, max(1, len(town.ballots)))
    for utility in Utility:
        winners = set(shares.equal_shares(election(town), utility=utility).winners)
        for project in town.listed():
            group = [one for one in town.ballots if one.get(project)]
            if town.costs[project] <= each * len(group):
                assert any(
                    mark and one in winners for each_ in group for one, mark in each_.items()
                )


def test_equal_shares_give_each_part_of_the_town_its_part() -> None:
    """Votes alone give a majority everything: the example that opens Peters et al. (2021)."""
    ballots = [*[{0: 1, 1: 1, 2: 1}] * 60, *[{3: 1, 4: 1}] * 40]
    made = election_of(budget=500, costs=[170, 170, 160, 100, 100], ballots=ballots)
    assert greedy.by_votes(made).winners == (0, 1, 2)
    found = shares.equal_shares(made)
    assert set(found.winners) == {0, 3, 4}
    assert found.per_voter == 5
    prices = {one.project: one.price for one in found.rounds}
    assert prices == {0: Fraction(17, 6), 3: Fraction(5, 2), 4: Fraction(5, 2)}
    # The 130 that the 60 voters still hold are all that is left, and no project costs so little.
    assert greedy.is_exhaustive(made, found.winners)


def test_add1_begins_anew_with_more_for_each() -> None:
    """Two voters hold 5 each for a project of 12: one step of 1 brings the 12 together."""
    made = election_of(budget=15, costs=[12, 9], ballots=[{0: 1}, {0: 1}, {1: 1}])
    assert shares.equal_shares(made).winners == ()
    found = completion.completed_shares(made, Completion(add=1))
    assert (found.winners, found.per_voter, found.steps) == ((0,), Fraction(8), 3)
    stopped = completion.completed_shares(made, Completion(add=1, stops_exhausted=True))
    assert (stopped.winners, stopped.steps) == ((0,), 1)


def test_phragmen_buys_when_the_supporters_have_saved_enough() -> None:
    """Brill et al.: loads of 1/3 and then of (1 + 1/3)/2, for seats that cost one each."""
    made = election_of(
        budget=3, costs=[1, 1, 1], ballots=[{0: 1}, {0: 1}, {0: 1, 1: 1}, {1: 1}, {2: 1}]
    )
    found = [(one.project, one.price) for one in phragmen.sequential_phragmen(made).rounds]
    assert found == [(0, Fraction(1, 3)), (1, Fraction(2, 3)), (2, Fraction(1))]


def test_ballots_that_are_alike_are_one_group_within_an_area() -> None:
    made = election_of(
        budget=1,
        costs=[1, 1],
        ballots=[{0: 1}, {0: 1, 1: 0}, {0: 1}, {}],
        areas=["north", "north", "south", "south"],
    )
    assert sorted(made.voters) == [1, 1, 2]
    assert (made.people, made.votes.tolist(), made.area_names) == (4, [3, 0], ("north", "south"))


def test_a_ranking_becomes_marks() -> None:
    assert places_to_marks([4, 2, 9], 3) == {4: 3, 2: 2, 9: 1}
    assert places_to_marks([4, 2, 9], 2) == {4: 2, 2: 1}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"budget": -1}, "Money"),
        ({"costs": [1, -1]}, "Money"),
        ({"order": [0, 0]}, "order"),
        ({"rivals": [[0, 2]]}, "Incompatible"),
        ({"ballots": [{2: 1}]}, "ballot"),
        ({"ballots": [{0: -1}]}, "ballot"),
        ({"costs": [2**52, 2**52]}, "too large"),
    ],
)
def test_what_is_no_election_is_refused(change: dict[str, object], word: str) -> None:
    given_: dict[str, object] = {"budget": 1, "costs": [1, 1], "ballots": [{0: 1}]}
    with pytest.raises(BadElection, match=word):
        election_of(**{**given_, **change})  # type: ignore[arg-type]

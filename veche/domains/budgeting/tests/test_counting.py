"""The fast rules against the slow ones, and what must hold whatever is counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.budgeting.rules.counting import completion, greedy, phragmen, shares
from veche.domains.budgeting.rules.counting.completion import Completion
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility
from veche.domains.budgeting.tests import exact
from veche.domains.budgeting.tests.drawn import election, towns
from veche.domains.budgeting.tests.exact import Town

UTILITIES = st.sampled_from(Utility)


def unit(town: Town, utility: Utility):
    """What a mark of a project is worth; a free project is worth something too."""
    return (lambda one: max(1, town.costs[one])) if utility is Utility.COST else (lambda _one: 1)


def told(town: Town, outcome: Outcome, utility: Utility) -> list[tuple[int, Fraction]]:
    worth = unit(town, utility)
    return [
        (one.project, one.price / worth(one.project))
        for one in outcome.rounds
        if one.price is not None
    ]


def share(town: Town) -> Fraction:
    return Fraction(town.budget, max(1, len(town.ballots)))


@given(towns())
def test_greedy_rules_are_those_of_the_slow_count(town: Town) -> None:
    made = election(town)
    assert list(greedy.by_votes(made).winners) == exact.by_votes(town)
    assert list(greedy.by_votes(made, stop_at_first=True).winners) == exact.by_votes(town, True)
    assert list(greedy.by_votes_per_cost(made).winners) == exact.by_votes_per_cost(town)


@given(towns(), UTILITIES)
def test_equal_shares_with_prices_are_those_of_the_slow_count(town: Town, utility: Utility) -> None:
    found = shares.equal_shares(election(town), utility=utility)
    assert told(town, found, utility) == exact.equal_shares(town, share(town), unit(town, utility))
    assert town.cost(found.winners) <= town.budget


@given(towns(), UTILITIES, st.integers(1, 40), st.booleans())
def test_add1_is_that_of_the_slow_count(
    town: Town, utility: Utility, add: int, stops: bool
) -> None:
    found = completion.completed_shares(
        election(town), Completion(add=add, stops_exhausted=stops), utility=utility
    )
    slow, steps = exact.add1(town, share(town), unit(town, utility), add, stops)
    assert (told(town, found, utility), found.steps) == (slow, steps)
    assert town.cost(found.winners) <= town.budget


@given(towns(), UTILITIES)
def test_the_rest_goes_by_votes(town: Town, utility: Utility) -> None:
    made = election(town)
    found = completion.completed_shares(made, completion.UTILITARIAN, utility=utility)
    began = shares.equal_shares(made, utility=utility).winners
    ranked = sorted(town.listed(), key=lambda one: -town.score(one))
    assert list(found.winners) == exact.greedy(town, ranked, began)
    assert greedy.is_exhaustive(made, found.winners)


@pytest.mark.parametrize("skip", [True, False])
@given(town=towns())
def test_phragmen_with_moments_is_that_of_the_slow_count(skip: bool, town: Town) -> None:
    found = phragmen.sequential_phragmen(election(town), skipping=skip)
    assert [(one.project, one.price) for one in found.rounds] == exact.phragmen(town, skip)

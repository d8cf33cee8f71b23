"""Who paid what, and what would have changed a loss: against counting again, one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.budgeting.rules.counting import greedy, guesses, losses, phragmen, shares
from veche.domains.budgeting.rules.counting.election import Election
from veche.domains.budgeting.rules.counting.losses import Asked, Reason
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility
from veche.domains.budgeting.rules.counting.payments import payments_of
from veche.domains.budgeting.tests import exact
from veche.domains.budgeting.tests.drawn import election, towns
from veche.domains.budgeting.tests.exact import Town

ASKED = Asked(people_max=5)
Slow = Callable[[Town], list[int]]


def cheaper(town: Town, project: int, slow: Slow) -> int | None:
    """The highest cost that wins, found by trying every lower one."""
    for cost in range(town.costs[project] - 1, -1, -1):
        costs = [cost if one == project else own for one, own in enumerate(town.costs)]
        if project in slow(replace(town, costs=costs)):
            return cost
    return None


def more(town: Town, project: int, slow: Slow) -> int | None:
    """The fewest newcomers that make it win, found by trying every lower number."""
    for people in range(1, ASKED.people_max + 1):
        grown = replace(town, ballots=[*town.ballots, *[{project: 1}] * people])
        if project in slow(grown):
            return people
    return None


def small(town: Town) -> Town:
    """With costs low enough to try all of them."""
    return replace(town, costs=[cost // 20 for cost in town.costs], budget=town.budget // 20)


@pytest.mark.parametrize("utility", Utility)
@given(town=towns())
def test_a_loss_under_equal_shares_turns_where_it_is_told(utility: Utility, town: Town) -> None:
    town = small(town)
    made, each = election(town), Fraction(town.budget, max(1, len(town.ballots)))
    outcome = shares.equal_shares(made, utility=utility)

    def slow(changed: Town) -> list[int]:
        def worth(project: int) -> int:
            return max(1, changed.costs[project]) if utility is Utility.COST else 1

        return [one for one, _price in exact.equal_shares(changed, each, worth)]

    def rule(changed: Election) -> tuple[int, ...]:
        return shares.funded_by_shares(changed, utility, each)

    for known in (None, guesses.guesses_for_shares(made, outcome)):
        for loss in losses.losses_of(made, rule, outcome, asked=ASKED, guesses=known):
            assert loss.cost_to_win == cheaper(town, loss.project, slow)
            assert loss.people_to_win == more(town, loss.project, slow)
            assert loss.reason is reason(town, loss.project, outcome.winners)


@given(towns())
def test_a_loss_under_phragmen_turns_where_it_is_told(town: Town) -> None:
    town = small(town)
    made = election(town)
    outcome = phragmen.sequential_phragmen(made)

    def slow(changed: Town) -> list[int]:
        return [one for one, _moment in exact.phragmen(changed, skip=True)]

    def rule(changed: Election) -> tuple[int, ...]:
        return phragmen.sequential_phragmen(changed).winners

    for loss in losses.losses_of(made, rule, outcome, asked=ASKED):
        assert loss.cost_to_win == cheaper(town, loss.project, slow)
        assert loss.people_to_win == more(town, loss.project, slow)


@given(towns())
def test_a_loss_by_votes_turns_where_it_is_told(town: Town) -> None:
    town = small(town)
    made = election(town)
    rules = ((greedy.by_votes, exact.by_votes), (greedy.by_votes_per_cost, exact.by_votes_per_cost))
    for fast, slow in rules:

        def rule(changed: Election, fast: Callable[[Election], Outcome] = fast) -> tuple[int, ...]:
            return fast(changed).winners

        for loss in losses.losses_of(made, rule, fast(made), asked=ASKED):
            assert loss.cost_to_win == cheaper(town, loss.project, slow)
            assert loss.people_to_win == more(town, loss.project, slow)


def reason(town: Town, project: int, winners: tuple[int, ...]) -> Reason:
    if project not in town.listed():
        return Reason.FEW_VOTES
    return Reason.RIVAL if town.is_barred(project, winners) else Reason.MONEY


@given(towns(), st.sampled_from(Utility))
def test_payments_pay_for_the_winners_and_leave_nobody_in_debt(
    town: Town, utility: Utility
) -> None:
    made = election(town)
    outcome = shares.equal_shares(made, utility=utility)
    found = payments_of(made, outcome)
    assert (found.left >= 0).all()
    assert [one.project for one in found.purchases] == list(outcome.winners)
    for step, one in enumerate(found.purchases):
        paid = found.paid[made.span(one.project)]
        voters = made.supporters[one.project].weights
        assert float((paid * voters).sum()) == pytest.approx(one.cost)
        assert one.people == one.in_full + one.all_left + one.penniless
        assert one.before - one.after == pytest.approx(one.cost, abs=1e-6)
        assert one.before == pytest.approx(found.held[step, one.project])
        assert sum(people for _amount, people in found.amounts(made, one.project)) == one.people
    each = float(outcome.per_voter or 0)
    for group in range(len(made.voters)):
        spent = float(found.paid[made.members == group].sum())
        assert spent + found.left[group] == pytest.approx(each)


def test_payments_need_an_outcome_where_people_paid() -> None:
    town = Town(budget=5, costs=[1], ballots=[{0: 1}], order=[0])
    made = election(town)
    with pytest.raises(ValueError, match="Nobody pays"):
        payments_of(made, greedy.by_votes(made))

"""The five real elections, where their folder is given: the official result, or the slow count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from veche.domains.budgeting.rules.counting import completion, greedy, phragmen, shares
from veche.domains.budgeting.rules.counting.completion import Completion
from veche.domains.budgeting.rules.counting.outcome import Utility
from veche.domains.budgeting.tests import exact
from veche.domains.budgeting.tests.drawn import election
from veche.domains.budgeting.tests.pb_files import needs_real_data, real

pytestmark = needs_real_data
ADD1 = Completion(add=1)


def test_warszawa_is_greedy_with_skipping_and_a_threshold() -> None:
    file = real("Poland_Warszawa_2026.pb")
    assert file.meta["rule"] == "greedy-threshold"
    made = election(file.town)
    assert made.people == 61_668
    assert file.named(greedy.by_votes(made).winners) == file.selected
    # Both parts of the rule decide here.
    assert file.named(greedy.by_votes(made, stop_at_first=True).winners) != file.selected


def test_wieliczka_is_equal_shares_with_add1_without_the_exhaustive_stop() -> None:
    file = real("Poland_Wieliczka_2023_Green_Budget.pb")
    assert file.meta["rule"] == "equalshares/add1-comparison"
    made = election(file.town)
    found = completion.completed_shares(made, ADD1)
    assert file.named(found.winners) == file.selected
    assert (len(found.winners), found.steps) == (30, 164)
    stopped = completion.completed_shares(made, Completion(add=1, stops_exhausted=True))
    assert len(stopped.winners) == 31


def test_jozsefvaros_is_counted_by_parts_of_the_town() -> None:
    """`rule;unknown`, and no rule gives the official result from one list with one budget.

    It is a list for each of three neighbourhoods and one for the whole district: in each of the
    four, whoever has most votes was funded, and together they cost the whole budget to the forint.
    So a project of one neighbourhood lost (125 votes, 8 million) while one of another with fewer
    votes and a higher cost won (98 votes, 8.5 million). What each list had to spend is not in the
    file, nor are the votes on paper, half of all: the ranks within lists withstood them.
    """
    file = real("Hungary_Budapest_2024_VIII_Jozsefvaros.pb")
    assert file.meta["rule"] == "unknown"
    made = election(file.town)
    found = [
        greedy.by_votes(made),
        greedy.by_votes(made, stop_at_first=True),
        greedy.by_votes_per_cost(made),
        phragmen.sequential_phragmen(made),
        *(shares.equal_shares(made, utility=one) for one in Utility),
    ]
    assert all(file.named(one.winners) != file.selected for one in found)
    by_votes = file.named(found[0].winners)
    assert by_votes - file.selected == {"11296", "11301", "11325", "11327"}
    assert file.selected - by_votes == {"11333", "11342"}
    first: set[str] = set()
    for area in ("0", "1", "2", "3"):
        listed = [one for one in greedy.ranking_by_votes(made) if file.areas[one] == area]
        wins = [one for one in listed if file.names[one] in file.selected]
        first |= file.named(tuple(listed[: len(wins)]))
    assert first == file.selected
    winners = [one for one, name in enumerate(file.names) if name in first]
    assert file.town.cost(winners) == file.town.budget


@pytest.mark.parametrize("name", ["France_Toulouse_2019.pb", "Poland_Gdansk_2020_Oliwa.pb"])
def test_without_an_official_result_it_is_that_of_the_slow_count(name: str) -> None:
    file = real(name)
    town, made = file.town, election(file.town)
    assert not file.selected
    assert list(greedy.by_votes(made).winners) == exact.by_votes(town)
    assert list(greedy.by_votes_per_cost(made).winners) == exact.by_votes_per_cost(town)
    found = [(one.project, one.price) for one in phragmen.sequential_phragmen(made).rounds]
    assert found == exact.phragmen(town, skip=True)
    for utility in Utility:
        assert_like_the_slow(town, made, utility)


def assert_like_the_slow(town, made, utility: Utility) -> None:
    def worth(project: int) -> int:
        return max(1, town.costs[project]) if utility is Utility.COST else 1

    def slow(each: Fraction) -> list[tuple[int, Fraction]]:
        return exact.equal_shares(town, each, worth)

    def told(outcome) -> list[tuple[int, Fraction]]:
        return [(one.project, one.price / worth(one.project)) for one in outcome.rounds]

    each = Fraction(town.budget, len(town.ballots))
    assert told(shares.equal_shares(made, utility=utility)) == slow(each)
    added = completion.completed_shares(made, ADD1, utility=utility)
    assert added.per_voter == each + added.steps
    assert told(added) == slow(added.per_voter)
    further = [project for project, _price in slow(added.per_voter + 1)]
    assert town.cost(further) > town.budget

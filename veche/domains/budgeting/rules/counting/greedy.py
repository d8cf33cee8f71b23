"""Most votes first, as nearly every town counts, and most votes for the money first.

The greedy rules of participatory budgeting: Rey, Schmidt and Maly, "The (Computational) Social
Choice Take on Indivisible Participatory Budgeting" (2023), section 4.1. All in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from veche.domains.budgeting.rules.counting.election import Election
from veche.domains.budgeting.rules.counting.outcome import Outcome, Round, Way


def by_votes(election: Election, *, stop_at_first: bool = False) -> Outcome:
    """Fund by the number of votes (marks, where people give points) while the budget lasts.

    A project that does not fit is skipped; with `stop_at_first` it ends the count. Ties by the
    published order.
    """
    ranked = ranking_by_votes(election)
    return Outcome(_funded(election, ranked, Way.VOTES, stop_at_first=stop_at_first))


def by_votes_per_cost(election: Election) -> Outcome:
    """Fund by the marks received for each kopeck of cost while the budget lasts, with skipping."""
    return Outcome(_funded(election, ranking_by_votes_per_cost(election), Way.VOTES_PER_COST))


def ranking_by_votes(election: Election) -> list[int]:
    """The eligible projects, most marks first, ties by the published order."""
    listed = [one for one in election.by_order if election.eligible[one]]
    return sorted(listed, key=lambda one: -int(election.scores[one]))


def ranking_by_votes_per_cost(election: Election) -> list[int]:
    """The eligible projects, cheapest mark first (what is free is first), ties as published."""
    listed = [one for one in election.by_order if election.eligible[one]]
    return sorted(
        listed, key=lambda one: Fraction(int(election.costs[one]), int(election.scores[one]))
    )


def with_the_rest(election: Election, rounds: tuple[Round, ...]) -> tuple[Round, ...]:
    """The rounds, then what the rest of the budget funds by the number of votes (skipping)."""
    return (
        *rounds,
        *_funded(election, ranking_by_votes(election), Way.REST, [one.project for one in rounds]),
    )


def _funded(
    election: Election,
    ranked: Iterable[int],
    way: Way,
    before: Iterable[int] = (),
    *,
    stop_at_first: bool = False,
) -> tuple[Round, ...]:
    taken = set(before)
    left = election.budget - election.cost_of(taken)
    found = []
    for project in ranked:
        if project in taken or election.against[project] & taken:
            continue
        cost = int(election.costs[project])
        if cost <= left:
            taken.add(project)
            left -= cost
            found.append(Round(project, way))
        elif stop_at_first:
            break
    return tuple(found)


def is_exhaustive(election: Election, winners: Iterable[int]) -> bool:
    """Whether no eligible project fits into what is left beside the winners."""
    taken = set(winners)
    left = election.budget - election.cost_of(taken)
    return not any(
        election.eligible[one]
        and one not in taken
        and not election.against[one] & taken
        and int(election.costs[one]) <= left
        for one in range(election.projects)
    )

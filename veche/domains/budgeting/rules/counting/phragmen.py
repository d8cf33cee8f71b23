"""Phragmén's sequential rule for projects that cost different amounts.

Brill, Freeman, Janson and Lackner, "Phragmén's Voting Methods and Justified Representation",
Mathematical Programming 203 (2024), arXiv:2102.12305; with costs: Los, Christoff and Grossi,
"Proportional Budget Allocations: Towards a Systematization", IJCAI 2022. Everybody is given money
at the same speed; a project is bought as soon as those who chose it have its cost together, and
their purses are empty again. How many marks they gave does not matter, only that they chose it.

A voter's purse was last emptied with one of the projects bought, so what the supporters of a
project have spent is a sum over rounds: exact in fractions however many the voters are.
"""

from __future__ import annotations

import heapq
from fractions import Fraction

import numpy as np

from veche.domains.budgeting.rules.counting.election import Election, Ints
from veche.domains.budgeting.rules.counting.outcome import Outcome, Round, Way

# Every term of a moment is above zero: with fewer than 2^20 rounds floats err by less than this.
APART = 1e-9


class Purses:
    """When each group's purse was last emptied, and when each project can be bought."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.moments: list[Fraction] = []
        self.floats: list[float] = []
        self.waiting = [(0.0, int(one)) for one in np.flatnonzero(election.eligible)]
        # 0: never; otherwise the number of the round, from 1.
        self.emptied: Ints = np.zeros(len(election.voters), dtype=np.int64)

    def spent_of(self, project: int) -> Ints:
        """(rounds + 1,) how many supporters emptied their purse last in each round."""
        given = self.election.supporters[project]
        last = self.emptied[given.groups]
        counted = np.bincount(last, weights=given.weights, minlength=len(self.moments) + 1)
        return counted.astype(np.int64)

    def moment(self, project: int) -> Fraction:
        """When its supporters have its cost together, in kopecks given to each voter by then."""
        spent = self.spent_of(project)
        total = Fraction(int(self.election.costs[project]))
        for count, moment in zip(spent[1:], self.moments, strict=True):
            if count:
                total += int(count) * moment
        return total / int(spent.sum())

    def roughly(self, project: int) -> float:
        """As `moment`, in floats, true within APART of itself."""
        spent = self.spent_of(project)
        before = sum(int(count) * when for count, when in zip(spent[1:], self.floats, strict=True))
        return (float(self.election.costs[project]) + before) / float(spent.sum())

    def first(self, open_: set[int]) -> tuple[int, Fraction] | None:
        """Which of these is bought first, ties by the published order, and when."""
        seen: list[tuple[float, int]] = []
        edge = float("inf")
        # A moment found earlier is never too late: purses are only emptied.
        while self.waiting and self.waiting[0][0] <= edge:
            _when, project = heapq.heappop(self.waiting)
            if project in open_:
                when = self.roughly(project)
                seen.append((when, project))
                edge = min(edge, when * (1 + 4 * APART))
        for each in seen:
            heapq.heappush(self.waiting, each)
        exact = {project: self.moment(project) for when, project in seen if when <= edge}
        if not exact:
            return None
        chosen = min(exact, key=lambda one: (exact[one], int(self.election.order[one])))
        return chosen, exact[chosen]

    def buy(self, project: int, moment: Fraction) -> None:
        """Empty the purses of its supporters."""
        self.moments.append(moment)
        self.floats.append(float(moment))
        self.emptied[self.election.supporters[project].groups] = len(self.moments)


def sequential_phragmen(election: Election, *, skipping: bool = True) -> Outcome:
    """Count; a project that no longer fits the budget is passed over, or ends the count.

    With `skipping=False` the count ends with the first that does not fit, as in the literature;
    the rest of the money is then left, even where small projects would fit.
    """
    purses = Purses(election)
    open_ = {one for one in election.by_order if election.eligible[one]}
    left = election.budget
    rounds: list[Round] = []
    while True:
        if skipping:
            open_ = {one for one in open_ if int(election.costs[one]) <= left}
        found = purses.first(open_)
        if found is None or int(election.costs[found[0]]) > left:
            return Outcome(tuple(rounds))
        project, moment = found
        purses.buy(project, moment)
        left -= int(election.costs[project])
        rounds.append(Round(project, Way.LOAD, moment))
        open_ -= election.against[project] | {project}

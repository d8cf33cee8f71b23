"""Phragmén's sequential rule for projects that cost different amounts.

Brill, Freeman, Janson and Lackner, "Phragmén's Voting Methods and Justified Representation",
Mathematical Programming 203 (2024), arXiv:2102.12305; with costs: Los, Christoff and Grossi,
"Proportional Budget Allocations: Towards a Systematization", IJCAI 2022. Everybody is given money at
the same speed; a project is bought as soon as those who chose it have its cost together, and their
purses are empty again. How many marks they gave does not matter, only that they chose it.

A voter's purse was last emptied with one of the projects bought, so what the supporters of a project
have spent is a sum over rounds: exact in fractions however many the voters are.
"""

from __future__ import annotations

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
        # 0: never; otherwise the number of the round, from 1.
        self.emptied: Ints = np.zeros(len(election.voters), dtype=np.int64)

    def spent_of(self, project: int) -> Ints:
        """(rounds + 1,) how many supporters emptied their purse last in each round."""
        span = self.election.span(project)
        last = self.emptied[self.election.members[span]]
        counted = np.bincount(
            last, weights=self.election.weights[span], minlength=len(self.moments) + 1
        )
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
        before = float(np.dot(spent[1:], [float(one) for one in self.moments]))
        return (float(self.election.costs[project]) + before) / float(spent.sum())

    def first(self, projects: list[int]) -> tuple[int, Fraction]:
        """Which of these is bought first, ties by the published order, and when."""
        roughly = [self.roughly(one) for one in projects]
        edge = min(roughly) * (1 + 4 * APART)
        near = [one for one, when in zip(projects, roughly, strict=True) if when <= edge]
        exact = {one: self.moment(one) for one in near}
        chosen = min(near, key=lambda one: (exact[one], int(self.election.order[one])))
        return chosen, exact[chosen]

    def buy(self, project: int, moment: Fraction) -> None:
        """Empty the purses of its supporters."""
        self.moments.append(moment)
        self.emptied[self.election.members[self.election.span(project)]] = len(self.moments)


def sequential_phragmen(election: Election, *, skipping: bool = True) -> Outcome:
    """Count; a project that no longer fits the budget is passed over, or ends the count.

    With `skipping=False` the count ends with the first that does not fit, as in the literature;
    the rest of the money is then left, even where small projects would fit.
    """
    purses = Purses(election)
    open_ = [one for one in election.by_order if election.eligible[one]]
    left = election.budget
    rounds: list[Round] = []
    while True:
        if skipping:
            open_ = [one for one in open_ if int(election.costs[one]) <= left]
        if not open_:
            break
        project, moment = purses.first(open_)
        if int(election.costs[project]) > left:
            break
        purses.buy(project, moment)
        left -= int(election.costs[project])
        rounds.append(Round(project, Way.LOAD, moment))
        gone = election.against[project] | {project}
        open_ = [one for one in open_ if one not in gone]
    return Outcome(tuple(rounds))

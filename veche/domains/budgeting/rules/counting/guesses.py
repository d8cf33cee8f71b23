"""Near what cost, and with how many more people, a losing project would have won: in floats.

Until it is funded a project changes nothing for the others. So it would have been funded in the
first round in which its price had been below that of the winner, or after the last one if its
supporters could then have paid; and each round gives a cost and a number of people by itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veche.domains.budgeting.rules.counting.election import Election, Floats, Supporters
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility, Way


@dataclass(frozen=True)
class Guesses:
    """By project: the highest cost that wins, in kopecks, and the fewest people more."""

    cost: Mapping[int, int]
    people: Mapping[int, int]


def guesses_for_shares(election: Election, outcome: Outcome, mark: int = 1) -> Guesses:
    """From the rounds of equal shares."""
    each = float(outcome.per_voter or 0)
    left: Floats = np.full(len(election.voters), each)
    losers = [one for one in range(election.projects) if one not in set(outcome.winners)]
    cost = dict.fromkeys(losers, 0.0)
    people = dict.fromkeys(losers, math.inf)
    for one in outcome.rounds:
        if one.way is not Way.SHARES or one.price is None:
            continue
        price = float(one.price)
        for project in losers:
            if one.project in election.against[project]:
                continue
            offer = _Offer(election, project, left)
            unit = price
            if outcome.utility is Utility.COST:
                unit = price / max(1.0, float(election.costs[one.project]))
                cost[project] = max(cost[project], offer.cost_by_unit(unit))
                unit *= float(election.costs[project])
            else:
                cost[project] = max(cost[project], offer.paid_at(unit))
            people[project] = min(people[project], offer.people_at(unit, min(each, unit * mark)))
        losers = [project for project in losers if one.project not in election.against[project]]
        given = election.supporters[one.project]
        money = left[given.groups]
        left[given.groups] = money - np.minimum(money, price * given.marks)
    for project in losers:
        offer = _Offer(election, project, left)
        cost[project] = max(cost[project], offer.total)
        people[project] = min(people[project], offer.people_at(math.inf, each))
    return _whole(election, cost, people, mark)


@dataclass
class _Offer:
    """What the supporters of a project could pay in one round."""

    election: Election
    project: int
    left: Floats

    def __post_init__(self) -> None:
        self.given: Supporters = self.election.supporters[self.project]
        self.money = self.left[self.given.groups]
        self.held = self.given.weights * self.money
        self.total = float(self.held.sum())
        self.cost = float(self.election.costs[self.project])

    def paid_at(self, price: float) -> float:
        """What they pay together at this price of a mark."""
        if math.isinf(price):
            return self.total
        return float((self.given.weights * np.minimum(self.money, price * self.given.marks)).sum())

    def people_at(self, price: float, pays: float) -> float:
        """How many more people, each paying so much, make up what is short at this price."""
        short = self.cost - self.paid_at(price)
        return short / pays if pays > 0 else math.inf

    def cost_by_unit(self, unit: float) -> float:
        """The highest cost c met by payments at the price `unit * c` of a mark.

        Steps from above along a concave sum.
        """
        cost = self.total
        for _step in range(100):
            poor = self.money <= unit * cost * self.given.marks
            slope = 1 - unit * float((self.given.pulls * ~poor).sum())
            if slope <= 0:
                return 0.0
            lower = float((self.held * poor).sum()) / slope
            if lower >= cost * (1 - 1e-12):
                break
            cost = lower
        return cost


def _whole(
    election: Election, cost: dict[int, float], people: dict[int, float], mark: int
) -> Guesses:
    """Whole numbers, and no fewer people than the thresholds ask for."""
    needed = {
        one: max(
            math.ceil(number - 1e-6),
            election.votes_min - int(election.votes[one]),
            math.ceil((election.score_min - int(election.scores[one])) / mark),
            1,
        )
        for one, number in people.items()
        if math.isfinite(number)
    }
    return Guesses({one: math.floor(number + 1e-6) for one, number in cost.items()}, needed)

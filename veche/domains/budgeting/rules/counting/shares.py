"""The Method of Equal Shares.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021 (arXiv:2008.13276), section 3; the words of https://equalshares.net. Each voter begins
with the same money. In each round the project is funded whose supporters can pay for it at the
lowest price for a unit of utility, those with too little left paying all they have.

The count runs in floats with a proven bound on their error. Whatever lies within the bound of a
decision (which project is cheapest, whether its supporters can pay) is decided by the exact
`Ledger`, so no winner depends on rounding.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from veche.domains.budgeting.rules.counting.election import Election, Flags, Floats, Supporters
from veche.domains.budgeting.rules.counting.ledger import Ledger, Paid
from veche.domains.budgeting.rules.counting.outcome import Outcome, Round, Utility, Way

EPSILON = 2.0**-52
# The float price is trusted only where nobody's last kopeck lies so near to it.
APART = 1e-5
# What a sum of up to 2^40 floats may be wrong by, in EPSILON of itself: numpy adds in pairs, of
# blocks of 128 by eight.
SUMMING = 64


@dataclass(frozen=True)
class Offer:
    """What a project costs its supporters now: the price of a mark, true within `error`."""

    project: int
    price: float
    error: float
    exact: Fraction | None = None


class Count:
    """One run with the same money for each voter; `run` may be called once."""

    def __init__(self, election: Election, per_voter: Fraction, utility: Utility) -> None:
        self.election = election
        self.utility = utility
        self.per_voter = per_voter
        self.ledger = Ledger(election, per_voter)
        self.money: Floats = np.full(len(election.voters), float(per_voter))
        self.error = EPSILON * float(per_voter)
        self.open: Flags = election.eligible.copy()
        self.offers: list[Offer] = []
        self.anchored = 0
        # What a mark was once found to cost at least; the money only goes, so it stays true.
        self.floors: dict[int, float] = {}
        # By the least that a unit of utility can cost; what was once found there only rises.
        self.waiting: list[tuple[float, int]] = []
        for project in np.flatnonzero(self.open):
            floor = float(election.costs[project]) / float(election.scores[project])
            self.waiting.append((self._unit(int(project), floor) * (1 - 4 * EPSILON), int(project)))
        heapq.heapify(self.waiting)

    @property
    def funded(self) -> tuple[int, ...]:
        """The projects bought so far."""
        return tuple(one.project for one in self.offers)

    def run(self, cost_max: int | None = None) -> bool:
        """Buy until nobody can pay; False as soon as the winners cost more than `cost_max`."""
        spent = 0
        while (offer := self.best()) is not None:
            self.buy(offer)
            spent += int(self.election.costs[offer.project])
            if cost_max is not None and spent > cost_max:
                return False
        return True

    def follow(self, before: Count) -> bool:
        """Buy as another count did with less money; False when it cannot be proven to stay so.

        True says that every count with money between the two buys the same in the same order:
        what was bought then at a price is cheaper now, and all else is dearer than that even now.
        """
        for step, bought in enumerate(before.offers):
            if not self._is_ahead(before, step):
                return False
            offer = self.offer(bought.project)
            if offer is None:
                return False
            self.buy(offer)
        return self.best() is None

    def _is_ahead(self, before: Count, step: int) -> bool:
        """Whether what was bought then is, at its price of then, the best to buy now."""
        bought = before.offers[step]
        least = self._unit(bought.project, bought.price - bought.error) * (1 - 4 * EPSILON)
        most = self._unit(bought.project, bought.price + bought.error) * (1 + 4 * EPSILON)
        waiting: list[tuple[float, int]] = []
        is_ahead = True
        while is_ahead and self.waiting and self.waiting[0][0] <= most:
            _floor, project = heapq.heappop(self.waiting)
            if project == bought.project or not self.open[project]:
                continue
            offer = self.offer(project)
            if offer is None:
                continue
            floor = self._unit(project, max(0.0, offer.price - offer.error)) * (1 - 4 * EPSILON)
            waiting.append((floor, project))
            if floor <= most:
                is_near = self._unit(project, offer.price + offer.error) >= least
                is_ahead = is_near and self._is_dearer(project, before, step)
        for each in waiting:
            heapq.heappush(self.waiting, each)
        return is_ahead

    def _is_dearer(self, project: int, before: Count, step: int) -> bool:
        exact = self._exactly(project)
        bought = before.offers[step].project
        then = Offer(bought, 0.0, 0.0, before.ledger.settle()[step])
        return exact is None or self._place(then) < self._place(exact)

    def rounds(self) -> tuple[Round, ...]:
        """The rounds with their exact prices."""
        return tuple(
            Round(offer.project, Way.SHARES, price)
            for offer, price in zip(self.offers, self.ledger.settle(), strict=True)
        )

    def best(self) -> Offer | None:
        """The project to buy now; None if no supporters can pay for theirs."""
        near: list[Offer] = []
        ceiling = float("inf")
        seen: list[Offer] = []
        while self.waiting and self.waiting[0][0] <= ceiling:
            _floor, project = heapq.heappop(self.waiting)
            offer = self.offer(project) if self.open[project] else None
            if offer is None:
                continue
            seen.append(offer)
            most = self._unit(project, offer.price + offer.error) * (1 + 4 * EPSILON)
            ceiling = min(ceiling, most)
        for offer in seen:
            floor = self._unit(offer.project, max(0.0, offer.price - offer.error))
            heapq.heappush(self.waiting, (floor * (1 - 4 * EPSILON), offer.project))
            if floor * (1 - 4 * EPSILON) <= ceiling:
                near.append(offer)
        return near[0] if len(near) == 1 else self._cheapest(near)

    def _cheapest(self, near: list[Offer]) -> Offer | None:
        """Decide exactly between those too near to each other for floats."""
        if not near:
            return None
        exact = [one if one.exact is not None else self._exactly(one.project) for one in near]
        offers = [one for one in exact if one is not None]
        return min(offers, key=self._place)

    def buy(self, offer: Offer) -> None:
        """Let the supporters pay; the project and its rivals are off the list."""
        given = self.election.supporters[offer.project]
        money = self.money[given.groups]
        least = (offer.price - offer.error) * (1 - 4 * EPSILON)
        most = (offer.price + offer.error) * (1 + 4 * EPSILON)
        poor = money + self.error < least * given.marks
        unsure = (money - self.error <= most * given.marks) & ~poor
        self.ledger.note(Paid(offer.project, given.groups[poor], given.groups[unsure]))
        left = np.maximum(money - offer.price * given.marks, 0.0)
        left[poor] = 0.0
        self.money[given.groups] = left
        self.error += offer.error * given.most + 2 * EPSILON * float(self.per_voter)
        self.offers.append(offer)
        self.open[offer.project] = False
        for rival in self.election.against[offer.project]:
            self.open[rival] = False

    def anchor(self) -> None:
        """Take the money of each group anew from the exact prices, so that errors do not add up."""
        prices = self.ledger.settle()
        self.money[:] = float(self.per_voter)
        for offer, price in zip(self.offers, prices, strict=True):
            span = self.election.span(offer.project)
            self.money[self.election.members[span]] -= float(price) * self.election.marks[span]
        self.money[self.ledger.spent] = 0.0
        np.maximum(self.money, 0.0, out=self.money)
        self.anchored = len(prices)
        self.error = 2 * (len(prices) + 2) * EPSILON * float(self.per_voter)

    def offer(self, project: int) -> Offer | None:
        """The price of a mark of this project now; None, for good, if its supporters cannot pay."""
        cost = float(self.election.costs[project])
        given = self.election.supporters[project]
        money = self.money[given.groups]
        held = given.weights * money
        total = float(held.sum())
        rounding = EPSILON * SUMMING * (total + cost)
        doubt = self.error * float(self.election.votes[project]) + rounding
        if total < cost - doubt:
            return None
        if total <= cost + doubt:
            return self._exactly(project)
        price = _price(cost, money, held, given, self.floors.get(project, 0.0))
        # Nobody between: within the error of the price nobody else runs out of money.
        can_pay = money > price * (1 + APART) * given.marks
        slope = float((given.pulls * can_pay).sum())
        if not slope:
            return self._exactly(project)
        # What is wrong in the money of those who pay the price does not change the price.
        wrong = self.error * float((given.weights * (~can_pay & (money > 0.0))).sum())
        wrong += rounding + 4 * EPSILON * price * float(self.election.scores[project])
        error = wrong / slope + 4 * EPSILON * price
        if max(error, self.error) > APART / 4 * price:
            return self._offer_anew(project)
        self.floors[project] = price - error
        return Offer(project, price, error)

    def _offer_anew(self, project: int) -> Offer | None:
        """When errors have added up: from exact prices, if that has not been done already."""
        if self.anchored == len(self.offers):
            return self._exactly(project)
        self.anchor()
        return self.offer(project)

    def _exactly(self, project: int) -> Offer | None:
        money = self.money[self.election.members[self.election.span(project)]]
        exact = self.ledger.price(project, money, self.error)
        if exact is None:
            return None
        return Offer(project, float(exact), EPSILON * float(exact), exact)

    def _unit(self, project: int, price: float) -> float:
        """The price of a unit of utility from that of a mark."""
        if self.utility is Utility.COST:
            return price / max(1.0, float(self.election.costs[project]))
        return price

    def _place(self, offer: Offer) -> tuple[Fraction, int]:
        """By the exact price of a unit of utility, then as published."""
        exact = offer.exact if offer.exact is not None else Fraction(0)
        if self.utility is Utility.COST:
            exact /= max(1, int(self.election.costs[offer.project]))
        return exact, int(self.election.order[offer.project])


def _price(cost: float, money: Floats, held: Floats, given: Supporters, floor: float) -> float:
    """Where the payments meet the cost: steps from below along a concave sum, each exact there."""
    # No products of BLAS: it would wake threads for vectors as short as these.
    price = max(floor, cost / float(given.pulls.sum()))
    while True:
        poor = money <= price * given.marks
        rest = float((given.pulls * ~poor).sum())
        if not rest:
            return price
        better = (cost - float((held * poor).sum())) / rest
        if better <= price * (1 + 2 * EPSILON):
            return price
        price = better


def funded_by_shares(election: Election, utility: Utility, per_voter: Fraction) -> tuple[int, ...]:
    """The winners alone, in the order of the rounds: twice as fast as with all exact prices."""
    count = Count(election, per_voter, utility)
    count.run()
    return count.funded


def equal_shares(
    election: Election,
    *,
    utility: Utility = Utility.COST,
    per_voter: Fraction | None = None,
) -> Outcome:
    """Count with the budget divided equally among the voters, or with `per_voter` kopecks each.

    Nothing is added when money is left: see `completion`.
    """
    each = Fraction(election.budget, max(1, election.people)) if per_voter is None else per_voter
    count = Count(election, each, utility)
    count.run()
    return Outcome(count.rounds(), per_voter=each, utility=utility)

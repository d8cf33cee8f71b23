"""The rules again, slowly: one voter at a time, in fractions, without anything of the fast ones.

Written from the papers and not from the code under test, so that a mistake must be made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Town:
    """Ballots as people cast them: for each voter a mark for each project."""

    budget: int
    costs: Sequence[int]
    ballots: Sequence[dict[int, int]]
    order: Sequence[int]  # projects as published
    rivals: Sequence[frozenset[int]] = ()
    votes_min: int = 0
    score_min: int = 0

    def votes(self, project: int) -> int:
        return sum(ballot.get(project, 0) > 0 for ballot in self.ballots)

    def score(self, project: int) -> int:
        return sum(ballot.get(project, 0) for ballot in self.ballots)

    def listed(self) -> list[int]:
        """Who may be funded at all, in the published order."""
        return [
            one
            for one in self.order
            if self.votes(one) >= max(1, self.votes_min) and self.score(one) >= self.score_min
        ]

    def cost(self, projects: Iterable[int]) -> int:
        return sum(self.costs[one] for one in projects)

    def is_barred(self, project: int, taken: Iterable[int]) -> bool:
        return any(project in pair and set(taken) & (pair - {project}) for pair in self.rivals)


def greedy(
    town: Town, ranked: Sequence[int], taken: Sequence[int] = (), stop: bool = False
) -> list[int]:
    found = list(taken)
    for project in ranked:
        if project in found or town.is_barred(project, found):
            continue
        if town.cost(found) + town.costs[project] <= town.budget:
            found.append(project)
        elif stop:
            break
    return found


def by_votes(town: Town, stop: bool = False) -> list[int]:
    return greedy(town, sorted(town.listed(), key=lambda one: -town.score(one)), stop=stop)


def by_votes_per_cost(town: Town) -> list[int]:
    def cost_of_a_mark(project: int) -> Fraction:
        return Fraction(town.costs[project], town.score(project))

    return greedy(town, sorted(town.listed(), key=cost_of_a_mark))


def price_of(cost: int, supporters: Sequence[tuple[Fraction, int]]) -> Fraction | None:
    """The rho at which `sum(min(money, rho * utility))` is the cost (Peters et al., section 3)."""
    if sum(money for money, _utility in supporters) < cost:
        return None
    paid, utilities = Fraction(0), sum(utility for _money, utility in supporters)
    for money, utility in sorted(supporters, key=lambda one: one[0] / one[1]):
        price = (cost - paid) / utilities
        if price * utility <= money:
            return price
        paid, utilities = paid + money, utilities - utility
    raise AssertionError("somebody can pay")


def equal_shares(
    town: Town, each: Fraction, utility_of: Callable[[int], int]
) -> list[tuple[int, Fraction]]:
    """Projects with the exact price of a unit of utility; `utility_of` a mark, by project."""
    money = [each for _ballot in town.ballots]
    found: list[tuple[int, Fraction]] = []
    while True:
        offers = []
        for place, project in enumerate(town.listed()):
            taken = [one for one, _price in found]
            if project in taken or town.is_barred(project, taken):
                continue
            supporters = [
                (money[voter], ballot[project] * utility_of(project))
                for voter, ballot in enumerate(town.ballots)
                if ballot.get(project, 0)
            ]
            price = price_of(town.costs[project], supporters)
            if price is not None:
                offers.append((price, place, project))
        if not offers:
            return found
        price, _place, project = min(offers)
        found.append((project, price))
        for voter, ballot in enumerate(town.ballots):
            pays = price * ballot.get(project, 0) * utility_of(project)
            money[voter] -= min(money[voter], pays)


def is_exhaustive(town: Town, winners: Sequence[int]) -> bool:
    return len(greedy(town, town.listed(), winners)) == len(winners)


def add1(
    town: Town, each: Fraction, utility_of: Callable[[int], int], add: int, exhaustive: bool
) -> tuple[list[tuple[int, Fraction]], int]:
    """Step by step; stops where nothing else can be funded whatever the money."""
    found, steps = equal_shares(town, each, utility_of), 0
    while True:
        winners = [project for project, _price in found]
        if exhaustive and is_exhaustive(town, winners):
            break
        rest = [one for one in town.listed() if one not in winners]
        if all(town.is_barred(one, winners) for one in rest):
            break
        further = equal_shares(town, each + (steps + 1) * add, utility_of)
        if town.cost(project for project, _price in further) > town.budget:
            break
        found, steps = further, steps + 1
    return found, steps


def joint_load(town: Town, loads: Sequence[Fraction], project: int) -> Fraction:
    mine = [voter for voter, ballot in enumerate(town.ballots) if ballot.get(project, 0)]
    return sum((loads[voter] for voter in mine), Fraction(town.costs[project])) / len(mine)


def phragmen(town: Town, skip: bool) -> list[tuple[int, Fraction]]:
    """Loads of voters as in Brill et al., with the moment of each purchase."""
    loads = [Fraction(0) for _ballot in town.ballots]
    found: list[tuple[int, Fraction]] = []
    while True:
        offers = []
        taken = [one for one, _moment in found]
        left = town.budget - town.cost(taken)
        for place, project in enumerate(town.listed()):
            is_dear = skip and town.costs[project] > left
            if project in taken or is_dear or town.is_barred(project, taken):
                continue
            offers.append((joint_load(town, loads, project), place, project))
        if not offers:
            return found
        load, _place, project = min(offers)
        if town.costs[project] > left:
            return found
        found.append((project, load))
        for voter, ballot in enumerate(town.ballots):
            if ballot.get(project, 0):
                loads[voter] = load

"""The exact account of an equal-shares count: fractions, computed only where floats cannot decide.

What a voter has left is nothing once they have paid all they had, and otherwise
`per_voter - sum(mark * price)` over the funded projects they marked. So the money of any set of
voters, and with it the price of any project, follows from whole sums of marks and the exact prices
of the rounds before: a few dozen fractions, however many the voters are.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from veche.domains.budgeting.rules.counting.election import Election, Flags, Floats, Ints


@dataclass(frozen=True)
class Paid:
    """A round as the floats saw it, for the exact price to be found when it is asked for.

    `poor` are the groups that surely paid all they had left, `unsure` those within rounding of it;
    all other supporters surely had more.
    """

    project: int
    poor: Ints
    unsure: Ints


class Ledger:
    """The rounds so far, each settled exactly when it is first needed."""

    def __init__(self, election: Election, per_voter: Fraction) -> None:
        self.election = election
        self.per_voter = per_voter
        self.noted: list[Paid] = []
        self.prices: list[Fraction] = []
        # Groups with nothing left, exactly.
        self.spent: Flags = np.zeros(len(election.voters), dtype=np.bool_)
        self.spent_in: Ints = np.full(len(election.voters), -1, dtype=np.int64)

    def note(self, paid: Paid) -> None:
        """Put down a round; its price is found later."""
        self.noted.append(paid)

    def settle(self) -> list[Fraction]:
        """The exact price of a mark in every round noted."""
        while len(self.prices) < len(self.noted):
            paid = self.noted[len(self.prices)]
            price, unsure_poor = self._price_among(paid)
            self.prices.append(price)
            newly = np.concatenate((paid.poor, unsure_poor))
            newly = newly[~self.spent[newly]]
            self.spent[newly] = True
            self.spent_in[newly] = len(self.prices) - 1
        return self.prices

    def money_of(self, groups: Flags) -> Fraction:
        """What the voters of these groups have left together, in kopecks."""
        self.settle()
        return self._settled_money(groups)

    def price(self, project: int, money: Floats, error: float) -> Fraction | None:
        """The exact price of a mark of this project now; None if its supporters cannot pay.

        `money` (marks of the project,) is what a voter of each group has, true within `error`.
        """
        self.settle()
        span = self.election.span(project)
        who, marks = self.election.members[span], self.election.marks[span]
        total = self.money_of(self._flags(who))
        cost = int(self.election.costs[project])
        if total < cost:
            return None
        # From below the answer the steps only rise, and end on it: the sum that supporters pay is
        # concave in the price.
        found = Fraction(cost, int(self.election.scores[project]))
        while True:
            floor, ceiling = float(found) * (1 - 1e-12), float(found) * (1 + 1e-12)
            poor = who[money + error < floor * marks]
            unsure = who[(money + error >= floor * marks) & (money - error <= ceiling * marks)]
            below = self._below(unsure, found, project)
            better = self._step(project, np.concatenate((poor, below)))
            if better is None or better <= found:
                return found
            found = better

    def _price_among(self, paid: Paid) -> tuple[Fraction, Ints]:
        """The price when only the unsure are undecided, and which of those paid all they had."""
        below = np.zeros(0, dtype=np.int64)
        if not self.election.costs[paid.project]:
            return Fraction(0), below
        found = self._step(paid.project, paid.poor)
        while found is not None:
            below = self._below(paid.unsure, found, paid.project)
            better = self._step(paid.project, np.concatenate((paid.poor, below)))
            if better is None or better <= found:
                return found, below
            found = better
        raise ArithmeticError("A round was noted whose supporters all pay less than the price.")

    def _step(self, project: int, poor: Ints) -> Fraction | None:
        """What each mark pays if these pay all they have; None if that leaves nobody to pay."""
        given = self.election.supporters[project]
        flags = self._flags(poor)
        marks = int((given.pulls * ~(flags | self.spent)[given.groups]).sum())
        if marks == 0:
            return None
        return (int(self.election.costs[project]) - self._settled_money(flags)) / marks

    def _settled_money(self, groups: Flags) -> Fraction:
        """What these have left after the rounds settled so far."""
        left = groups & ~self.spent
        total = self.per_voter * int(self.election.voters[left].sum())
        for paid, price in zip(self.noted, self.prices, strict=False):
            given = self.election.supporters[paid.project]
            total -= price * int((given.pulls * left[given.groups]).sum())
        return total

    def _below(self, groups: Ints, price: Fraction, project: int) -> Ints:
        """Which of these groups have no more than the price of their own marks."""
        known: dict[tuple[int, ...], Fraction] = {}
        rows = self._rows(groups)
        marks = self._marks(groups, project)
        found = [
            group
            for group, row, mark in zip(groups, rows, marks, strict=True)
            if self._left_of_row(int(group), row, known) <= price * mark
        ]
        return np.array(found, dtype=np.int64)

    def _rows(self, groups: Ints) -> list[tuple[int, ...]]:
        """For each group its marks of the funded projects, in the order of rounds."""
        columns = [self._marks(groups, paid.project) for paid in self.noted[: len(self.prices)]]
        return list(zip(*columns, strict=True)) if columns else [()] * len(groups)

    def _marks(self, groups: Ints, project: int) -> list[int]:
        span = self.election.span(project)
        who, marks = self.election.members[span], self.election.marks[span]
        if not len(who):
            return [0] * len(groups)
        places = np.minimum(np.searchsorted(who, groups), len(who) - 1)
        found: list[int] = np.where(who[places] == groups, marks[places], 0).tolist()
        return found

    def _left(self, group: int, rounds: int) -> Fraction:
        row = self._rows(np.array([group], dtype=np.int64))[0][:rounds]
        return self._left_of_row(group, row, {})

    def _left_of_row(
        self, group: int, row: tuple[int, ...], known: dict[tuple[int, ...], Fraction]
    ) -> Fraction:
        if self.spent[group]:
            return Fraction(0)
        if row not in known:
            known[row] = self.per_voter - sum(
                (price * mark for price, mark in zip(self.prices, row, strict=False) if mark),
                Fraction(0),
            )
        return known[row]

    def _flags(self, groups: Ints) -> Flags:
        flags: Flags = np.zeros(len(self.election.voters), dtype=np.bool_)
        flags[groups] = True
        return flags

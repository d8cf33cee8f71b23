"""Who paid what in equal shares: the rounds played again from their exact prices."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from veche.domains.budgeting.rules.counting.election import Election, Flags, Floats, Supporters
from veche.domains.budgeting.rules.counting.outcome import Outcome, Way

# Kopecks: within it floats do not tell whether a voter paid the price or the last they had.
CLOSE = 1e-6


@dataclass(frozen=True)
class Purchase:
    """One project bought: `price` of a mark in kopecks, and how many people paid how.

    `in_full` paid the price for their marks, `all_left` the rest of their money, which was less;
    `penniless` had nothing left. `before` and `after` is what the supporters had together, in
    kopecks; `largest` and `smallest` the payments of those who paid anything.
    """

    project: int
    cost: int
    price: Fraction
    people: int
    in_full: int
    all_left: int
    penniless: int
    before: float
    after: float
    largest: float
    smallest: float


@dataclass(frozen=True)
class Payments:
    """All payments of a count.

    `paid` (marks,) lies beside `Election.members`: what each voter of the group paid for the
    project, in kopecks; 0 for projects not bought. `left` (groups,) is what each voter has at the
    end. `held` (rounds + 1, projects): what the supporters of each project had together before
    each round, and at the end. All true within a millionth of a kopeck for each voter.
    """

    purchases: tuple[Purchase, ...]
    paid: Floats
    left: Floats
    held: Floats

    def amounts(self, election: Election, project: int) -> list[tuple[int, int]]:
        """How many people paid each whole number of kopecks (rounded), the largest first."""
        paid = np.rint(self.paid[election.span(project)]).astype(np.int64)
        amounts, places = np.unique(paid, return_inverse=True)
        people = np.bincount(places, weights=election.supporters[project].weights)
        listed = zip(amounts.tolist(), people.astype(np.int64).tolist(), strict=True)
        return sorted(listed, reverse=True)


def payments_of(election: Election, outcome: Outcome) -> Payments:
    """Play the rounds of an outcome of equal shares again; rounds that nobody paid are left out."""
    if outcome.per_voter is None:
        raise ValueError("Nobody pays in an outcome without equal shares.")
    left: Floats = np.full(len(election.voters), float(outcome.per_voter))
    paid: Floats = np.zeros(len(election.members))
    purchases, held = [], [_held(election, left)]
    for one in outcome.rounds:
        if one.way is not Way.SHARES or one.price is None:
            continue
        given = election.supporters[one.project]
        money = left[given.groups]
        payments = np.minimum(money, float(one.price) * given.marks)
        paid[election.span(one.project)] = payments
        left[given.groups] = money - payments
        purchases.append(_purchase(election, one.project, one.price, money, payments))
        held.append(_held(election, left))
    return Payments(tuple(purchases), paid, left, np.array(held))


def _held(election: Election, left: Floats) -> Floats:
    return np.array([float((one.weights * left[one.groups]).sum()) for one in election.supporters])


def _purchase(
    election: Election, project: int, price: Fraction, money: Floats, payments: Floats
) -> Purchase:
    given = election.supporters[project]
    penniless = money <= CLOSE
    in_full = ~penniless & (payments >= float(price) * given.marks - CLOSE)
    paying = payments[~penniless]
    return Purchase(
        project=project,
        cost=int(election.costs[project]),
        price=price,
        people=int(election.votes[project]),
        in_full=_people(given, in_full),
        all_left=_people(given, ~in_full & ~penniless),
        penniless=_people(given, penniless),
        before=float((given.weights * money).sum()),
        after=float((given.weights * (money - payments)).sum()),
        largest=float(paying.max(initial=0.0)),
        smallest=float(paying.min()) if len(paying) else 0.0,
    )


def _people(given: Supporters, which: Flags) -> int:
    return int((given.weights * which).sum())

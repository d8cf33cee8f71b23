"""What a rule of counting gives: who is funded, in which rounds, and at what price."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Utility(StrEnum):
    """What a funded project is worth to whoever marked it (Peters et al. 2021, section 2)."""

    CARDINALITY = "cardinality"  # the mark
    COST = "cost"  # the mark times the project's cost


class Way(StrEnum):
    """How a project came to be funded."""

    VOTES = "votes"
    VOTES_PER_COST = "votes-per-cost"
    SHARES = "shares"  # its supporters paid for it
    REST = "rest"  # most votes among those that still fit, after the shares
    SCORES = "scores"  # most points by criteria
    LOAD = "load"  # Phragmén: its supporters had saved enough, the first of all


@dataclass(frozen=True)
class Round:
    """One project funded.

    `price` is exact. SHARES: kopecks that a supporter pays for each mark, unless no more is left to
    them. LOAD: the moment at which the supporters had the money, which is what each has been given
    by then. None for the greedy ways, where nobody pays.
    """

    project: int
    way: Way
    price: Fraction | None = None


@dataclass(frozen=True)
class Outcome:
    """The funded projects in the order of the rounds.

    `per_voter` is what each voter began with, in kopecks, in the Method of Equal Shares; with Add1
    it is more than their part of the budget. `steps` counts Add1's increments up to that.
    """

    rounds: tuple[Round, ...]
    per_voter: Fraction | None = None
    steps: int = 0
    utility: Utility | None = None

    @property
    def winners(self) -> tuple[int, ...]:
        """The funded projects, the first first."""
        return tuple(one.project for one in self.rounds)

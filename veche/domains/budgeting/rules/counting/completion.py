"""What is done with the money that equal shares leave: Add1, and the rest by votes.

https://equalshares.net/implementation/completion: the Method of Equal Shares can end with much of
the budget left. Add1 gives every voter one unit more, counts anew, and so on; what is counted last
before the winners would cost more than the budget holds is the outcome. A town may also stop as
soon as no further project fits («exhaustive stop»). The utilitarian completion then spends the rest
by the number of votes.

Counting thousands of times is avoided. While the winners come in the same order, more money for
each voter never raises a price and never leaves anybody with less. So a count at x that bought at
prices r(k), and one at y > x that buys the same at each step while everything else then costs more
than r(k), prove that every count between gives the same; and Add1 may go from x to y at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from veche.domains.budgeting.rules.counting import greedy
from veche.domains.budgeting.rules.counting.election import Election
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility
from veche.domains.budgeting.rules.counting.shares import Count

ROUBLE = 100


@dataclass(frozen=True)
class Completion:
    """How a town goes on after equal shares.

    `add` is what each voter is given more in a step of Add1, in kopecks; 0 is no Add1.
    """

    add: int = 0
    stops_exhausted: bool = False
    is_utilitarian: bool = False


NONE = Completion()
ADD1 = Completion(add=ROUBLE)
ADD1_EXHAUSTIVE = Completion(add=ROUBLE, stops_exhausted=True)
UTILITARIAN = Completion(is_utilitarian=True)
ADD1_UTILITARIAN = Completion(add=ROUBLE, is_utilitarian=True)


def completed_shares(
    election: Election, completion: Completion, *, utility: Utility = Utility.COST
) -> Outcome:
    """Equal shares with its completion, from the budget divided equally."""
    each = Fraction(election.budget, max(1, election.people))
    count, steps = _counted(election, each, utility), 0
    if completion.add:
        count, steps = _added(election, completion, count)
    rounds = count.rounds()
    if completion.is_utilitarian:
        rounds = greedy.with_the_rest(election, rounds)
    return Outcome(rounds, per_voter=count.per_voter, steps=steps, utility=utility)


def _counted(election: Election, each: Fraction, utility: Utility) -> Count:
    count = Count(election, each, utility)
    count.run()
    return count


class Stride:
    """How many steps to try at once: longer after success, and none for a while after failure."""

    def __init__(self) -> None:
        self.length = 1
        self._held = 0
        self._patience = 1
        self._wait = 1

    def held(self) -> None:
        """The stride was proven; after two of a length they are doubled."""
        self._held += 1
        self._patience = 1
        if self._held == 2:
            self._held, self.length = 0, self.length * 2

    def broke(self) -> None:
        """Nothing was proven: half as long, or single steps, each time more of them."""
        self._held, self.length = 0, self.length // 2
        if self.length == 1:
            self._wait = self._patience
            self._patience = min(16, self._patience * 2)

    def stepped(self, is_same: bool) -> None:
        """A single step was counted; did the same projects win in the same order?"""
        if self.length == 1:
            self._wait = self._wait - 1 if is_same else max(1, self._wait)
            if self._wait <= 0:
                self.length = 2


def _added(election: Election, completion: Completion, count: Count) -> tuple[Count, int]:
    """Add until the next step would overspend; the last count within the budget, and its number."""
    steps, stride = 0, Stride()
    while not _is_over(election, completion, count):
        if stride.length > 1:
            further = Count(
                election, count.per_voter + stride.length * completion.add, count.utility
            )
            if further.follow(count):
                count, steps = further, steps + stride.length
                stride.held()
                continue
            stride.broke()
        further = Count(election, count.per_voter + completion.add, count.utility)
        if not further.run(cost_max=election.budget):
            break
        stride.stepped(further.funded == count.funded)
        count, steps = further, steps + 1
    return count, steps


def _is_over(election: Election, completion: Completion, count: Count) -> bool:
    """Whether nothing can change any more, or the town stops here."""
    if completion.stops_exhausted and greedy.is_exhaustive(election, count.funded):
        return True
    return not count.open.any()

"""Why a project was not funded, and what would have changed it.

The two questions of Boehmer, Faliszewski, Janeczko, Peters, Pierczyński, Schierreich, Skowron and
Szufa, "Evaluation of Project Performance in Participatory Budgeting", IJCAI 2024: how much cheaper
it should have been («cost reduction»), and how many more people should have come and chosen it
alone («singleton add»). Under every rule here a project that wins also wins when it is cheaper or
has more such supporters, all else as it was. So both answers are found by halving, and each is what
the rule itself says when it counts again: at the number told the project is funded, at the next it
is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from veche.domains.budgeting.rules.counting.election import Election
from veche.domains.budgeting.rules.counting.guesses import Guesses
from veche.domains.budgeting.rules.counting.outcome import Outcome
from veche.domains.budgeting.rules.counting.payments import Payments

# Who wins; for equal shares with the same money for each voter as the outcome.
Rule = Callable[[Election], Sequence[int]]


class Reason(StrEnum):
    """Why not."""

    FEW_VOTES = "few-votes"  # below the town's threshold, or chosen by nobody
    RIVAL = "rival"  # an incompatible project was funded
    MONEY = "money"  # nobody's turn came: the budget, or its supporters' money, had run out


@dataclass(frozen=True)
class Loss:
    """One project that was not funded; money in kopecks.

    In equal shares `left` is what its supporters still had together, `short` how much the project
    cost beyond it, and `ran_out` the round (from 1) after which they could no longer pay, None if
    they never could. In the other rules these are None.

    `cost_to_win` is the highest cost at which it would have been funded, None if not even for free;
    `people_to_win` how many more people would have had to choose it, None if there are not so many
    as `Asked.people_max`, or if that is 0. Where `exceeds` says so, the winners would then cost
    more than the budget holds: that can be only with Add1, which would have stopped a step before.
    """

    project: int
    reason: Reason
    votes: int
    cost: int
    left: float | None = None
    short: float | None = None
    ran_out: int | None = None
    cost_to_win: int | None = None
    people_to_win: int | None = None
    exceeds: bool = False


@dataclass(frozen=True)
class Asked:
    """How far to ask: how many people more at most, and the mark each of them would have given."""

    people_max: int
    mark: int = 1


def losses_of(
    election: Election,
    rule: Rule,
    outcome: Outcome,
    *,
    asked: Asked | None = None,
    payments: Payments | None = None,
    guesses: Guesses | None = None,
) -> list[Loss]:
    """Every project that was not funded, in the published order.

    `payments` adds what the supporters had left. Good `guesses` save most of the counting; bad ones
    change nothing but the time.
    """
    winners = set(outcome.winners)
    limits = asked or Asked(people_max=max(1, election.people))
    return [
        _loss(election, rule, winners, project, limits, payments, guesses or Guesses({}, {}))
        for project in election.by_order
        if project not in winners
    ]


def _loss(
    election: Election,
    rule: Rule,
    winners: set[int],
    project: int,
    asked: Asked,
    payments: Payments | None,
    guesses: Guesses,
) -> Loss:
    cost = int(election.costs[project])
    left = short = ran_out = None
    if payments is not None:
        held = payments.held[:, project]
        left = float(held[-1])
        short = max(0.0, cost - left)
        able = [step for step, money in enumerate(held) if money >= cost]
        ran_out = able[-1] + 1 if able else None
    cost_to_win, changed = _highest_cost(election, rule, project, guesses.cost.get(project))
    guess = guesses.people.get(project)
    people_to_win, grown = _fewest_people(election, rule, project, asked, guess)
    return Loss(
        project=project,
        reason=_reason(election, winners, project),
        votes=int(election.votes[project]),
        cost=cost,
        left=left,
        short=short,
        ran_out=ran_out,
        cost_to_win=cost_to_win,
        people_to_win=people_to_win,
        exceeds=changed > election.budget or grown > election.budget,
    )


def _reason(election: Election, winners: set[int], project: int) -> Reason:
    if not election.eligible[project]:
        return Reason.FEW_VOTES
    return Reason.RIVAL if election.against[project] & winners else Reason.MONEY


def _highest_cost(
    election: Election, rule: Rule, project: int, guess: int | None
) -> tuple[int | None, int]:
    """The highest cost at which it wins, and what all winners cost then."""
    totals: dict[int, int] = {}

    def wins(cost: int) -> bool:
        changed = election.with_cost(project, cost)
        winners = rule(changed)
        totals[cost] = changed.cost_of(winners)
        return project in winners

    if not election.eligible[project]:
        return None, 0
    found = _edge(wins, 0, int(election.costs[project]), guess)
    if found not in totals and not wins(found):
        return None, 0
    return found, totals[found]


def _fewest_people(
    election: Election, rule: Rule, project: int, asked: Asked, guess: int | None
) -> tuple[int | None, int]:
    """How many more supporters it needs, and what all winners cost then."""
    if not asked.people_max:
        return None, 0
    totals: dict[int, int] = {}

    def wins(people: int) -> bool:
        changed = election.with_supporters(project, people, asked.mark)
        winners = rule(changed)
        totals[people] = changed.cost_of(winners)
        return project in winners

    found = _edge(wins, asked.people_max, 0, guess)
    if found not in totals and not wins(found):
        return None, 0
    return found, totals[found]


def _edge(wins: Callable[[int], bool], won: int, lost: int, guess: int | None) -> int:
    """The last number that wins on the way from `won` to `lost`; near the guess, if it is good.

    `lost` is known to lose; `won` is taken to win and is not tried.
    """
    way, reach = (1 if lost > won else -1), 0
    while abs(lost - won) > 1:
        probe = (won + lost) // 2 if guess is None else guess + reach * way
        probe = max(min(probe, max(won, lost) - 1), min(won, lost) + 1)
        is_won = wins(probe)
        won, lost = (probe, lost) if is_won else (won, probe)
        step = max(1, 2 * abs(reach))
        if (reach < 0) == is_won and reach:
            guess = None  # between two probes now
        reach = step if is_won else -step
    return won

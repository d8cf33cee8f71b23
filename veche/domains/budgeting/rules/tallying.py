"""One fund counted by one rule, with all that its pages tell. Pure.

Money in kopecks. What is told of a project, by its place in the election:

| key | of whom |
|---|---|
| `votes`, `score`, `cost`, `is_won` | everyone |
| `round`, `left` | who won: in which round, what was left of the fund after it |
| `price`, `in_full`, `all_left`, `penniless`, `largest` | who won by equal shares: who paid how |
| `reason`, `short`, `cost_to_win`, `people_to_win` | who did not: why, what would change it |
| `turn_left` | who lost by votes or points for lack of money: what was left when its turn came |
| `held`, `ran_out` | who lost by equal shares: what supporters had, when it became too little |
| `sheet` | by points, everyone: the points of each criterion (`rules/scoring.py`) |
| `points_to_win` | by points, who did not: how many hundredths more, None where none would do |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from veche.domains.budgeting import rules
from veche.domains.budgeting.rules import templates
from veche.domains.budgeting.rules.counting import completion as completions
from veche.domains.budgeting.rules.counting import greedy
from veche.domains.budgeting.rules.counting.completion import Completion, completed_shares
from veche.domains.budgeting.rules.counting.election import Ballot, Election, places_to_marks
from veche.domains.budgeting.rules.counting.guesses import Guesses, guesses_for_shares
from veche.domains.budgeting.rules.counting.losses import Asked, Loss, losses_of
from veche.domains.budgeting.rules.counting.outcome import Outcome, Utility
from veche.domains.budgeting.rules.counting.payments import Payments, payments_of
from veche.domains.budgeting.rules.counting.phragmen import sequential_phragmen
from veche.domains.budgeting.rules.counting.shares import equal_shares

REST, ADD1, ADD1_EXHAUSTIVE, ADD1_REST = "rest", "add1", "add1-exhaustive", "add1-rest"
COMPLETIONS: dict[str, Completion] = {
    "": completions.NONE,
    REST: completions.UTILITARIAN,
    ADD1: completions.ADD1,
    ADD1_EXHAUSTIVE: completions.ADD1_EXHAUSTIVE,
    ADD1_REST: completions.ADD1_UTILITARIAN,
}
# How pabulib calls a rule and what is done with the rest; others have no name there.
LIBRARY_NAMES = {
    (templates.MOST_VOTES, ""): "greedy",
    (templates.SHARES_COST, ""): "equalshares",
    (templates.SHARES_COST, ADD1): "equalshares/add1",
}
_UTILITY = {
    templates.SHARES: Utility.CARDINALITY,
    templates.SHARES_COST: Utility.COST,
}


@dataclass(frozen=True)
class Way:
    """A rule, and what is done with the rest where it is one of equal shares."""

    rule: str
    completion: str = ""

    @property
    def has_shares(self) -> bool:
        """Whether supporters pay from parts of their own."""
        return self.rule in _UTILITY


def ways_beside(in_force: Way, ballot: str) -> list[Way]:
    """The other rules of which the result stands beside; none of equal parts where each voter
    marks one project."""
    usual = [
        Way(rule, ADD1_REST if rule in _UTILITY else "")
        for rule in templates.RULES
        if ballot != rules.ONE or rule not in templates.FAIR
    ]
    return [way for way in usual if way.rule != in_force.rule]


def marks_of(answer: Any, places: Mapping[str, int]) -> Ballot:
    """A published answer to one fund as marks by the place of the project; empty for none."""
    if isinstance(answer, Mapping):
        return {places[key]: int(points) for key, points in answer.items()}
    return dict.fromkeys((places[key] for key in answer or ()), 1)


def ranked_marks(answer: Sequence[str] | None, places: Mapping[str, int]) -> Ballot:
    """The same of a ranking: Borda's marks."""
    return places_to_marks([places[key] for key in answer or ()], len(places))


def counted(election: Election, way: Way) -> Outcome:
    """The outcome of a rule."""
    if way.rule == templates.MOST_VOTES:
        return greedy.by_votes(election)
    if way.rule == templates.VOTES_PER_COST:
        return greedy.by_votes_per_cost(election)
    if way.rule == templates.PHRAGMEN:
        return sequential_phragmen(election)
    return completed_shares(election, COMPLETIONS[way.completion], utility=_UTILITY[way.rule])


def _winners_again(way: Way, outcome: Outcome, election: Election) -> Sequence[int]:
    """Who wins a changed election; in equal shares with the town's money divided among those who
    came then, in Add1 with the same money for each voter."""
    if not way.has_shares:
        return counted(election, way).winners
    each = outcome.per_voter if _adds(way) else Fraction(election.budget, max(1, election.people))
    found = equal_shares(election, utility=_UTILITY[way.rule], per_voter=each)
    if not COMPLETIONS[way.completion].is_utilitarian:
        return found.winners
    return [one.project for one in greedy.with_the_rest(election, found.rounds)]


def _adds(way: Way) -> bool:
    """Whether shares grow step by step: each newcomer would change how far."""
    return way.has_shares and bool(COMPLETIONS[way.completion].add)


def figures(election: Election, outcome: Outcome) -> dict[str, Any]:
    """What of an outcome is compared: money, winners, who is represented."""
    spent = election.cost_of(outcome.winners)
    glad = np.zeros(len(election.voters), dtype=bool)
    for project in outcome.winners:
        glad[election.members[election.span(project)]] = True
    return {
        "budget": election.budget,
        "spent": spent,
        "winners": len(outcome.winners),
        "voters": election.people,
        "represented": int(election.voters[glad].sum()),
    }


def rounds(election: Election, outcome: Outcome) -> list[dict[str, Any]]:
    """The rounds in order: project, way, price of a mark in kopecks, what was left after it."""
    left, found = election.budget, []
    for one in outcome.rounds:
        left -= int(election.costs[one.project])
        price = float(one.price) if one.price is not None else None
        found.append({"project": one.project, "way": str(one.way), "price": price, "left": left})
    return found


def told(
    election: Election, way: Way, outcome: Outcome, mark: int = 1
) -> dict[int, dict[str, Any]]:
    """What the page of each project explains; `mark` is the most that one ballot can give it."""
    found: dict[int, dict[str, Any]] = {
        project: {
            "votes": int(election.votes[project]),
            "score": int(election.scores[project]),
            "cost": int(election.costs[project]),
            "is_won": False,
        }
        for project in range(election.projects)
    }
    for number, one in enumerate(rounds(election, outcome), 1):
        found[one["project"]] |= {"is_won": True, "round": number, "left": one["left"]}
    payments = payments_of(election, outcome) if way.has_shares else None
    for bought in payments.purchases if payments is not None else ():
        found[bought.project] |= {
            "price": float(bought.price),
            "in_full": bought.in_full,
            "all_left": bought.all_left,
            "penniless": bought.penniless,
            "largest": bought.largest,
        }
    for loss in _losses(election, way, outcome, payments, mark):
        found[loss.project] |= _lost(loss)
    for project, left in _turns(election, way, outcome).items():
        cost = int(election.costs[project])
        found[project] |= {"turn_left": left, "short": cost - left}
    return found


def _losses(
    election: Election, way: Way, outcome: Outcome, payments: Payments | None, mark: int
) -> list[Loss]:
    # How many more it takes Add1 would have to tell by counting all its steps for each number.
    people_max = 0 if _adds(way) else max(1, election.people)
    return losses_of(
        election,
        lambda changed: _winners_again(way, outcome, changed),
        outcome,
        asked=Asked(people_max, mark),
        payments=payments,
        guesses=_guesses(election, outcome, mark) if way.has_shares else None,
    )


def _guesses(election: Election, outcome: Outcome, mark: int) -> Guesses:
    """Near what turns a loss; newcomers bring no money along, so it takes more of them."""
    found = guesses_for_shares(election, outcome, mark)
    people = {
        project: number * election.budget // max(1, election.budget - int(election.costs[project]))
        for project, number in found.people.items()
    }
    return Guesses(found.cost, people)


def _lost(loss: Loss) -> dict[str, Any]:
    """A price is left out at which the winners would cost more than there is: Add1 would have
    stopped before."""
    return {
        "reason": str(loss.reason),
        "short": loss.short,
        "held": loss.left,
        "ran_out": loss.ran_out,
        "cost_to_win": None if loss.exceeds else loss.cost_to_win,
        "people_to_win": loss.people_to_win,
    }


def _turns(election: Election, way: Way, outcome: Outcome) -> dict[int, int]:
    """What was left when the turn of each project came that did not fit, in the greedy ways."""
    ranking = {
        templates.MOST_VOTES: greedy.ranking_by_votes,
        templates.VOTES_PER_COST: greedy.ranking_by_votes_per_cost,
    }.get(way.rule)
    if ranking is None:
        return {}
    winners, left, found = set(outcome.winners), election.budget, {}
    for project in ranking(election):
        cost = int(election.costs[project])
        if project in winners:
            left -= cost
        elif not election.against[project] & winners:
            found[project] = left
    return found


def reserve(
    election: Election, outcome: Outcome, told_of: Mapping[int, Mapping[str, Any]], most: int
) -> list[int]:
    """Who would be next if money were found: only money kept them out, most marks first."""
    ranked = greedy.ranking_by_votes(election)
    waiting = [one for one in ranked if told_of[one].get("reason") == "money"]
    return [one for one in waiting if one not in set(outcome.winners)][:most]

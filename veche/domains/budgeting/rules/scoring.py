"""Points by criteria: what a commission gives, what follows from figures, who is funded. Pure.

Points are kept in hundredths. Each criterion is rounded (half up) before it is added, so that the
public sheet adds up by hand; the more points the earlier, then the published order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

# Marks of the commission, or figures: parts of the cost that residents or business pay, votes.
COMMISSION, PEOPLE, BUSINESS, VOTES = "commission", "people", "business", "votes"
KINDS = (COMMISSION, PEOPLE, BUSINESS, VOTES)
HUNDRED = 100


@dataclass(frozen=True)
class Criterion:
    """What points are given for; `full_at` gives all of them where they follow from a figure."""

    title: str
    kind: str
    points_max: int
    full_at: int | None = None


@dataclass(frozen=True)
class Standing:
    """One project: its cost in kopecks, what of the whole partners pay, votes, marks of members.

    `marks` are those of each criterion, by its place; only the commission's have any.
    """

    number: int
    cost: int
    people: int
    business: int
    votes: int
    marks: Sequence[Sequence[int]]
    rivals: str = ""

    @property
    def whole(self) -> int:
        """Everything that the project costs, whoever pays."""
        return self.cost + self.people + self.business


def sheet(criteria: Sequence[Criterion], one: Standing) -> list[dict[str, Any]]:
    """The line of a project: for each criterion its points, of how many, and the figure behind.

    `figure` is percents, people, or the number of marks.
    """
    return [_points(criterion, one, place) for place, criterion in enumerate(criteria)]


def _points(criterion: Criterion, one: Standing, place: int) -> dict[str, Any]:
    figure: Fraction
    if criterion.kind == COMMISSION:
        marks = one.marks[place]
        points = Fraction(sum(marks), len(marks)) if marks else Fraction(0)
        figure = Fraction(len(marks))
    else:
        figure = _figure(criterion.kind, one)
        points = criterion.points_max * min(figure / (criterion.full_at or 1), Fraction(1))
    return {
        "title": criterion.title,
        "kind": criterion.kind,
        "max": criterion.points_max,
        "full_at": criterion.full_at,
        "figure": round_half_up(figure),
        "points": round_half_up(points * HUNDRED),
    }


def _figure(kind: str, one: Standing) -> Fraction:
    if kind == VOTES:
        return Fraction(one.votes)
    paid = one.people if kind == PEOPLE else one.business
    return Fraction(paid * 100, one.whole) if one.whole else Fraction(0)


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, halves up: as people round."""
    return int(value + Fraction(1, 2))


@dataclass(frozen=True)
class Scored:
    """The outcome: who is funded in which order, and what the page of each project tells."""

    winners: list[int]
    left: list[int]
    told: dict[int, dict[str, Any]]


def chosen(
    budget: int, criteria: Sequence[Criterion], stood: Sequence[Standing], votes_min: int = 0
) -> Scored:
    """Fund by points while the budget lasts; what does not fit is skipped. Places in `stood`."""
    sheets = [sheet(criteria, one) for one in stood]
    totals = [sum(line["points"] for line in lines) for lines in sheets]
    told: dict[int, dict[str, Any]] = {
        place: {
            "votes": one.votes,
            "score": totals[place],
            "cost": one.cost,
            "is_won": False,
            "sheet": sheets[place],
        }
        for place, one in enumerate(stood)
    }
    ranked = ranking(totals, stood)
    winners, left = _funded(budget, ranked, stood, votes_min)
    for step, place in enumerate(winners, 1):
        told[place] |= {"is_won": True, "round": step, "left": left[step - 1]}
    for place in set(ranked) - set(winners):
        told[place] |= _lost(budget, place, ranked, stood, votes_min)
        if told[place]["reason"] != "few-votes":
            room = HUNDRED * sum(one.points_max for one in criteria) - totals[place]
            more = _points_to_win(budget, place, totals, stood, votes_min)
            more = more if more is not None and more <= room else None
            told[place]["points_to_win"] = more
    return Scored(winners, left, told)


def ranking(totals: Sequence[int], stood: Sequence[Standing]) -> list[int]:
    """Places, most points first, the earlier application first where they are equal."""
    return sorted(range(len(stood)), key=lambda place: (-totals[place], stood[place].number))


def _funded(
    budget: int, ranked: Sequence[int], stood: Sequence[Standing], votes_min: int
) -> tuple[list[int], list[int]]:
    money, taken, winners, left = budget, set(), [], []
    for place in ranked:
        one = stood[place]
        if one.votes < votes_min or one.cost > money or one.rivals in taken:
            continue
        money -= one.cost
        taken |= {one.rivals} - {""}
        winners.append(place)
        left.append(money)
    return winners, left


def _lost(
    budget: int, place: int, ranked: Sequence[int], stood: Sequence[Standing], votes_min: int
) -> dict[str, Any]:
    """Why it was not funded, and what was left when its turn came."""
    one = stood[place]
    if one.votes < votes_min:
        return {"reason": "few-votes"}
    before, left = _funded(budget, ranked[: ranked.index(place)], stood, votes_min)
    if one.rivals and any(stood[other].rivals == one.rivals for other in before):
        return {"reason": "rival"}
    money = left[-1] if left else budget
    found = {"reason": "money", "turn_left": money, "short": one.cost - money}
    return {**found, "cost_to_win": money} if money else found


def _points_to_win(
    budget: int, place: int, totals: Sequence[int], stood: Sequence[Standing], votes_min: int
) -> int | None:
    """How many hundredths more would have funded it, all else the same; None where none would."""
    ranked = ranking(totals, stood)
    for other in reversed(ranked[: ranked.index(place)]):
        # Equal points are enough for whoever applied earlier.
        is_earlier = stood[place].number < stood[other].number
        more = totals[other] - totals[place] + (0 if is_earlier else 1)
        raised = [total + more * (at == place) for at, total in enumerate(totals)]
        if place in _funded(budget, ranking(raised, stood), stood, votes_min)[0]:
            return more
    return None


def reserve(told: Mapping[int, Mapping[str, Any]], order: Sequence[int], most: int) -> list[int]:
    """Who would be next if money were found: only money kept them out, most points first."""
    return [place for place in order if told[place].get("reason") == "money"][:most]

"""How twenty thousand people of a town that does not exist would have voted. Deterministic."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from veche.commons.identity.demo import Resident
from veche.domains.polls.demo.plan import Ask, Choice, Story
from veche.domains.polls.models import Question


def turn_out(story: Story, residents: Sequence[Resident]) -> list[Resident]:
    """Who came: the middle-aged oftener than the young, the neighbours oftener than the rest."""
    chance = random.Random(f"turnout {story.key}")  # noqa: S311  a demo, not a draw
    may = [
        one
        for one in residents[1:]  # the first is the guest's own: their vote is theirs to cast
        if (not story.places or one.place in story.places) and one.age >= (story.min_age or 14)
    ]
    # Weighted sampling without replacement by exponential keys (Efraimidis, Spirakis, 2006).
    homes = {choice.home for ask in story.asks for choice in ask.choices}
    keyed = sorted(may, key=lambda one: chance.expovariate(_eagerness(one, homes)))
    return keyed[: story.turnout]


def _eagerness(one: Resident, homes: set[str]) -> float:
    by_age = 0.55 if one.age < 25 else 0.8 if one.age < 35 else 1.15 if one.age < 65 else 0.9
    return by_age * (1.9 if one.place in homes else 1.0)


def ballots(
    story: Story, questions: Sequence[Question], voters: Sequence[Resident]
) -> Iterator[tuple[Resident, dict[str, Any], str]]:
    """A lawful choice and a channel for each voter."""
    chance = random.Random(f"choices {story.key}")  # noqa: S311
    papers = [
        (ask, question, [option.code for option in question.options.all()])
        for ask, question in zip(story.asks, questions, strict=True)
    ]
    for voter in voters:
        choice: dict[str, Any] = {}
        for ask, question, codes in papers:
            if not _is_reached(question, choice):
                continue
            if not ask.required and chance.random() > ask.answered:
                continue
            choice[question.code] = _answer(ask, question, codes, voter, chance)
        paper = voter.age >= 60 and chance.random() < 0.22
        yield voter, choice, "paper" if paper else "web"


def moments(story: Story, opens_at: datetime, until: datetime) -> Iterator[datetime]:
    """When each came: most in the first days and on the last, in the evening rather than at
    night."""
    chance = random.Random(f"moments {story.key}")  # noqa: S311
    hours = max(1, int((until - opens_at) / timedelta(hours=1)))
    last = hours - 1
    weights = [
        DAY[(opens_at.hour + number) % 24]
        * (0.5 + 2.2 * 0.97**number + 0.9 * 0.93 ** (last - number))
        for number in range(hours)
    ]
    while True:
        for number in chance.choices(range(hours), weights, k=500):
            yield opens_at + timedelta(hours=number)


def _is_reached(question: Question, choice: dict[str, Any]) -> bool:
    if not question.shown_if_question:
        return True
    return any(
        code in question.shown_if_options for code in choice.get(question.shown_if_question, ())
    )


def _leaning(choice: Choice, voter: Resident) -> float:
    weight = choice.weight
    if voter.age < 30:
        weight *= choice.young
    elif voter.age >= 60:
        weight *= choice.old
    return weight * (2.6 if choice.home and choice.home == voter.place else 1.0)


def _answer(
    ask: Ask, question: Question, codes: Sequence[str], voter: Resident, chance: random.Random
) -> Any:
    if question.kind == "scale":
        mark = round(chance.gauss(ask.mean, ask.spread))
        return min(question.scale_high, max(question.scale_low, mark))
    if question.kind == "text":
        return chance.choice(WORDS)
    if question.kind == "place":
        return [round(54.5 + chance.gauss(0, 0.012), 5), round(36.5 + chance.gauss(0, 0.02), 5)]
    leanings = [_leaning(choice, voter) for choice in ask.choices]
    neutral = [weight for weight in ask.neutral if weight]
    if question.kind in {"one", "yes_no"}:
        return chance.choices(list(codes), [*leanings, *neutral])[:1]
    if neutral and chance.random() < sum(neutral) / (sum(neutral) + sum(leanings)):
        return chance.choices(list(codes)[len(leanings) :], neutral)[:1]
    real = list(codes)[: len(leanings)]
    order = sorted(zip(real, leanings, strict=True), key=lambda p: chance.expovariate(p[1] + 1e-9))
    ranked = [code for code, _weight in order]
    if question.kind == "several":
        count = min(len(ranked), max(1, round(chance.gauss(question.maximum * 0.7, 1))))
        picked = set(ranked[: min(count, question.maximum)])
        return [code for code in real if code in picked]
    if question.kind == "ranking":
        return ranked[: question.maximum]
    return _split(ranked, question.total, chance)


def _split(ranked: Sequence[str], total: int, chance: random.Random) -> dict[str, int]:
    """Shares of a budget in tenths: the first gets most."""
    left, given = 10, {}
    for code in ranked:
        if left <= 0:
            break
        part = min(left, max(1, round(chance.expovariate(1 / 3.5))))
        given[code], left = part * (total // 10), left - part
    return given


# How lively an hour is, by the clock of the server's opening hour: quiet nights, busy evenings.
DAY = (2, 1, 1, 1, 1, 2, 5, 8, 9, 9, 8, 8, 9, 8, 8, 9, 11, 14, 16, 17, 15, 11, 7, 4)
WORDS = (
    "Больше скамеек и тени",
    "Сделайте нормальное освещение",
    "Чтобы зимой убирали не только проспект",
    "Нужен туалет у набережной",
    "Велодорожку до станции",
    "Оставьте старые липы",
)

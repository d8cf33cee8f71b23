"""The logic of a proposal: its states, progress, milestones, who may take part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

# What residents read on a paper does not hang on the language of who made it.
TOWN_LANGUAGE = "ru"

DRAFT, MODERATION, REJECTED = "draft", "moderation", "rejected"
COLLECTING, CONSIDERED, ANSWERED = "collecting", "considered", "answered"
EXPIRED, RETIRED = "expired", "retired"
STATES = (DRAFT, MODERATION, REJECTED, COLLECTING, CONSIDERED, ANSWERED, EXPIRED, RETIRED)
# What a moderator has let through once.
SHOWN = frozenset({COLLECTING, CONSIDERED, ANSWERED, EXPIRED, RETIRED})
# After these somebody may have written it anew.
OVER = frozenset({ANSWERED, EXPIRED})
# Words that their author may still change.
WRITTEN = frozenset({DRAFT, REJECTED})
# Arguments are taken until the town has answered.
DISCUSSED = frozenset({COLLECTING, CONSIDERED})

ACCEPTED, ASKING, DECLINED = "accepted", "asking", "declined"
OUTCOMES = (ACCEPTED, ASKING, DECLINED)
# The town owes what it has said yes to, or a poll, by a day.
PROMISED = frozenset({ACCEPTED, ASKING})
# Grounds of a refusal as the law lists them (33-ФЗ, art. 49).
BETTER = "better"
GROUNDS = ("order", "law", "power", "money", BETTER, "lost")

# Neighbours were called by a resident, and an official says whether the town must do it itself.
UNSEEN, FREE, DUTY = "unseen", "free", "duty"
CALLS = ("", UNSEEN, FREE, DUTY)

MILESTONES = (33, 66, 100)


def percent(support: int, threshold: int) -> int:
    """How far support has come, 0 to 100; 100 only when the threshold is reached."""
    return min(100, max(0, support) * 100 // max(1, threshold))


def crossed(last: int, support: int, threshold: int) -> int:
    """The highest milestone reached and not told yet, 0 for none. Lower ones that were jumped
    over at once are not told after it; none is told twice, whatever is taken back."""
    found = [one for one in MILESTONES if last < one <= percent(support, threshold)]
    return max(found, default=0)


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Whether the town owes its answer for longer than the term."""
    return state == CONSIDERED and due_on is not None and due_on < today


@dataclass(frozen=True)
class Participant:
    """What the right to take part hangs on; an age of None is «not told yet»."""

    is_known: bool
    level: int = 0
    age: int | None = None


Hurdle = Literal["sign-in", "level", "age", "birth-date"]


def hurdle(who: Participant, min_level: int, min_age: int) -> Hurdle | None:
    """The first thing between a person and a proposal, None when there is none."""
    if not who.is_known:
        return "sign-in"
    if who.level < min_level:
        return "level"
    if who.age is None:
        return "birth-date"
    return "age" if who.age < min_age else None

"""The arithmetic of a neighbours' day: its states, tools that are free, hours that count. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

# A day waits for the owner of the place, is called, is done; or it ends otherwise.
ASKING, CALLED, DONE = "asking", "called", "done"
FORBIDDEN, CANCELLED, LAPSED = "forbidden", "cancelled", "lapsed"
STATES = (ASKING, CALLED, DONE, FORBIDDEN, CANCELLED, LAPSED)
LIVE = (ASKING, CALLED)
# What everyone may see once the owner has agreed and a moderator has let it through.
SHOWN = (CALLED, DONE, CANCELLED)

ALLOW, FORBID, CANCEL, LAPSE, SUM_UP = "allow", "forbid", "cancel", "lapse", "sum-up"
MOVES = {
    (ASKING, ALLOW): CALLED,
    (ASKING, FORBID): FORBIDDEN,
    (ASKING, CANCEL): CANCELLED,
    (ASKING, LAPSE): LAPSED,
    (CALLED, CANCEL): CANCELLED,
    (CALLED, LAPSE): LAPSED,
    (CALLED, SUM_UP): DONE,
}

# Who does a kind of work: neighbours; the town, by law; people with a paper for danger.
NEIGHBOURS, DUTY, DANGER = "neighbours", "duty", "danger"
STANDINGS = (NEIGHBOURS, DUTY, DANGER)

# Why a day will not be. A list: what a neighbour writes would have to be read before everyone.
CANCELS = ("weather", "few", "busy", "moved", "done", "place")
ERASED = "erased"

# Rules of this house, not of the law: hands of one person, hands wanted, hours, helpers of a day
# (a yard holds no more), how far ahead neighbours are called.
HANDS_MAX, NEEDED_MAX = 10, 200
HELPERS_MAX = 300
# Nobody works before seven nor after eleven in the evening: neighbours sleep.
FIRST_HOUR, LAST_HOUR = 7, 23
LENGTHS = tuple(range(1, 9))
# How long somebody may have worked beyond what was announced.
LONGER_MINUTES = 120
AHEAD_DAYS = 120
TOWN_LANGUAGE = "ru"


def is_own(caller_id: UUID | None, ids: Sequence[UUID | None]) -> bool:
    """Whether one of somebody's accounts has called a day; of an erased caller nobody's."""
    return caller_id is not None and caller_id in ids


def after(state: str, verb: str) -> str | None:
    """What a day becomes; None when this is not the time for it."""
    return MOVES.get((state, verb))


@dataclass(frozen=True)
class Taken:
    """So many pieces of a tool are for a day, and have not come back."""

    on: date
    number: int


def free(count: int, taken: Sequence[Taken], on: date, today: date) -> int:
    """How many pieces of a tool are there for a day.

    What is held for the same day is gone, and so is what should have come back by now.
    """
    gone = sum(one.number for one in taken if one.on == on or one.on < today)
    return max(0, count - gone)


def peak(taken: Sequence[Taken], today: date) -> int:
    """How many pieces the fullest day needs: a store may not shrink below that."""
    late = sum(one.number for one in taken if one.on < today)
    days = {one.on for one in taken if one.on >= today}
    return late + max((sum(t.number for t in taken if t.on == day) for day in days), default=0)


def choices(minutes: int) -> list[int]:
    """Lengths of work that the caller may put down for somebody, half an hour apart."""
    return list(range(0, minutes + LONGER_MINUTES + 1, 30))


@dataclass(frozen=True)
class Mark:
    """What the caller says of one helper: how long they worked; 0, they did not come."""

    badge: int
    minutes: int


def credited(marks: Sequence[Mark], caller_badge: int | None, most: int) -> dict[int, int]:
    """Minutes that count, by badge. Nobody vouches for themselves: the caller's own hours
    count only beside somebody else's, and no longer than the longest of theirs."""
    found = {one.badge: max(0, min(one.minutes, most)) for one in marks}
    others = [minutes for badge, minutes in found.items() if badge != caller_badge]
    if caller_badge in found:
        found[caller_badge] = min(found[caller_badge], max(others, default=0))
    return found


def is_soon(on: date, today: date) -> bool:
    """Whether helpers are reminded: the day before, or on the day itself."""
    return today <= on <= today + timedelta(days=1)

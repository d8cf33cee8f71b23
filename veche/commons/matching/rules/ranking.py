"""Who of those able to help comes first, and why, line by line. Pure.

Points say how well somebody fits, and are bounded; waiting adds one point a week without bound.
So whoever fits worst is first in the end, and nobody is asked always because they are the best.
Of equals the one who has waited longer comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from veche.commons.matching.rules.territory import distance_m

NARROWED_MAX = 500
NEAR_M, WALK_M = 1000, 3000
# Deeds that count: a hundred do not shut the door on who begins.
DEEDS_COUNTED = 2
POINTS_MAX = 3 + 2 + DEEDS_COUNTED + 1
DAYS_A_POINT = 7
# A need without an end is met within so many days.
WINDOW_DAYS = 60

NEAR, PLACE, TOWN = "near", "place", "town"
ABLE, LICENSED = "able", "licensed"
FREE = "free"
HANDS, SOME_HANDS = "hands", "some_hands"
DEEDS, WAITS = "deeds", "waits"


@dataclass(frozen=True)
class Ask:
    """What of a need is looked at: where, on which days, how many hands, how dangerous."""

    latitude: float
    longitude: float
    lineage: frozenset[UUID]
    starts_on: date
    ends_on: date
    hands: int
    is_dangerous: bool
    today: date

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude, self.longitude


@dataclass(frozen=True)
class Candidate:
    """What of a solver is looked at. Without a point and places it is the whole town."""

    id: UUID
    weekdays: int
    dates: tuple[date, ...]
    away_until: date | None
    hands: int
    is_verified: bool
    deeds: int
    waits_since: date
    place_ids: frozenset[UUID]
    point: tuple[float, float] | None
    radius_m: int


@dataclass(frozen=True)
class Reason:
    """One line of the explanation: a code and what it is about."""

    code: str
    number: int = 0
    of: int = 0
    on: date | None = None


@dataclass(frozen=True)
class Ranked:
    """A solver in the list, with the lines that say why."""

    id: UUID
    points: int
    reasons: tuple[Reason, ...]


def window(starts_on: date, ends_on: date | None, today: date) -> tuple[date, date]:
    """The days that are still ahead; a need without an end is looked at for two months."""
    first = max(starts_on, today)
    return first, max(first, ends_on or first + timedelta(days=WINDOW_DAYS))


def weekdays_in(first: date, last: date) -> int:
    """Bits of the weekdays (Monday is 1) that stand between two days, both included."""
    days = min((last - first).days + 1, 7)
    return sum(1 << (first + timedelta(days=n)).weekday() for n in range(days))


def free_on(one: Candidate, first: date, last: date) -> date | None:
    """The first day on which somebody is free; None when there is none."""
    if one.away_until is not None:
        first = max(first, one.away_until + timedelta(days=1))
    if first > last:
        return None
    named = [day for day in one.dates if first <= day <= last]
    weekly = (
        first + timedelta(days=n)
        for n in range(min((last - first).days + 1, 7))
        if one.weekdays >> (first + timedelta(days=n)).weekday() & 1
    )
    return min([*named, *weekly], default=None)


def where(ask: Ask, one: Candidate) -> tuple[int, Reason] | None:
    """Points for being near; None when the place is out of reach."""
    if one.point is not None:
        metres = distance_m(ask.point, one.point)
        if metres > one.radius_m:
            return None
        return (3 if metres <= NEAR_M else 2 if metres <= WALK_M else 1), Reason(NEAR, metres)
    if one.place_ids:
        return (2, Reason(PLACE)) if one.place_ids & ask.lineage else None
    return 1, Reason(TOWN)


def weigh(ask: Ask, one: Candidate) -> Ranked | None:
    """One solver against a need; None when they cannot."""
    reached = where(ask, one)
    day = free_on(one, ask.starts_on, ask.ends_on)
    if reached is None or day is None or (ask.is_dangerous and not one.is_verified):
        return None
    points, near = reached
    has_hands = one.hands >= ask.hands
    waited = max(0, (ask.today - one.waits_since).days)
    fit = (
        points
        + (2 if has_hands else 0)
        + min(one.deeds, DEEDS_COUNTED)
        + (1 if one.is_verified else 0)
    )
    reasons = [near, Reason(LICENSED if one.is_verified else ABLE), Reason(FREE, on=day)]
    hands = Reason(HANDS, one.hands) if has_hands else Reason(SOME_HANDS, one.hands, ask.hands)
    if ask.hands > 1:
        reasons.append(hands)
    if one.deeds:
        reasons.append(Reason(DEEDS, one.deeds))
    if waited >= 4 * DAYS_A_POINT:
        reasons.append(Reason(WAITS, waited // DAYS_A_POINT))
    return Ranked(one.id, fit * DAYS_A_POINT + waited, tuple(reasons))


def rank(ask: Ask, candidates: Iterable[Candidate], limit: int) -> Sequence[Ranked]:
    """The first of those who can help, each with the reasons."""
    since = {}
    found = []
    for one in candidates:
        weighed = weigh(ask, one)
        if weighed is not None:
            found.append(weighed)
            since[one.id] = one.waits_since
    found.sort(key=lambda each: (-each.points, since[each.id], each.id))
    return found[:limit]

"""Who of those able to help comes first, and why, line by line. Pure.

Points say how well somebody fits, and are bounded; waiting adds one point a week without bound.
So whoever fits worst is first in the end, and nobody is asked always because they are the best.
Of equals the one who has waited longer comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nsmallest
from typing import NamedTuple
from uuid import UUID

from veche.commons.matching.rules.territory import distance_m

NARROWED_MAX = 500
NEAR_M, WALK_M = 1000, 3000
# Deeds that count: a hundred do not shut the door on who begins.
DEEDS_COUNTED = 2
POINTS_MAX = 3 + 2 + DEEDS_COUNTED + 1
DAYS_A_POINT = 7
# A need without an end is met within so many days: a rule of this house, not of the law.
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


class Candidate(NamedTuple):
    """What of a solver is looked at. Without a point and places it is the whole town.

    A plain tuple: five hundred of them are made for each need.
    """

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
    if one.away_until is not None and one.away_until >= first:
        first = one.away_until + timedelta(days=1)
    if first > last:
        return None
    days = [day for day in one.dates if first <= day <= last]
    # The bits from the first day's on, and the week anew: how far is the next that is set?
    ahead = (one.weekdays | one.weekdays << 7) >> first.weekday()
    if ahead:
        weekly = first + timedelta(days=(ahead & -ahead).bit_length() - 1)
        if weekly <= last:
            days.append(weekly)
    return min(days, default=None)


def _near(ask: Ask, one: Candidate) -> tuple[int, int] | None:
    """Points for being near, and how many metres; None when the place is out of reach."""
    if one.point is not None:
        metres = distance_m(ask.point, one.point)
        if metres > one.radius_m:
            return None
        return (3 if metres <= NEAR_M else 2 if metres <= WALK_M else 1), metres
    if one.place_ids:
        return None if one.place_ids.isdisjoint(ask.lineage) else (2, 0)
    return 1, 0


def _points(ask: Ask, one: Candidate) -> int | None:
    """How well somebody fits, with the time they have waited; None when they cannot."""
    if ask.is_dangerous and not one.is_verified:
        return None
    near = _near(ask, one)
    if near is None or free_on(one, ask.starts_on, ask.ends_on) is None:
        return None
    fit = (
        near[0]
        + (2 if one.hands >= ask.hands else 0)
        + min(one.deeds, DEEDS_COUNTED)
        + (1 if one.is_verified else 0)
    )
    return fit * DAYS_A_POINT + max(0, (ask.today - one.waits_since).days)


def weigh(ask: Ask, one: Candidate) -> Ranked | None:
    """One solver against a need, with the reasons; None when they cannot."""
    points = _points(ask, one)
    return None if points is None else Ranked(one.id, points, tuple(_reasons(ask, one)))


def _reasons(ask: Ask, one: Candidate) -> Iterator[Reason]:
    """Of somebody who can: where, what, when, how many, how often, how long."""
    near = _near(ask, one)
    if one.point is not None:
        yield Reason(NEAR, near[1] if near else 0)
    else:
        yield Reason(PLACE if one.place_ids else TOWN)
    yield Reason(LICENSED if one.is_verified else ABLE)
    yield Reason(FREE, on=free_on(one, ask.starts_on, ask.ends_on))
    if ask.hands > 1:
        enough = one.hands >= ask.hands
        yield Reason(HANDS, one.hands) if enough else Reason(SOME_HANDS, one.hands, ask.hands)
    if one.deeds:
        yield Reason(DEEDS, one.deeds)
    waited = (ask.today - one.waits_since).days
    if waited >= 4 * DAYS_A_POINT:
        yield Reason(WAITS, waited // DAYS_A_POINT)


def rank(ask: Ask, candidates: Iterable[Candidate], limit: int) -> Sequence[Ranked]:
    """The first of those who can help; reasons are made for these alone."""
    able = (
        (-points, one.waits_since, one.id, one)
        for one in candidates
        if (points := _points(ask, one)) is not None
    )
    first = nsmallest(limit, able, key=lambda each: each[:3])
    return [Ranked(one.id, -minus, tuple(_reasons(ask, one))) for minus, _since, _id, one in first]

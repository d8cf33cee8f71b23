"""Channels and quiet hours: plain arithmetic, no database."""

from __future__ import annotations

import math
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# Ways out of the house. No foreign messenger is among them, nor can one be set up: 41-ФЗ forbids
# towns to write by these, so an adapter would be a trap.
EMAIL, PUSH, SMS, VK, OK, MAX = "email", "push", "sms", "vk", "ok", "max"
CHANNELS = (EMAIL, PUSH, SMS, VK, OK, MAX)
MESSENGERS = (VK, OK, MAX)
# What is on until its owner says otherwise. A short message costs the town money: it is asked for.
ON_BY_DEFAULT = frozenset({EMAIL, PUSH, VK, OK, MAX})
# Where a second copy cannot be told from the first by whoever carries it: better lost than doubled,
# the notice itself lies on the site anyway.
ONCE_AT_MOST = frozenset({SMS, OK, MAX})

# Letters: one a day, each at once, none.
DAILY, NOW, NEVER = "daily", "now", "never"
RHYTHMS = (DAILY, NOW, NEVER)

QUIET_FROM, QUIET_TO, DIGEST_HOUR = 22, 8, 9
AREAS_MAX = 5
RADII_M = (300, 500, 1000, 2000, 3000)
RADIUS_MIN_M, RADIUS_MAX_M = RADII_M[0], RADII_M[-1]

WAITING, SENT, DROPPED, FAILED, UNSURE = "waiting", "sent", "dropped", "failed", "unsure"
STATES = (WAITING, SENT, DROPPED, FAILED, UNSURE)
# Minutes before the next try.
WAITS = (1, 5, 30, 120, 600)


def is_quiet(hour: int, quiet_from: int, quiet_to: int) -> bool:
    """Whether an hour of the day lies in the quiet ones; the same bounds mean none are quiet."""
    if quiet_from <= quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to


def next_hours(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """When it will be 0, 1, … 23 o'clock next by a town's clock, each after `now`.

    An hour that a change of clocks leaves out begins when the clocks have been changed.
    """
    today = now.astimezone(zone).date()
    found = []
    for hour in range(24):
        days = (datetime.combine(today + timedelta(days=n), time(hour), zone) for n in range(3))
        found.append(next(one for one in days if one > now))
    return found


def due_at(
    now: datetime,
    zone: ZoneInfo,
    *,
    channel: str,
    is_daily: bool,
    quiet_from: int,
    quiet_to: int,
    is_urgent: bool = False,
) -> datetime:
    """When a notice that came up now may go out; the database does the same for many at once."""
    hours = next_hours(now, zone)
    if channel == EMAIL and is_daily and not is_urgent:
        return hours[DIGEST_HOUR]
    hour = now.astimezone(zone).hour
    return hours[quiet_to] if is_quiet(hour, quiet_from, quiet_to) else now


def retry_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None when these were enough."""
    return timedelta(minutes=WAITS[attempts - 1]) if attempts <= len(WAITS) else None


def metres_of_degree(latitude: float) -> tuple[float, float]:
    """How long a degree of latitude and one of longitude are there, in metres."""
    degree = math.pi * 6_371_008.8 / 180
    return degree, degree * math.cos(math.radians(latitude))

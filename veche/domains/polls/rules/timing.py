"""When a vote is held too shortly or begins and ends while people sleep. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

NIGHT_FROM = 22
NIGHT_TO = 7


def remarks(opens: datetime | None, closes: datetime | None, least_days: int) -> list[str]:
    """What is worth a second look: `short`, `opens-at-night`, `closes-at-night`; the town's hours.

    A vote that ends at midnight sharp ends with the day, which is no night.
    """
    found = []
    if opens and closes and opens < closes < opens + timedelta(days=least_days):
        found.append("short")
    if opens and _is_night(opens):
        found.append("opens-at-night")
    if closes and _is_night(closes):
        found.append("closes-at-night")
    return found


def _is_night(moment: datetime) -> bool:
    is_midnight = (moment.hour, moment.minute) in {(0, 0), (23, 59)}
    return not is_midnight and (moment.hour >= NIGHT_FROM or moment.hour < NIGHT_TO)

"""The clock of a report once more, slowly: every day is walked, every pause is asked of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def end_of(day: date, zone: str) -> datetime:
    """The instant at which a day of the town is over."""
    return datetime.combine(day + DAY, time(), ZoneInfo(zone)).astimezone(UTC)


def due_on(
    filed_at: datetime,
    days: int,
    *,
    is_working: bool,
    if_day_off: str,
    works: Callable[[date], bool],
    pauses: Sequence[tuple[datetime, datetime]],
    zone: str,
) -> date:
    """The last day of a term, out of instants: no day is counted at whose end it waited."""
    day = filed_at.astimezone(ZoneInfo(zone)).date()
    counted = 0
    while counted < days:
        day += DAY
        over = end_of(day, zone)
        waited = any(asked < over <= answered for asked, answered in pauses)
        if not waited and (works(day) or not is_working):
            counted += 1
    while not is_working and if_day_off != "keep" and not works(day):
        day += DAY if if_day_off == "next" else -DAY
    return day

"""The clock of a report: the last day of its term, pauses; pure.

The day of filing is not counted (Civil Code, art. 191). A day at whose end the town waited for the
resident, or for another body, is not counted either. Days are the town's own, so neither a change
of clocks nor an hour of the night moves a term by a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

WORKING, CALENDAR = "working_days", "calendar_days"
UNITS = (WORKING, CALENDAR)
DAY = timedelta(days=1)
IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True)
class Term:
    """So many days of a unit; `is_moved`: a last day that is a day off gives way to a working one.

    "previous" is how appeals of 59-ФЗ are answered, "next" is art. 193 of the Civil Code.
    """

    days: int
    unit: str = WORKING
    if_day_off: str = "next"


def day_of(moment: datetime, time_zone: str) -> date:
    """The town's calendar day of an instant."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def is_waiting(pauses: Sequence[date]) -> bool:
    """Whether the last pause has not ended: pauses are days of asking and answering in turn."""
    return len(pauses) % 2 == 1


def paused(pauses: Sequence[date], on: date) -> list[date]:
    """The pauses with one more that begins on this day; nothing new while one goes on."""
    return list(pauses) if is_waiting(pauses) else [*pauses, on]


def resumed(pauses: Sequence[date], on: date) -> list[date]:
    """The pauses with the open one ended on this day."""
    return [*pauses, max(on, pauses[-1])] if is_waiting(pauses) else list(pauses)


def due_on(
    start: date, term: Term, is_working_day: IsWorkingDay, pauses: Sequence[date] = ()
) -> date:
    """The last day of the term, its ended pauses taken out; an open pause is not counted on."""
    closed = list(_spans(pauses))

    def counts(day: date) -> bool:
        return term.unit == CALENDAR or is_working_day(day)

    end, taken = _after(start, term.days, counts), 0
    while True:
        lost = sum(
            1
            for first, last in closed
            for day in _days(max(first, start + DAY), min(last, end + DAY))
            if counts(day)
        )
        if lost == taken:
            return _moved(end, term, is_working_day)
        end, taken = _after(end, lost - taken, counts), lost


def _spans(pauses: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Ended pauses as half-open spans that do not overlap."""
    reached = date.min
    for number, (first, last) in enumerate(pairwise(pauses)):
        if number % 2 == 0 and last > max(first, reached):
            yield max(first, reached), last
            reached = last


def _days(first: date, end: date) -> Iterator[date]:
    day = first
    while day < end:
        yield day
        day += DAY


def _after(start: date, days: int, counts: Callable[[date], bool]) -> date:
    day, missing = start, days
    while missing > 0:
        day += DAY
        missing -= counts(day)
    return day


def _moved(day: date, term: Term, is_working_day: IsWorkingDay) -> date:
    if term.unit == WORKING or term.if_day_off == "keep":
        return day
    step = DAY if term.if_day_off == "next" else -DAY
    while not is_working_day(day):
        day += step
    return day

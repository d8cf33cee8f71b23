"""A second, plain calculator of the same terms: walks day by day and writes the days down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

DAY = timedelta(days=1)
Works = Callable[[date], bool]


def walk(start: date, days: int, *, is_working: bool, works: Works) -> date:
    """The last of so many days after a day, each of them looked at."""
    counted: list[date] = []
    day = start
    while len(counted) < days:
        day = day + DAY
        if works(day) or not is_working:
            counted.append(day)
    return day


def register_by(filed: date, days: int, is_working: bool, works: Works) -> date:
    """Registration waits for a working day."""
    day = walk(filed, days, is_working=is_working, works=works)
    while not works(day):
        day = day + DAY
    return day


def answer_by(start: date, days: int, is_working: bool, works: Works) -> date:
    """The last working day of the term; when it has none, the first one after it."""
    last = walk(start, days, is_working=is_working, works=works)
    inside = [
        start + DAY * step
        for step in range(1, (last - start).days + 1)
        if works(start + DAY * step)
    ]
    if inside:
        return inside[-1]
    return register_by(last, 0, False, works)


def longest(start: date, first: int, more: int, works: Works) -> date:
    """Calendar days of both terms, one after another, and back to a working day."""
    last = start
    for _one in range(first + more):
        last = last + DAY
    back = last
    while not works(back) and back > start + DAY * first:
        back = back - DAY
    if works(back) and back > start + DAY * first:
        return back
    while not works(last):
        last = last + DAY
    return last

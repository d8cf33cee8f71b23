"""The arithmetic of terms: which days are working days, and how days are counted.

Sources: Labour Code of the Russian Federation, art. 111 and 112 (days off, public holidays and
where a day off moves when a holiday falls on it); Civil Code, art. 190-194 (a term begins on the
day after the event). Pure: no database, no Django.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

IfDayOff = Literal["keep", "next", "previous"]

SATURDAY = 5
DAY = timedelta(days=1)
# Ten thousand days are 27 years: no municipal term is longer, and a mistyped one must not loop.
LONGEST_TERM_DAYS = 10_000
FIRST_YEAR, LAST_YEAR = 2013, 2199

# Labour Code, art. 112, part 1, as in force since 2013: (month, day). In turn the New Year holidays
# with Christmas, Defender's Day, Women's Day, Labour Day, Victory Day, Russia Day, Unity Day.
PUBLIC_HOLIDAYS = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)


def is_public_holiday(day: date) -> bool:
    """Whether art. 112 names this date a non-working public holiday."""
    return (day.month, day.day) in PUBLIC_HOLIDAYS


def is_weekend(day: date) -> bool:
    """Saturday or Sunday of the five-day week, which town halls keep."""
    return day.weekday() >= SATURDAY


def days_moved_by_law(year: int) -> frozenset[date]:
    """Weekdays that art. 112, part 2 makes days off, when no government act says otherwise.

    A weekend that falls on a holiday moves to the next working day after the holiday; the weekends
    of 1-8 January are left out, because only a yearly act of the government places those.
    """
    moved: set[date] = set()
    for month, day in sorted(PUBLIC_HOLIDAYS):
        holiday = date(year, month, day)
        if month == 1 or not is_weekend(holiday):
            continue
        target = holiday + DAY
        while is_weekend(target) or is_public_holiday(target) or target in moved:
            target += DAY
        moved.add(target)
    return frozenset(moved)


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of a country: exceptions by date, and the years those exceptions cover.

    Inside a covered year the exceptions are the whole truth about moved days. In any other year
    the calendar falls back on the law alone, which is right except for the yearly transfers.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    covered_years: Set[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this date."""
        known = self.exceptions.get(day)
        if known is not None:
            return known
        if is_weekend(day) or is_public_holiday(day):
            return False
        return day.year in self.covered_years or day not in days_moved_by_law(day.year)

    def days_off(self, year: int) -> list[date]:
        """Every day of that year on which nobody works."""
        days = _days(date(year, 1, 1), date(year, 12, 31))
        return [day for day in days if not self.is_working_day(day)]

    def nearest_working_day(self, day: date, rule: IfDayOff) -> date:
        """The day itself, or the next or previous working day when it is a day off."""
        if rule == "keep":
            return day
        step = DAY if rule == "next" else -DAY
        while not self.is_working_day(day):
            day += step
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (before it when negative); 0 is `start`."""
        _check_length(count)
        step = DAY if count > 0 else -DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day


def add_calendar_days(start: date, count: int) -> date:
    """`start` moved by `count` days; the day of the event itself is not counted."""
    _check_length(count)
    return start + timedelta(days=count)


def _check_length(count: int) -> None:
    if abs(count) > LONGEST_TERM_DAYS:
        raise ValueError(f"a term of {count} days is longer than {LONGEST_TERM_DAYS}")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=index) for index in range((last - first).days + 1))

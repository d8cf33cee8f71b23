"""The arithmetic of days, against a second, naive implementation that walks day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.norms import rules, shipped
from veche.commons.norms.rules import WorkingCalendar

DAYS = st.dates(min_value=date(2024, 6, 1), max_value=date(2028, 6, 1))
COUNTS = st.integers(min_value=-400, max_value=400)


def shipped_calendar() -> WorkingCalendar:
    years = shipped.calendar_years()
    return WorkingCalendar(
        exceptions={day.date: day.is_working for year in years for day in year.days},
        covered_years=frozenset(year.year for year in years),
    )


CALENDAR = shipped_calendar()


def naive_days_off(calendar: WorkingCalendar, year: int) -> set[date]:
    """All days off of a year, built as a list of dates instead of asked one by one."""
    everyday = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    off = {day for day in everyday if day.year == year and day.isoweekday() in (6, 7)}
    holidays = [date(year, 1, n) for n in range(1, 9)]
    holidays += [date(year, m, d) for m, d in [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]]
    if year not in calendar.covered_years:
        for holiday in holidays[8:]:
            if holiday.isoweekday() in (6, 7):
                off.add(next(d for d in everyday if d > holiday and d not in off | set(holidays)))
    off |= set(holidays)
    for day, is_working in calendar.exceptions.items():
        if day.year == year:
            (off.discard if is_working else off.add)(day)
    return off


NAIVE = {year: naive_days_off(CALENDAR, year) for year in range(2022, 2033)}


def naive_is_working(day: date) -> bool:
    return day not in NAIVE[day.year]


def between(first: date, last: date) -> Iterator[date]:
    """Days from the first, the last one left out."""
    return (first + timedelta(days=n) for n in range((last - first).days))


def naive_add(start: date, count: int) -> date:
    if count == 0:
        return start
    step = 1 if count > 0 else -1
    line = (start + timedelta(days=step * n) for n in range(1, 1500))
    return next(islice((day for day in line if naive_is_working(day)), abs(count) - 1, None))


@pytest.mark.parametrize("year", range(2022, 2033))
def test_is_working_day_agrees_with_the_naive_calendar(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_working_day(day) == naive_is_working(day), day
        day += timedelta(days=1)


@settings(max_examples=150, deadline=None)
@given(start=DAYS, count=COUNTS)
def test_add_working_days_agrees_with_the_naive_walk(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, count) == naive_add(start, count)


@settings(max_examples=150, deadline=None)
@given(day=DAYS)
def test_nearest_working_day_is_working_and_nearest(day: date) -> None:
    after = CALENDAR.nearest_working_day(day, "next")
    before = CALENDAR.nearest_working_day(day, "previous")
    assert CALENDAR.nearest_working_day(day, "keep") == day
    assert before <= day <= after
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    assert not any(map(CALENDAR.is_working_day, between(day, after)))
    if CALENDAR.is_working_day(day):
        assert before == day == after


@pytest.mark.parametrize(
    ("year", "working_days"),
    # Published norms of working time for the five-day week.
    [(2025, 247), (2026, 247)],
)
def test_working_days_of_an_approved_year_match_the_published_norm(
    year: int, working_days: int
) -> None:
    days = between(date(year, 1, 1), date(year + 1, 1, 1))
    assert sum(map(CALENDAR.is_working_day, days)) == working_days


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2025, 3, 10), True),  # 8 March moved to 13 June by the government, not to Monday
        (date(2025, 6, 13), False),
        (date(2025, 11, 1), True),
        (date(2025, 11, 3), False),
        (date(2026, 1, 9), False),
        (date(2026, 1, 12), True),
        (date(2026, 3, 9), False),
        (date(2026, 12, 31), False),
        (date(2027, 5, 3), False),
        (date(2027, 5, 10), False),
        (date(2027, 6, 14), False),
        (date(2032, 5, 3), False),  # no data: 1 May 2032 is a Saturday
        (date(2032, 5, 10), False),
    ],
)
def test_known_days(day: date, is_working: bool) -> None:
    assert CALENDAR.is_working_day(day) is is_working


def test_an_absurd_term_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than"):
        CALENDAR.add_working_days(date(2026, 1, 1), 10**9)
    with pytest.raises(ValueError, match="longer than"):
        rules.add_calendar_days(date(2026, 1, 1), -(10**9))

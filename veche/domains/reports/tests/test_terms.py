"""The clock against a slow second one: holidays, pauses, year's end, changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.reports.rules import seasons, terms
from veche.domains.reports.rules.terms import CALENDAR, WORKING, Term
from veche.domains.reports.tests import slow_terms

# Zones with a change of clocks, at both ends of the day, and without.
ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "Pacific/Apia", "America/St_Johns")
FIRST = datetime(2025, 10, 1, tzinfo=UTC)
MINUTES = 16 * 30 * 24 * 60
instants = st.integers(0, MINUTES).map(lambda passed: FIRST + timedelta(minutes=passed))
calendars = st.tuples(
    st.frozensets(st.dates(date(2025, 10, 1), date(2027, 12, 31)), max_size=40),
    st.frozensets(st.dates(date(2025, 10, 1), date(2027, 12, 31)), max_size=10),
)


def works_by(off: frozenset[date], on: frozenset[date]):
    return lambda day: day in on or (day.weekday() < 5 and day not in off)


@st.composite
def waits(draw) -> list[tuple[datetime, datetime]]:
    """Pauses one after another, some shorter than a day."""
    moment, found = draw(instants), []
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), max_size=4)
    ):
        begun = moment + timedelta(hours=gap, minutes=1)
        moment = begun + timedelta(hours=length)
        found.append((begun, moment))
    return found


@given(
    filed=instants,
    days=st.integers(0, 45),
    unit=st.sampled_from([WORKING, CALENDAR]),
    if_day_off=st.sampled_from(["keep", "next", "previous"]),
    calendar=calendars,
    pauses=waits(),
    zone=st.sampled_from(ZONES),
)
def test_due_day_is_that_of_the_slow_clock(
    filed, days, unit, if_day_off, calendar, pauses, zone
) -> None:
    works = works_by(*calendar)
    flat: list[date] = []
    for asked, answered in pauses:
        flat = terms.paused(flat, terms.day_of(asked, zone))
        flat = terms.resumed(flat, terms.day_of(answered, zone))
    ours = terms.due_on(terms.day_of(filed, zone), Term(days, unit, if_day_off), works, flat)
    slow = slow_terms.due_on(
        filed,
        days,
        is_working=unit == WORKING,
        if_day_off=if_day_off,
        works=works,
        pauses=pauses,
        zone=zone,
    )
    assert ours == slow


WEEKDAYS = works_by(frozenset(), frozenset())


def test_the_day_of_filing_is_not_counted_nor_are_days_off() -> None:
    friday = date(2026, 11, 27)
    assert terms.due_on(friday, Term(1), WEEKDAYS) == date(2026, 11, 30)
    assert terms.due_on(friday, Term(8), WEEKDAYS) == date(2026, 12, 9)


def test_new_year_holidays_are_passed_over() -> None:
    off = frozenset(date(2027, 1, day) for day in range(1, 9))
    assert terms.due_on(date(2026, 12, 30), Term(2), works_by(off, frozenset())) == date(
        2027, 1, 11
    )


def test_a_day_asked_and_answered_costs_nothing() -> None:
    day = date(2026, 11, 25)
    assert terms.due_on(date(2026, 11, 24), Term(3), WEEKDAYS, [day, day]) == date(2026, 11, 27)


def test_an_appeal_is_answered_before_a_day_off() -> None:
    term = Term(30, CALENDAR, "previous")
    assert terms.due_on(date(2026, 11, 6), term, WEEKDAYS) == date(2026, 12, 4)


def test_an_hour_after_midnight_is_the_next_day_of_the_town() -> None:
    moment = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)
    assert terms.day_of(moment, "Europe/Moscow") == date(2027, 1, 1)
    assert terms.day_of(moment.astimezone(ZoneInfo("Asia/Tokyo")), "UTC") == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("first", "last", "on", "expected"),
    [
        ("", "", date(2026, 7, 1), True),
        ("16.04", "15.10", date(2026, 4, 16), True),
        ("16.04", "15.10", date(2026, 10, 15), True),
        ("16.04", "15.10", date(2026, 10, 16), False),
        ("15.10", "15.04", date(2027, 1, 1), True),
        ("15.10", "15.04", date(2026, 7, 1), False),
    ],
)
def test_seasons_pass_the_new_year(first, last, on, expected) -> None:
    assert seasons.is_in_season(first, last, on) is expected

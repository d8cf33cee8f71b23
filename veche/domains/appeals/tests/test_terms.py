"""The terms of the law against a slow second calculator: holidays, working days, year's end."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.norms import public as norms
from veche.commons.norms.public import WorkingCalendar
from veche.domains.appeals.rules import states, terms
from veche.domains.appeals.rules.terms import Term
from veche.domains.appeals.tests import slow_terms

CALENDAR, WORKING = "calendar_days", "working_days"
days = st.dates(date(2025, 11, 1), date(2028, 3, 1))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """The law's holidays with transfers of a made-up government, at most three weeks in a row."""
    off = dict.fromkeys(draw(st.lists(days, max_size=30)), False)
    on = dict.fromkeys(draw(st.lists(days, max_size=10)), True)
    start = draw(days)
    long = {start + timedelta(days=one): False for one in range(draw(st.integers(0, 21)))}
    return WorkingCalendar({**off, **long, **on}, frozenset({2026, 2027}))


def count_by(calendar: WorkingCalendar) -> terms.Count:
    """The norms' own counting, with this calendar in place of the town's."""

    def count(on: date, n: int, unit: str, *, if_day_off: terms.IfDayOff) -> date:
        with patch("veche.commons.norms.queries.working_calendar", lambda: calendar):
            return norms.add_days(on, n, unit, if_day_off=if_day_off)

    return count


@given(days, st.integers(1, 40), st.sampled_from([CALENDAR, WORKING]), calendars())
def test_last_days_are_those_of_the_slow_calculator(
    start: date, number: int, unit: str, calendar: WorkingCalendar
) -> None:
    term, count, works = Term(number, unit), count_by(calendar), calendar.is_working_day
    is_working = unit == WORKING
    registered = terms.register_by(start, term, count)
    assert registered == slow_terms.register_by(start, number, is_working, works)
    answered = terms.before_day_off(start, term, count)
    assert answered == slow_terms.answer_by(start, number, is_working, works)
    assert answered > start
    assert works(answered)


@given(days, st.integers(1, 40), st.integers(1, 40), calendars())
def test_a_longer_term_is_that_of_the_slow_calculator(
    start: date, first: int, more: int, calendar: WorkingCalendar
) -> None:
    found = terms.extended(start, Term(first, CALENDAR), Term(more, CALENDAR), count_by(calendar))
    assert found == slow_terms.longest(start, first, more, calendar.is_working_day)
    plain = terms.before_day_off(start, Term(first, CALENDAR), count_by(calendar))
    assert found >= plain


LAW = count_by(WorkingCalendar({}, frozenset()))


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 12, 30), date(2027, 1, 11)),
    ],
)
def test_registration_waits_for_a_working_day(filed: date, expected: date) -> None:
    assert terms.register_by(filed, Term(3, CALENDAR), LAW) == expected


def test_an_answer_comes_before_a_day_off_but_never_before_it_began() -> None:
    assert terms.before_day_off(date(2026, 11, 6), Term(30, CALENDAR), LAW) == date(2026, 12, 4)
    # Seven days from 31 December are all holidays: the first working day after them.
    assert terms.before_day_off(date(2026, 12, 31), Term(7, CALENDAR), LAW) == date(2027, 1, 11)


def test_days_left_pass_the_new_year() -> None:
    assert terms.days_left(date(2027, 1, 11), date(2026, 12, 30)) == 12
    assert terms.days_left(date(2026, 12, 30), date(2027, 1, 2)) == -3


def test_the_machine_lets_nobody_past_its_ends() -> None:
    for state in states.OVER:
        assert states.verbs_open(state, set(states.PARTS)) == ()
    for move in states.MOVES.values():
        assert move.target in states.STATES
        assert move.sources <= states.RUNNING

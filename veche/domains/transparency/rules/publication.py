"""What bodies report, for which periods, and by when: kinds, periods, days late."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

YEAR, QUARTER = "year", "quarter"
PERIODS = (YEAR, QUARTER)
_MONTHS = {YEAR: 12, QUARTER: 3}

HEAD, INDICATORS, BUDGET, PROGRAMME = "head", "indicators", "budget", "programme"
APPEALS, INSPECTIONS, AUDIT = "appeals", "inspections", "audit"
POLICE, HEALTH, OTHER = "police", "health", "other"
# Kind -> its usual period. Its term and its law are the norm `public_report.<kind>_days`.
KINDS = {
    HEAD: YEAR,
    INDICATORS: YEAR,
    BUDGET: QUARTER,
    PROGRAMME: YEAR,
    APPEALS: QUARTER,
    INSPECTIONS: QUARTER,
    AUDIT: YEAR,
    POLICE: YEAR,
    HEALTH: YEAR,
    OTHER: YEAR,
}
DAYS_MAX = 366
# What is overdue by more is folded below what can still be done in time.
LONG_LATE = 365
YEAR_MIN, YEAR_MAX = 2000, 2100
SENTENCES_MIN, SUMMARY_MIN = 3, 60
ROWS_SHOWN, TABLES_MAX = 20, 3
WAITING, SHOWN, REMOVED, WITHDRAWN = "waiting", "shown", "removed", "withdrawn"
QUESTION_STATES = (WAITING, SHOWN, REMOVED, WITHDRAWN)
# Whether words of the file are found: still being read, read, there were none (a scan, a link).
READING, READ, MUTE = "reading", "read", "mute"
TEXT_STATES = (READING, READ, MUTE)
_SENTENCE = re.compile(r"[^.!?…]*[^\W\d_][^.!?…]*[.!?…]+(?=\s|$)")


def first_day(period: str, day: date) -> date:
    """The first day of the year or the quarter in which a day lies."""
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(period: str, start: date) -> date:
    """The last day of the period that begins on `start`."""
    month = start.month + _MONTHS[period]
    following = date(start.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return following - timedelta(days=1)


def periods(period: str, since: date, until: date) -> Iterator[tuple[date, date]]:
    """First and last days of the periods from that of `since` to that of `until`."""
    start = first_day(period, since)
    while start <= until:
        end = last_day(period, start)
        yield start, end
        start = end + timedelta(days=1)


def lies_within(start: date, end: date, known: Iterable[tuple[date, date]]) -> bool:
    """Whether a period lies whole within one of those known."""
    return any(first <= start and end <= last for first, last in known)


def due_on(end: date, days: int) -> date:
    """By when a report on the period that ends so is published."""
    return end + timedelta(days=days)


def days_late(due: date, on: date) -> int:
    """Calendar days past the term; 0 within it."""
    return max(0, (on - due).days)


def sentences(text: str) -> int:
    """How many sentences a summary has; what ends with a full stop and holds a letter counts."""
    return len(_SENTENCE.findall(text))

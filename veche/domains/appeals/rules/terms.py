"""The terms of 59-ФЗ as last days; pure: how days are counted is handed in.

The day of the event is not counted (Civil Code, art. 191). An answer whose last day is a day off is
given on the working day before it, as offices do; registration waits for the next working day
(59-ФЗ names days, and nobody registers on a holiday). Where the holidays would push a last day back
to the very beginning, the next working day takes its place: a term never ends before it began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

IfDayOff = Literal["keep", "next", "previous"]


@dataclass(frozen=True)
class Term:
    """So many days of a unit, as a norm says it."""

    days: int
    unit: str


class Count(Protocol):
    """The last day of so many days after a day."""

    def __call__(self, on: date, n: int, unit: str, *, if_day_off: IfDayOff) -> date: ...


def register_by(filed_on: date, term: Term, count: Count) -> date:
    """The last day to register what came in."""
    return count(filed_on, term.days, term.unit, if_day_off="next")


def before_day_off(start: date, term: Term, count: Count) -> date:
    """The last day of a term that gives way to the working day before a day off."""
    found = count(start, term.days, term.unit, if_day_off="previous")
    return found if found > start else count(start, term.days, term.unit, if_day_off="next")


def extended(registered_on: date, term: Term, more: Term, count: Count) -> date:
    """The last day once the term was made longer: the second begins where the first has ended,
    on the calendar and not on the working day before it."""
    first = count(registered_on, term.days, term.unit, if_day_off="keep")
    return before_day_off(first, more, count)


def days_left(due_on: date, today: date) -> int:
    """Calendar days until the last day; below zero: late by so many."""
    return (due_on - today).days

"""What the rest of the house may ask of the norms: plain values only.

value("poll.decision_days", on=day)            -> Norm
add_days(day, 10, "working_days", if_day_off="next")
due_on("appeal.consideration_days", day, if_day_off="previous")
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from veche.commons.norms import actions, models, queries, rules
from veche.commons.norms.rules import IfDayOff, WorkingCalendar

__all__ = [
    "CALENDAR_DAYS",
    "MINUTES",
    "WORKING_DAYS",
    "CalendarYear",
    "IfDayOff",
    "Norm",
    "UnknownNorm",
    "WorkingCalendar",
    "add_days",
    "calendar_year",
    "due_on",
    "enter",
    "history",
    "in_force",
    "is_working_day",
    "load_shipped",
    "take_over",
    "value",
    "working_days",
]

CALENDAR_DAYS = "calendar_days"
WORKING_DAYS = "working_days"
MINUTES = "minutes"


class UnknownNorm(LookupError):
    """No value of this code is in force on this day: a gap in the table, not a person's mistake."""


@dataclass(frozen=True)
class Norm:
    """A dated value of law. `value` is a whole number of `unit`; `valid_to` is the last day."""

    code: str
    value: int
    unit: str
    legal_ref: str
    valid_from: date
    valid_to: date | None
    title: str = ""
    mark: str = ""
    source: str = ""


@dataclass(frozen=True)
class CalendarYear:
    """What is known of a year: `is_final` once the government's act on transfers is entered."""

    year: int
    is_final: bool
    source: str
    note: str


def value(code: str, on: date) -> Norm:
    """The norm in force on that day; raises UnknownNorm. One query."""
    row = queries.norm_in_force(code, on)
    if row is None:
        raise UnknownNorm(f"no value of {code} on {on}")
    return _norm(row)


def in_force(on: date, prefix: str = "") -> list[Norm]:
    """All norms in force on that day whose code begins with `prefix`."""
    return [_norm(row) for row in queries.norms_on(on, prefix)]


def add_days(on: date, n: int, unit: str = CALENDAR_DAYS, *, if_day_off: IfDayOff = "keep") -> date:
    """The day `n` days after `on`, which itself is not counted (Civil Code, art. 191).

    `if_day_off` says what becomes of a last day that is a day off: "keep" it, take the "next"
    working day (Civil Code, art. 193), or the "previous" one (practice of answering appeals).
    """
    if unit not in (CALENDAR_DAYS, WORKING_DAYS):
        raise ValueError(f"days are counted in calendar or working days, not in {unit}")
    if unit == CALENDAR_DAYS and if_day_off == "keep":
        return rules.add_calendar_days(on, n)
    calendar = queries.working_calendar()
    if unit == CALENDAR_DAYS:
        last = rules.add_calendar_days(on, n)
    else:
        last = calendar.add_working_days(on, n)
    return calendar.nearest_working_day(last, if_day_off)


def due_on(code: str, start: date, *, if_day_off: IfDayOff = "keep") -> date:
    """The last day of the term `code` that begins with an event on `start`."""
    norm = value(code, start)
    return add_days(start, norm.value, norm.unit, if_day_off=if_day_off)


def is_working_day(day: date) -> bool:
    """Whether the town hall works on this date."""
    return queries.working_calendar().is_working_day(day)


def working_days() -> Callable[[date], bool]:
    """The same for many dates: the calendar is read now, once."""
    return queries.working_calendar().is_working_day


def calendar_year(year: int) -> CalendarYear:
    """How far the calendar of a year may be trusted; an absent year is not final."""
    row = queries.calendar_year(year)
    if row is None:
        return CalendarYear(year, is_final=False, source="", note="")
    is_final = row.status == models.CalendarYear.Status.APPROVED
    return CalendarYear(year, is_final=is_final, source=row.source, note=row.note)


def take_over(code: str, *, value: int, legal_ref: str, valid_from: date) -> None:
    """The town's own value of a norm from a day on; joins the caller's transaction."""
    actions.take_over(code, value=value, legal_ref=legal_ref, valid_from=valid_from)


def enter(
    code: str, *, title: str, value: int, unit: str, legal_ref: str, valid_from: date
) -> None:
    """A norm of the town's own from a day on, known before or not; in the caller's transaction."""
    actions.enter(
        code, title=title, value=value, unit=unit, legal_ref=legal_ref, valid_from=valid_from
    )


def history(code: str) -> list[Norm]:
    """All values of a code, the newest first; one query."""
    return [_norm(row) for row in queries.history(code)]


def load_shipped() -> tuple[int, int]:
    """Bring the shipped norms and calendar of this town up to the running release."""
    return actions.load_shipped()


def _norm(row: models.Norm) -> Norm:
    return Norm(
        code=row.code,
        value=row.value,
        unit=row.unit,
        legal_ref=row.legal_ref,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        title=row.title,
        mark=row.mark,
        source=row.source,
    )

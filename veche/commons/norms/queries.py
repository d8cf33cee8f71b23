"""Reading the norms: all kept in memory under a stamp, the row in force on a day, the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from veche.commons.norms.models import CalendarYear, Norm, WorkingDay
from veche.commons.norms.rules import WorkingCalendar
from veche.commons.towns import public as towns
from veche.kernel import stamps


@dataclass(frozen=True)
class Kept:
    """The norms of one town by their codes, and its calendar, as one process keeps them."""

    norms: dict[str, Sequence[Norm]]
    calendar: WorkingCalendar


def _read() -> Kept:
    found: dict[str, list[Norm]] = {}
    for row in Norm.objects.all():
        found.setdefault(row.code, []).append(row)
    return Kept(dict(found), _read_calendar())


_kept = stamps.Kept("norms", _read)


def norm_in_force(code: str, on: date) -> Norm | None:
    """The one row of `code` in force on that day, if there is one."""
    rows = _kept.of(towns.current().id).norms.get(code, ())
    return next((row for row in rows if _is_in_force(row, on)), None)


def norms_on(on: date, prefix: str = "") -> list[Norm]:
    """Every norm in force on that day whose code begins with `prefix`, by code."""
    known = _kept.of(towns.current().id).norms
    wanted = (rows for code, rows in known.items() if code.startswith(prefix))
    return [row for rows in wanted for row in rows if _is_in_force(row, on)]


def _is_in_force(row: Norm, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)


def working_calendar() -> WorkingCalendar:
    """The town's calendar; some twenty rows a year, so it is kept whole."""
    return _kept.of(towns.current().id).calendar


def _read_calendar() -> WorkingCalendar:
    return WorkingCalendar(
        exceptions=dict(WorkingDay.objects.values_list("date", "is_working")),
        covered_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


def calendar_year(year: int) -> CalendarYear | None:
    """What is known of a year of the calendar."""
    return CalendarYear.objects.filter(year=year).first()


def history(code: str) -> list[Norm]:
    """Every value of a code, the newest first."""
    return list(Norm.objects.filter(code=code).order_by("-valid_from"))


def everything() -> list[Norm]:
    """All values of all codes, past and coming ones too."""
    return list(Norm.objects.order_by("code", "valid_from"))

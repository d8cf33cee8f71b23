"""Reading the norms: the row in force on a day, and the calendar whole."""

from datetime import date

from django.db.models import Q

from veche.commons.norms.models import CalendarYear, Norm, WorkingDay
from veche.commons.norms.rules import WorkingCalendar


def norm_in_force(code: str, on: date) -> Norm | None:
    """The one row of `code` in force on that day, if there is one."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Norm.objects.filter(open_ended, code=code, valid_from__lte=on).first()


def norms_on(on: date, prefix: str = "") -> list[Norm]:
    """Every norm in force on that day whose code begins with `prefix`, by code."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return list(Norm.objects.filter(open_ended, code__startswith=prefix, valid_from__lte=on))


def working_calendar() -> WorkingCalendar:
    """The town's calendar; some twenty rows a year, so it is read whole."""
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

"""The list of hours as a file for Dobro.rf: those who agreed, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from veche.domains.workdays.actions.summing_up import Hours
from veche.domains.workdays.models import Day
from veche.kernel.text import in_fours
from veche.kernel.web import downloads

FORMS = ("csv", "xlsx")
_WIDTHS = (22, 18, 22, 14, 44, 26, 40, 10, 20)


def _header() -> list[str]:
    """What stands over the columns."""
    return [
        _("Фамилия"),
        _("Имя"),
        _("Отчество"),
        _("Дата"),
        _("Мероприятие"),
        _("Вид работ"),
        _("Место"),
        _("Часы"),
        _("Номер справки"),
    ]


def _cells(row: Day, one: Hours) -> list[str | float]:
    return [
        one.name.surname,
        one.name.name,
        one.name.patronymic,
        row.on.strftime("%d.%m.%Y"),
        row.title,
        row.work.title,
        row.address,
        one.minutes / 60,
        in_fours(one.number),
    ]


def hours_file(row: Day, lines: Sequence[Hours], form: str) -> HttpResponseBase:
    """CSV or a workbook; nothing in it is run as a formula."""
    name = f"hours-{row.on.isoformat()}-{row.slug}.{form}"
    if form == "csv":
        return downloads.csv_file(name, _header(), (_cells(row, one) for one in lines))
    cells = (_cells(row, one) for one in lines)
    return downloads.xlsx_file(name, _("Часы"), _header(), cells, widths=_WIDTHS)

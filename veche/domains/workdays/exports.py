"""The list of hours as a file for Dobro.rf: those who agreed, line by line."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from openpyxl import Workbook

from veche.domains.workdays.actions.summing_up import Hours
from veche.domains.workdays.models import Day
from veche.kernel.text import in_fours
from veche.kernel.web import downloads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Часы"))
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[place]].width = width
    sheet.append(_header())
    for one in lines:
        sheet.append([downloads.safe_cell(cell) for cell in _cells(row, one)])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

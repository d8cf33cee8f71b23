"""Cases as a sheet: numbers, days, how each ended; nobody's name and nobody's words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from veche.domains.appeals.models import Appeal
from veche.domains.appeals.queries import wording
from veche.domains.appeals.rules import states
from veche.kernel.web import downloads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (14, 16, 14, 14, 14, 16, 36, 26, 36, 40, 14, 14, 14)


def header() -> list[str]:
    """What stands over the columns."""
    return [
        _("Номер"),
        _("Вид"),
        _("Откуда"),
        _("Поступило"),
        _("Зарегистрировано"),
        _("Срок"),
        _("Подразделение"),
        _("Состояние"),
        _("Передано"),
        _("Основание"),
        _("Продлено"),
        _("Завершено"),
        _("Дней опоздания"),
    ]


def _cells(row: Appeal, today: date) -> list[Any]:
    end = row.ended_on or today
    return [
        wording.book_number(row) or wording.number(row.number),
        str(wording.KINDS[row.kind]),
        str(wording.SOURCES[row.source]),
        row.filed_on.isoformat(),
        _day(row.registered_on),
        row.due_on.isoformat(),
        row.department.name if row.department else "",
        str(wording.STATES[row.state]),
        row.forwarded_to,
        wording.ground_law(row.ground) if row.ground else "",
        _day(row.extended_on),
        _day(row.ended_on),
        max((end - row.due_on).days, 0) if row.state != states.WITHDRAWN else 0,
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def cases_csv(rows: Iterable[Appeal], today: date) -> StreamingHttpResponse:
    """The rows as they are read."""
    return downloads.csv_file("appeals.csv", header(), (_cells(row, today) for row in rows))


def cases_xlsx(rows: Iterable[Appeal], today: date) -> FileResponse:
    """The same as a workbook: written to a file that is gone once it was sent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Обращения"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKLM", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(header())
    for row in rows:
        sheet.append([downloads.safe_cell(one) for one in _cells(row, today)])
    kept = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response that sends it
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename="appeals.xlsx", content_type=XLSX)

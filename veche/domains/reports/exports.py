"""The worklist as a file: CSV row by row, a workbook written row by row and sent as it lies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from veche.domains.reports.models import Report
from veche.domains.reports.queries import public_terms, wording
from veche.domains.reports.rules import states
from veche.kernel.web import downloads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (12, 18, 30, 36, 60, 30, 24, 14, 14, 14)


def header() -> list[str]:
    """What stands over the columns."""
    return [
        _("Номер"),
        _("Подано"),
        _("Тема"),
        _("Адрес"),
        _("Текст"),
        _("Исполнитель"),
        _("Состояние"),
        _("Срок"),
        _("Обещано"),
        _("Просрочено, дней"),
    ]


def _cells(row: Report, today: date) -> list[Any]:
    late = (today - row.due_on).days if states.is_late(row.state, row.due_on, today) else ""
    return [
        wording.number(row.number),
        f"{timezone.localtime(row.filed_at):%Y-%m-%d %H:%M}",
        row.category.title,
        row.address,
        row.text,
        row.body.name if row.body else row.forwarded_to,
        str(wording.STATES[row.state]),
        row.due_on.isoformat() if row.state in states.RUNNING else "",
        row.planned_on.isoformat() if row.planned_on else "",
        late,
    ]


def worklist_csv(rows: Iterable[Report], today: date) -> StreamingHttpResponse:
    """The rows as they are read."""
    return downloads.csv_file("reports.csv", header(), (_cells(row, today) for row in rows))


def worklist_xlsx(rows: Iterable[Report], today: date) -> FileResponse:
    """The same as a workbook: written to a file that is gone once it was sent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Сообщения"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJ", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(header())
    for cells in _safe(rows, today):
        sheet.append(cells)
    kept = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response that sends it
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename="reports.xlsx", content_type=XLSX)


def _safe(rows: Iterable[Report], today: date) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            downloads.safe_cell(ILLEGAL_CHARACTERS_RE.sub("", one)) if isinstance(one, str) else one
            for one in _cells(row, today)
        ]


_OPEN = (
    "number",
    "filed_at",
    "changed_at",
    "group",
    "category",
    "text",
    "address",
    "latitude",
    "longitude",
    "state",
    "stage",
    "body",
    "due_on",
    "answered_on",
    "supporters",
)


def open_csv(rows: Iterable[Report], today: date) -> StreamingHttpResponse:
    """What everyone may read, under names that programs know."""
    cells = (_open_cells(row, today) for row in rows)
    return downloads.csv_file(f"reports-{today}.csv", _OPEN, cells)


def _open_cells(row: Report, today: date) -> list[Any]:
    due_on = public_terms.due_of(row, today)
    return [
        row.number,
        row.filed_at.isoformat(),
        row.changed_at.isoformat(),
        row.group_id,
        row.category_id,
        row.text,
        row.address,
        row.latitude,
        row.longitude,
        row.state,
        row.stage,
        row.body.name if row.body else row.forwarded_to,
        due_on.isoformat() if due_on else "",
        row.answered_on.isoformat() if row.answered_on else "",
        row.supporters,
    ]

"""The worklist as a file, and what everyone may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from veche.domains.reports.models import OutsideCase, Report
from veche.domains.reports.queries import public_terms, wording
from veche.domains.reports.rules import states
from veche.kernel.web import downloads

_WIDTHS = (12, 18, 30, 36, 60, 30, 24, 14, 14, 14, 24)


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
        _("Источник"),
    ]


def _cells(row: Report | OutsideCase, today: date) -> list[Any]:
    if isinstance(row, OutsideCase):
        return _cells_of_outside(row, today)
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
        _("Сообщения здесь"),
    ]


def _cells_of_outside(row: OutsideCase, today: date) -> list[Any]:
    return [
        row.number,
        row.filed_on.isoformat() if row.filed_on else "",
        row.category.title if row.category else "",
        row.address,
        row.topic,
        row.body.name if row.body else "",
        row.state,
        row.due_on.isoformat() if row.due_on else "",
        "",
        (today - row.due_on).days if row.due_on and row.due_on < today else "",
        row.register.title,
    ]


def worklist_csv(rows: Iterable[Report | OutsideCase], today: date) -> StreamingHttpResponse:
    """The rows as they are read."""
    return downloads.csv_file("reports.csv", header(), (_cells(row, today) for row in rows))


def worklist_xlsx(rows: Iterable[Report | OutsideCase], today: date) -> FileResponse:
    """The same as a workbook."""
    cells = (_cells(row, today) for row in rows)
    return downloads.xlsx_file("reports.xlsx", _("Сообщения"), header(), cells, widths=_WIDTHS)


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

"""Cases as a sheet: numbers, days, how each ended; nobody's name and nobody's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from veche.domains.appeals.models import Appeal
from veche.domains.appeals.queries import wording
from veche.domains.appeals.rules import states
from veche.kernel.web import downloads

_WIDTHS = (14, 16, 14, 14, 14, 16, 36, 26, 36, 40, 14, 14, 14, 14)


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
        _("Зарегистрировали позже, дней"),
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
        max((end - _last_day(row)).days, 0) if row.state != states.WITHDRAWN else 0,
        max(((row.registered_on or today) - row.register_by).days, 0),
    ]


def _last_day(row: Appeal) -> date:
    """Until when the law wanted what was done with it: passed on, refused, or answered."""
    if row.state == states.FORWARDED and row.forward_by:
        return row.forward_by
    if row.ground in states.HURRIED and row.notice_by:
        return row.notice_by
    return row.due_on


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def cases_csv(rows: Iterable[Appeal], today: date) -> StreamingHttpResponse:
    """The rows as they are read."""
    return downloads.csv_file("appeals.csv", header(), (_cells(row, today) for row in rows))


def cases_xlsx(rows: Iterable[Appeal], today: date) -> FileResponse:
    """The same as a workbook."""
    cells = (_cells(row, today) for row in rows)
    return downloads.xlsx_file("appeals.xlsx", _("Обращения"), header(), cells, widths=_WIDTHS)

"""Files of a budget for tests, entered the ordinary way."""

from __future__ import annotations

import csv as tables
import io
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.transparency.actions import loading, publishing, registering
from veche.domains.transparency.actions.loading import About
from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import office, register_words
from veche.domains.transparency.rules import codes, mapping, registers, stages
from veche.kernel import jobs

YEAR = 2026
ACT = {"act_title": "Решение о бюджете", "act_number": "12", "act_on": date(2025, 12, 18)}
# Merged headings in two rows, a row of numbers, totals beside their parts, «Итого» at the foot.
SPENDING: list[list[Any]] = [
    ["Приложение 5 к решению Совета от 18.12.2025, № 12"],
    [],
    ["Ведомственная структура расходов на 2026 год"],
    [None, None, None, None, None, None, "тыс. руб."],
    ["Наименование", "Код бюджетной классификации", None, None, None, None, "Сумма"],
    [None, "ГРБС", "Рз", "ПР", "ЦСР", "ВР", None],
    [1, 2, 3, 4, 5, 6, 7],
    ["Управление образования", "902", None, None, None, None, 1500.5],
    ["Образование", "902", "07", "00", None, None, 1500.5],
    ["Дошкольное образование", "902", "07", "01", None, None, 500.5],
    ["Программа «Знание»", "902", "07", "01", "0100000000", None, 500.5],
    ["Детские сады", "902", "07", "01", "0110100590", "611", 500.5],
    ["Общее образование", "902", "07", "02", None, None, 1000],
    ["Школы", "902", "07", "02", "0110200590", "611", 900],
    ["Ремонт школ", "902", "07", "02", "0110245500", "612", 100],
    ["Администрация", "901", None, None, None, None, 499.5],
    ["Жилищно-коммунальное хозяйство", "901", "05", "00", None, None, 499.5],
    ["Благоустройство", "901", "05", "03", None, None, 499.5],
    ["Дворы", "901", "05", "03", "0220145670", "244", 499.5],
    ["ВСЕГО РАСХОДОВ", None, None, None, None, None, 2000],
]
REVENUE: list[list[Any]] = [
    ["Наименование дохода", "Код бюджетной классификации", "Утверждено, руб.", "Исполнено, руб."],
    ["НАЛОГОВЫЕ И НЕНАЛОГОВЫЕ ДОХОДЫ", "000 1 00 00000 00 0000 000", "1 300 000,00", "1 200 000"],
    ["НАЛОГИ НА ПРИБЫЛЬ, ДОХОДЫ", "000 1 01 00000 00 0000 000", "1 000 000,00", "1 000 000,00"],
    ["Налог на доходы физических лиц", "000 1 01 02000 01 0000 110", "1 000 000", "1 000 000"],
    ["НДФЛ с работодателей", "182 1 01 02010 01 0000 110", "1 000 000", "1 000 000"],
    ["АРЕНДА", "000 1 11 00000 00 0000 000", "300 000", "200 000"],
    ["Аренда земли", "901 1 11 05012 14 0000 120", "300 000", "200 000"],
    ["БЕЗВОЗМЕЗДНЫЕ ПОСТУПЛЕНИЯ", "000 2 00 00000 00 0000 000", "700 000", "900 000"],
    ["Субсидии", "902 2 02 20000 14 0000 150", "700 000", "900 000"],
    ["ИТОГО", "", "2 000 000", "2 100 000"],
]


def open_service() -> None:
    """Switch the service on in a town that is no demo."""
    switch_service("transparency", "on")


def role(*names: str) -> PersonRef:
    """An official."""
    return make_person(roles=list(names))


def xlsx(rows: Sequence[Sequence[Any]], title: str = "Расходы", *, merged: str = "") -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv(rows: Sequence[Sequence[Any]], mark: str = ";", encoding: str = "utf-8") -> bytes:
    """The same rows as CSV."""
    kept = io.StringIO()
    tables.writer(kept, delimiter=mark).writerows(
        [["" if one is None else one for one in row] for row in rows]
    )
    return kept.getvalue().encode(encoding)


def about(**given: Any) -> About:
    """An adopted budget of spending, if nothing else is said."""
    told = {"year": YEAR, "side": codes.SPENDING, "stage": stages.ADOPTED}
    return About(**{**told, "as_of": date(YEAR, 1, 1), **ACT, **given})


def upload(person: PersonRef, data: bytes, name: str = "бюджет.xlsx", **given: Any) -> str:
    """A kept file; its slug."""
    return loading.upload_source(person, data=data, name=name, about=about(**given))


def fresh(slug: str) -> Source:
    """The row as it is now."""
    return Source.objects.get(slug=slug)


def match(person: PersonRef, slug: str, **given: Any) -> Source:
    """Columns as they are guessed, the file read to its end."""
    row = fresh(slug)
    _book, head = office.head_of(row, 0)
    columns = given.pop("columns", None) or mapping.guessed(head, row.side, row.year)
    unit = given.pop("unit", None) or head.unit
    loading.match_columns(person, slug=slug, sheet=0, columns=columns, unit=unit)
    return run_reading(slug)


def run_reading(slug: str) -> Source:
    """The file as it is when its reading has come to an end."""
    jobs.run_waiting()
    # In a town that is served its own worker may have taken the file.
    for _try in range(400):
        row = fresh(slug)
        if row.state != stages.CHECKING:
            break
        time.sleep(0.05)
    return row


def take_samples() -> None:
    """The sample of every table beside the budget, taken as it is."""
    for kind in registers.KINDS:
        data = csv(register_words.ABOUT[kind].sample)
        registering.import_register(role("approver"), kind=kind, data=data, name="sample.csv")


def publish(data: bytes, name: str = "бюджет.xlsx", **given: Any) -> Source:
    """A version from its file to everyone."""
    author, approver = role("author"), role("approver")
    slug = upload(author, data, name, **given)
    row = match(author, slug)
    return publishing.publish_source(approver, slug=slug, attempt=row.attempt, has_seen=True)

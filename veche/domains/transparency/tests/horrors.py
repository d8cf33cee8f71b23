"""A workbook as finance offices really send it, made with what their programs leave behind."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
from openpyxl.styles import Border, Side

NBSP, THIN = "\u00a0", "\u202f"
# Blank rows with borders drawn far below the table.
DRAWN_TO = 4000


def workbook(*, wrong: bool = False) -> bytes:
    """Three rows of headings, merged; a total in the middle; a section's total after its lines;
    numbers as text; minuses in brackets; the unit in the caption; hidden rows and columns; formulas
    whose values nobody has counted. With `wrong`: five cells that cannot be taken."""
    book = openpyxl.Workbook()
    book.active.title = "Пояснения"
    book.active.append(["Пояснительная записка к проекту"])
    page: Any = book.create_sheet("Прил. 5")
    page["A1"] = "Приложение 5"
    page["A2"] = "к решению Совета от 18.12.2025 № 12"
    page["A4"] = "Распределение бюджетных ассигнований на 2026 год (тыс. руб.)"
    page.merge_cells("A4:I4")
    headings(page)
    rows = table(wrong=wrong)
    for number, cells in enumerate(rows, start=9):
        for place, value in enumerate(cells, start=1):
            if value is not None:
                page.cell(number, place, value)
    # Merged over three cells, as a line between groups.
    page.merge_cells("A13:C13")
    page.column_dimensions["E"].hidden = True
    page.row_dimensions[16].hidden = True
    for number in range(9 + len(rows), DRAWN_TO):
        page.cell(number, 1).border = Border(bottom=Side(style="thin"))
    return _kept(book)


def headings(page: Any) -> None:
    """Rows 5 to 8: two merged downwards, one over three, one over two; numbers of columns."""
    page["A5"], page["B5"], page["G5"] = "Наименование показателя", "Коды", "Сумма"
    page.merge_cells("A5:A7")
    page.merge_cells("B5:F5")
    page.merge_cells("G5:I5")
    for place, word in zip("BCDEF", ("Вед.", "Рз", "ПР", "ЦСР", "ВР"), strict=True):
        page[f"{place}6"] = word
        page.merge_cells(f"{place}6:{place}7")
    page["G6"], page["I6"] = "2026 год", "%"
    page.merge_cells("G6:H6")
    page["G7"], page["H7"] = "утверждено", "исполнено"
    for place, number in zip("ABCDEFGHI", range(1, 10), strict=True):
        page[f"{place}8"] = number


def table(*, wrong: bool) -> list[list[Any]]:
    """Rows from the ninth on."""
    faulty: list[list[Any]] = [
        ["Ошибка формулы", 901, "05", "03", "0220145671", 244, "#REF!", None, None],
        ["Без кода", None, None, None, None, None, 5, None, None],
        ["Не считали", 901, "05", "03", "0220145672", 244, "=SUM(G9:G10)", None, None],
        ["Не число", 901, "05", "03", "0220145673", 244, "по факту", None, None],
        ["Не тот раздел", 901, "77", "03", "0220145674", 244, 1, None, None],
    ]
    return [
        ["Управление образования", 902, None, None, None, None, f"1{NBSP}500,50", 900, 60],
        ["Образование", 902, 7, 0, None, None, f"1{NBSP}500,50", 900, 60],
        ["Школы", 902, 7, 2, "0110200590", 611, f"1{THIN}000,50", "600", 60],
        ["Детские сады", "902", "07", "01", "0110100590", "611", " 520 ", "(20,0)", "x"],
        ["в том числе:", None, None, None, None, None, None, None, None],
        ["Возврат остатков", "902", "07", "01", "0110199990", "612", "(20)", "320", 0],
        [None] * 9,
        # Hidden, and counted all the same: it stands in the file.
        ["Итого по ведомству 902", None, None, None, None, None, "1 500,5", 900, 60],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["Благоустройство", 901, "05", "03", None, None, 499.5, "-", None],
        ["Дворы", 901, "05", "03", "0220145670", 244, 499.5, "–", None],
        *(faulty if wrong else []),
        ["ВСЕГО РАСХОДОВ", None, None, None, None, None, 2000, "900", 45],
        [None] * 9,
        ["Начальник управления", None, None, None, None, "И. И. Иванова", None, None, None],
    ]


def _kept(book: Any) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_counted_formula(data: bytes, counted: str) -> bytes:
    """The same workbook after a program that counts: each formula with its value."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if b"</f><v" in part:
                part = part.replace(b"</f><v></v>", f"</f><v>{counted}</v>".encode())
                part = part.replace(b"</f><v />", f"</f><v>{counted}</v>".encode())
                part = part.replace(b"</f><v/>", f"</f><v>{counted}</v>".encode())
            new.writestr(name, part)
    return kept.getvalue()

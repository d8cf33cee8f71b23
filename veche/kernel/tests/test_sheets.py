"""Workbooks made to keep a server busy are refused, or read no further than a table goes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from veche.kernel import sheets
from veche.kernel.errors import Invalid

SHEET, WORDS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        sheets.read(data)
    return str(refused.value.fields["file"])


def words(sheet: sheets.Sheet) -> list[list[str]]:
    return [[one for one in row if one] for _line, row in sheet.rows]


def test_rows_far_away_are_not_walked_to() -> None:
    """A row says its own number: what lies between would be rows, endless ones."""
    far = 10**15
    plain = workbook(["Номер", "Состояние"], ["1", "В работе"], ["2", "Сделано"])
    first = changed(plain, SHEET, lambda xml: xml.replace(b'<row r="1"', b'<row r="%d"' % far))
    assert "нет таблицы" in refusal(first)
    last = changed(plain, SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="%d"' % far))
    found = sheets.read(last)
    assert (found.is_cut, words(found)) == (True, [["1", "В работе"]])


def test_a_quote_that_is_not_closed_is_told_by_its_line() -> None:
    rows = ["Имя;Сумма", '"Школы;100', "Сады;200", 'Кафе "Ромашка";300', '"Дворы";400']
    open_quote = sheets.open_book("\r\n".join(rows).encode())
    with pytest.raises(sheets.Unclosed) as refused:
        list(sheets.lines(open_quote))
    assert refused.value.line == 2
    rows[1] = '"Школы;\nсады";100'
    rows[4] = '"Кафе "Ромашка"";400'
    found = [cells for _line, cells in sheets.lines(sheets.open_book("\r\n".join(rows).encode()))]
    assert found[1:] == [
        ["Школы;\nсады", "100"],
        ["Сады", "200"],
        ['Кафе "Ромашка"', "300"],
        ['Кафе Ромашка""', "400"],
    ]


def test_a_number_that_a_workbook_cannot_keep_whole_is_not_made_up() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Код", "Сумма"])
    book.active.append([90207020110100590, 1.5e9])
    book.active.append([float(10102010010000110), 10**14])
    out = io.BytesIO()
    book.save(out)
    found = [cells for _line, cells in sheets.lines(sheets.open_book(out.getvalue()))]
    assert not any(cells[0].isdecimal() for cells in found)
    assert [cells[1] for cells in found[1:]] == ["1500000000", "100000000000000"]


def test_a_formula_that_was_counted_as_no_words_is_blank() -> None:
    plain = workbook(["Код", "=IF(A1=1;2;3)", "=A1"], ["Имя", "=SUM(A1:A2)", "5"])
    counted = b'<c r="B1" t="str"><f>IF(A1=1,2,"")</f><v></v></c>'

    def count(xml: bytes) -> bytes:
        start = xml.index(b'<c r="B1"')
        end = xml.index(b"</c>", start) + len(b"</c>")
        return xml[:start] + counted + xml[end:]

    book = sheets.open_book(changed(plain, SHEET, count))
    found = [[one for one in cells if one] for _line, cells in sheets.lines(book)]
    assert found == [["Код", "=A1"], ["Имя", "=SUM(A1:A2)", "5"]]


def test_a_formula_over_many_cells_that_nobody_has_counted_is_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Код", "Сумма"])
    book.active["B2"] = ArrayFormula("B2:B2", "=SUM(A1:A9*B1:B9)")
    out = io.BytesIO()
    book.save(out)
    found = [cells[1] for _line, cells in sheets.lines(sheets.open_book(out.getvalue()))]
    assert found == ["Сумма", "=SUM(A1:A9*B1:B9)"]


def test_a_workbook_is_opened_once_and_other_sheets_are_let_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["=A2"])
    book.create_sheet("Прил. 5").append(["Код", "5"])
    out = io.BytesIO()
    book.save(out)
    opened: list[bool] = []
    load = openpyxl.load_workbook

    def counted(*given: Any, **named: Any) -> Any:
        opened.append(True)
        return load(*given, **named)

    monkeypatch.setattr(openpyxl, "load_workbook", counted)
    told = sheets.open_book(out.getvalue())
    assert not opened
    assert [one.title for one in sheets.tops(told, 5, 5)] == ["Sheet", "Прил. 5"]
    assert len(opened) == 1
    assert [cells[:2] for _line, cells in sheets.lines(told, 1)] == [["Код", "5"]]
    assert len(opened) == 2
    assert [cells[0] for _line, cells in sheets.lines(told)] == ["=A2"]
    assert len(opened) == 4


def test_a_title_above_the_headings_is_passed_over() -> None:
    above = [["Сводка"]] * (sheets.HEADINGS_WITHIN - 1)
    found = sheets.read(workbook(*above, ["Номер", "Состояние"], ["1", "В работе"]))
    assert found.headings == ["Номер", "Состояние"]
    assert words(found) == [["1", "В работе"]]
    assert "нет таблицы" in refusal(workbook(["Сводка"], *above, ["Номер", "Состояние"]))


def test_a_workbook_of_endless_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = workbook(["Номер", "Состояние"], ["1", "В работе"])
    out = io.BytesIO(plain)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(WORDS, b" " * 5000)
        unpacked = sum(one.file_size for one in archive.infolist())
    monkeypatch.setattr(sheets, "SHARED_WORDS_MAX", 4999)
    assert "слишком большая" in refusal(out.getvalue())
    assert sheets.read(plain).rows
    monkeypatch.setattr(sheets, "UNPACKED_MAX", unpacked - 5001)
    assert "слишком большая" in refusal(plain)

"""Tables as files: nothing in them is run by whoever opens them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from veche.kernel.errors import Invalid
from veche.kernel.web import downloads


def test_no_cell_of_a_workbook_is_a_formula_nor_a_heading() -> None:
    header = ("=HYPERLINK(1)", "@a", "Шум\x07")
    answer: Any = downloads.xlsx_file("a.xlsx", "a", header, [["=1+1", 2, "б\x00"]], widths=[9] * 3)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet: Any = book.active
    assert [one.value for one in sheet[1]] == ["'=HYPERLINK(1)", "'@a", "Шум"]
    assert [one.value for one in sheet[2]] == ["'=1+1", 2, "б"]
    assert {one.data_type for row in sheet for one in row} == {"s", "n"}


def test_a_workbook_is_no_longer_than_its_reader_waits() -> None:
    rows = [[1], [2], [3]]
    assert downloads.xlsx_file("a.xlsx", "a", ["n"], rows, widths=[9], most=3).status_code == 200
    with pytest.raises(Invalid):
        downloads.xlsx_file("a.xlsx", "a", ["n"], rows, widths=[9], most=2)


def test_a_workbook_that_is_refused_leaves_nothing_on_the_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def torn() -> Iterator[list[Any]]:
        yield [1]
        raise RuntimeError("the database went away")

    cases: list[tuple[Iterable[list[Any]], type[Exception]]] = [
        ([[1], [2], [3]], Invalid),
        (torn(), RuntimeError),
        ([[1], [object()]], ValueError),
    ]
    for rows, error in cases:
        with pytest.raises(error):
            downloads.xlsx_file("a.xlsx", "a", ["n"], rows, widths=[9], most=2)
        assert list(tmp_path.iterdir()) == []

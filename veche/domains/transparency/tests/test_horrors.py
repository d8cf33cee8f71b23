"""The finance office's real workbook: what is right is read, a wrong cell is told by its name."""

from __future__ import annotations

from typing import Any

import pytest

from veche.domains.transparency.actions import loading
from veche.domains.transparency.models import Line
from veche.domains.transparency.queries import office, wording
from veche.domains.transparency.rules import codes, mapping, stages
from veche.domains.transparency.tests import horrors, makers
from veche.kernel import jobs

ROUBLES = 100


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    makers.open_service()


def read(data: bytes) -> Any:
    """Its second sheet, with the columns that are guessed."""
    author = makers.role("author")
    slug = makers.upload(author, data, stage=stages.EXECUTED)
    row = makers.fresh(slug)
    _book, head = office.head_of(row, 1)
    columns = mapping.guessed(head, codes.SPENDING, makers.YEAR)
    assert columns == {
        "name": 0, "office": 1, "section": 2, "subsection": 3, "target": 4, "kind": 5,
        "plan": 6, "executed": 7,
    }  # fmt: skip
    assert (head.first_row, head.unit) == (9, 1000)
    loading.match_columns(author, slug=slug, sheet=1, columns=columns, unit=head.unit)
    jobs.run_waiting()
    return makers.fresh(slug)


def test_three_rows_of_headings_totals_between_and_brackets_are_read_as_meant() -> None:
    row = read(horrors.workbook())
    assert row.state == stages.READY, wording.faults(row)
    assert (row.plan, row.executed) == (2_000_000 * ROUBLES, 900_000 * ROUBLES)
    assert row.doubts_number == 0, wording.doubts(row)
    kept = Line.objects.filter(source=row, is_total=False).order_by("row")
    assert [(one.row, one.plan, one.executed) for one in kept] == [
        (11, 1_000_500 * ROUBLES, 600_000 * ROUBLES),
        (12, 520_000 * ROUBLES, -20_000 * ROUBLES),
        (14, -20_000 * ROUBLES, 320_000 * ROUBLES),
        (19, 499_500 * ROUBLES, None),
    ]


def test_each_wrong_cell_is_told_where_it_stands() -> None:
    row = read(horrors.workbook(wrong=True))
    assert row.state == stages.FAULTY
    assert [(one["cell"], one["what"], one["words"]) for one in wording.faults(row)] == [
        ("G20", str(wording.FAULTS["error_cell"]), "#REF!"),
        ("B21", str(wording.FAULTS["no_code"]), "Без кода"),
        ("G22", str(wording.FAULTS["uncounted"]), "=SUM(G9:G10)"),
        ("G23", str(wording.FAULTS["amount"]), "по факту"),
        ("C24", str(wording.FAULTS["wrong_section"]), "77"),
    ]
    assert not Line.objects.filter(source=row).exists()


def test_a_formula_that_was_counted_is_its_value() -> None:
    row = read(horrors.with_counted_formula(horrors.workbook(wrong=True), "77.5"))
    assert [one["cell"] for one in wording.faults(row)] == ["G20", "B21", "G23", "C24"]

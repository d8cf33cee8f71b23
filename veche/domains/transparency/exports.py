"""Lines of a version as CSV, XLSX and JSON, under names that programs know; sums in roubles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase

from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import reading
from veche.kernel.errors import NotFound
from veche.kernel.web import downloads

COLUMNS = (
    "row",
    "office",
    "section",
    "subsection",
    "target",
    "kind",
    "code",
    "name",
    "plan",
    "revised",
    "executed",
)
WIDTHS = (8, 8, 8, 10, 14, 6, 20, 60, 18, 18, 18)
FORMS = ("csv", "xlsx", "json")


def lines_file(row: Source, form: str) -> HttpResponseBase:
    """The lines in the form asked for; NotFound for another one."""
    name = f"budget-{row.year}-{row.side}-{row.stage}-{row.as_of}.{form}"
    if form == "csv":
        return downloads.csv_file(name, COLUMNS, _rows(row))
    if form == "json":
        head = {
            "year": row.year,
            "side": row.side,
            "stage": row.stage,
            "as_of": row.as_of.isoformat(),
            "act": " ".join(filter(None, (row.act_title, row.act_number))),
            "file": row.file_name,
            "sha256": row.sha256,
            "sheet": row.sheet_title,
            "unit": "rouble",
        }
        return downloads.json_file(name, head, "lines", (_as_object(one) for one in _rows(row)))
    if form == "xlsx":
        if row.lines_number > downloads.WORKBOOK_MAX:
            raise downloads.too_long()
        return downloads.xlsx_file(name, "budget", COLUMNS, _rows(row), widths=WIDTHS)
    raise NotFound()


def _rows(row: Source) -> Iterator[list[Any]]:
    return (reading.cells(row.side, one) for one in reading.all_lines(row))


def _as_object(row: list[Any]) -> dict[str, Any]:
    return {name: None if cell == "" else cell for name, cell in zip(COLUMNS, row, strict=True)}

"""Lines of a version as CSV, XLSX and JSON, under names that programs know; sums in roubles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase

from veche.domains.transparency.models import Line, Source
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
    return map(cells, reading.all_lines(row))


def cells(one: Line) -> list[Any]:
    """A line as a row: sums in roubles, exact to the kopeck, "" where there is none."""
    return [
        one.row,
        one.office,
        one.part[:2],
        one.part[2:],
        one.target,
        one.kind,
        one.code,
        one.name,
        *map(roubles, (one.plan, one.revised, one.executed)),
    ]


def roubles(kopecks: int | None) -> str | float:
    """A figure a spreadsheet adds up; "" for none."""
    return "" if kopecks is None else kopecks / 100


def _as_object(row: list[Any]) -> dict[str, Any]:
    return {name: None if cell == "" else cell for name, cell in zip(COLUMNS, row, strict=True)}

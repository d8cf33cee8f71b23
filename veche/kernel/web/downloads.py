"""Files that stream: CSV rows safe to open in a spreadsheet, JSON arrays, many rows a piece."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse

ROWS_A_PIECE = 1000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> Any:
    """A cell no spreadsheet runs as a formula (OWASP, CSV injection): a quote mark goes first."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return "'" + value
    return value


def csv_file(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A UTF-8 CSV with `;` and a byte order mark, as Russian spreadsheets expect."""
    writer = csv.writer(_Echo(), delimiter=";")

    def lines() -> Iterator[str]:
        yield "\ufeff" + str(writer.writerow([safe_cell(cell) for cell in header]))
        for row in rows:
            yield str(writer.writerow([safe_cell(cell) for cell in row]))

    response = StreamingHttpResponse(_joined(lines()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def json_file(
    name: str, head: dict[str, Any], key: str, rows: Iterable[Any]
) -> StreamingHttpResponse:
    """An object whose last member `key` is an array written row by row."""

    def parts() -> Iterator[str]:
        start = json.dumps(head, ensure_ascii=False)[:-1]
        yield start + (", " if head else "") + json.dumps(key) + ": ["
        for number, row in enumerate(rows):
            yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
        yield "\n]}\n"

    response = StreamingHttpResponse(_joined(parts()), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _joined(rows: Iterator[str]) -> Iterator[str]:
    """Many rows a piece: each piece passes through compression and all else that lies around."""
    while piece := "".join(islice(rows, ROWS_A_PIECE)):
        yield piece

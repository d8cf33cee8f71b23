"""Tables as files, safe to open in a spreadsheet: CSV that streams, workbooks; JSON arrays."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from veche.kernel.errors import Invalid

ROWS_A_PIECE = 1000
# A workbook is made before it is sent, row by row: a longer one would hold its reader for minutes.
WORKBOOK_MAX = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> Any:
    """A cell no spreadsheet runs as a formula (OWASP, CSV injection): a quote mark goes first."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return "'" + value
    return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """What a CSV of ours holds, line by line: whoever tells its digest digests these."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + str(writer.writerow([safe_cell(cell) for cell in header]))
    for row in rows:
        yield str(writer.writerow([safe_cell(cell) for cell in row]))


def csv_file(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A UTF-8 CSV with `;` and a byte order mark, as Russian spreadsheets expect."""
    lines = csv_lines(header, rows)
    response = StreamingHttpResponse(_joined(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def xlsx_file(
    name: str,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int],
    most: int | None = None,
) -> FileResponse:
    """The same as a workbook of one sheet: written row by row to a file that is gone once sent.

    Invalid when there are more rows than `most`: so long a workbook would hold its reader.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    try:
        sheet.append([_workbook_cell(cell) for cell in header])
        for number, row in enumerate(rows):
            if number == most:
                raise too_long()
            sheet.append([_workbook_cell(cell) for cell in row])
        kept = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response that sends it
        book.save(kept)
    except BaseException:
        _discard(sheet)
        raise
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=name, content_type=XLSX)


def _discard(sheet: Any) -> None:
    """Take away what was written of a sheet that nobody gets: openpyxl keeps its file as long as
    the process lives."""
    with suppress(Exception):
        sheet.close()
    with suppress(FileNotFoundError):
        sheet._writer.cleanup()


def too_long() -> Invalid:
    """What is said of a table that is no workbook."""
    return Invalid(_("Для XLSX здесь слишком много строк"), advice=_("Скачайте CSV или JSON."))


def _workbook_cell(cell: Any) -> Any:
    """Without characters that a workbook cannot hold."""
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", cell)) if isinstance(cell, str) else cell


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

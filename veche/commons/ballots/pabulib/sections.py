"""The bytes of a file cut into its three sections of rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from veche.commons.ballots.pabulib.election import BadFile, Flaw

BYTES_MAX = 128 * 1024 * 1024
SECTIONS = ("META", "PROJECTS", "VOTES")
_LINE_END = re.compile(rb"\r\n|\r|\n")


def text_of(data: bytes) -> str:
    if len(data) > BYTES_MAX:
        raise BadFile([Flaw(0, "too-big", {"maximum": BYTES_MAX // 1024 // 1024})])
    if (nul := data.find(b"\0")) >= 0:
        raise BadFile([Flaw(_line_at(data, nul), "nul")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        skipped = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        raise BadFile([Flaw(_line_at(data, error.start + skipped), "encoding")]) from None


def _line_at(data: bytes, position: int) -> int:
    return len(_LINE_END.findall(data, 0, position)) + 1


Row = tuple[int, list[str]]


def _rows(text: str) -> Iterator[Row]:
    """Rows with the number of the line each begins on; rows of nothing but blanks are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            code = "too-long-field" if "limit" in str(error) else "quotes"
            raise BadFile([Flaw(line, code)]) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def sections_of(text: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    current: list[Row] | None = None
    line = 1
    for line, row in _rows(text):
        name = row[0].strip()
        if name in SECTIONS and not any(cell.strip() for cell in row[1:]):
            if (name,) != SECTIONS[len(found) : len(found) + 1]:
                raise BadFile([Flaw(line, "section-order", {"name": name})])
            current = found[name] = []
        elif current is None:
            raise BadFile([Flaw(line, "no-meta")])
        else:
            current.append((line, row))
    for name in SECTIONS:
        if name not in found:
            raise BadFile([Flaw(line, "no-section", {"name": name})])
        if not found[name]:
            raise BadFile([Flaw(line, "no-header", {"name": name})])
    return found

"""A table in CSV: its heading, its rows, which column is likely what. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

BYTES_MAX = 5 * 1024 * 1024
ROWS_MAX, COLUMNS_MAX, CELL_MAX = 5_000, 40, 1_000
_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
_TIME_FORMS = ("%H:%M", "%H:%M:%S", "%H.%M")


class BadTable(Exception):
    """The file is no table; `code` is a word of a closed list, `line` the row it stumbles at."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Table:
    """The heading, and each row with the number of its line."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(data: bytes) -> Table:
    """Read CSV with `;`, `,` or tabs in UTF-8 or Windows-1251; BadTable."""
    text = _text(data)
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = tuple(_clean(cell) for cell in next(reader, []))
        if len(header) > COLUMNS_MAX or not any(header):
            raise BadTable("header")
        rows: list[tuple[int, tuple[str, ...]]] = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) == ROWS_MAX:
                raise BadTable("long", reader.line_num)
            if len(cells) > len(header) or any(len(cell) > CELL_MAX for cell in cells):
                raise BadTable("row", reader.line_num)
            padded = [_clean(cell) for cell in cells] + [""] * (len(header) - len(cells))
            rows.append((reader.line_num, tuple(padded)))
    except csv.Error:
        raise BadTable("quotes", reader.line_num) from None
    if not rows:
        raise BadTable("empty")
    return Table(header, tuple(rows))


def _text(data: bytes) -> str:
    if len(data) > BYTES_MAX:
        raise BadTable("big")
    if b"\x00" in data:
        raise BadTable("binary")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _clean(cell: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in cell).split())


def guess(header: Sequence[str], beginnings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """For each field the first column whose heading begins as this field is called."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for name, words in beginnings.items():
        for index, title in enumerate(header):
            if index not in taken and title.casefold().replace("ё", "е").startswith(tuple(words)):
                found[name] = index
                taken.add(index)
                break
    return found


def day_of(text: str) -> date | None:
    """«01.11.2026» or «2026-11-01»; None for anything else."""
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """«01.11.2026 09:00» by the town's clock, or ISO with its own offset; None."""
    found: datetime | None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _spoken(text)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _spoken(text: str) -> datetime | None:
    day, _space, hour = text.replace(",", " ").partition(" ")
    on = day_of(day)
    if on is None:
        return None
    for form in _TIME_FORMS:
        try:
            at = datetime.strptime(hour.strip(), form).time()  # noqa: DTZ007  no zone yet
            return datetime.combine(on, at)
        except ValueError:
            continue
    return datetime.combine(on, datetime.min.time()) if not hour.strip() else None

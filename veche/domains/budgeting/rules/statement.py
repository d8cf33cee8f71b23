"""A statement of the treasury as CSV, and which project a payment is for. Pure.

Columns are found by their headings, whatever stands between them: date, number, sum, purpose.
Of the purpose nothing is kept: it may name the payer.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

# not shown: headings of a file
HEADINGS = {"on": "дата", "number": "номер", "sum": "сумма", "purpose": "назначение"}
LINES_MAX, NUMBER_MAX = 20_000, 40
_KOPECKS_MAX = 10**14
# not shown: what a purpose is searched for
_NUMBER = re.compile(r"проект\w*\s*(?:№|n|#)?\s*(\d{1,6})\b")
# not shown: what a purpose is searched for
_CODE = re.compile(r"\bкод\b\W*[a-z0-9]")


@dataclass(frozen=True)
class Line:
    """One payment; the sum in kopecks, below zero where money was given back."""

    on: date
    number: str
    kopecks: int
    purpose: str


@dataclass(frozen=True)
class Flaw:
    """What cannot be read: the line of the file and the column, "" where it is the file itself."""

    line: int
    column: str


def read(data: bytes) -> tuple[list[Line], list[Flaw]]:
    """Lines and what is wrong; where anything is wrong nothing should be taken."""
    words = _decoded(data)
    head = words.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(words), delimiter=";" if ";" in head else ","))
    except csv.Error:  # a field longer than any statement has
        return [], [Flaw(1, "")]
    if not rows or len(rows) > LINES_MAX:
        return [], [Flaw(1, "")]
    places = {
        name: place
        for name, heading in HEADINGS.items()
        for place, cell in reversed(list(enumerate(rows[0])))
        if cell.strip().casefold().startswith(heading)
    }
    missing = [Flaw(1, name) for name in HEADINGS if name not in places]
    if missing:
        return [], missing
    found: list[Line] = []
    flaws: list[Flaw] = []
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            line = _line({n: row[at].strip() if at < len(row) else "" for n, at in places.items()})
            if isinstance(line, Line):
                found.append(line)
            else:
                flaws += [Flaw(number, column) for column in line]
    return found, flaws


def _line(cells: Mapping[str, str]) -> Line | list[str]:
    """The payment, or which of its cells cannot be read."""
    on, kopecks = _day(cells["on"]), _kopecks(cells["sum"])
    is_numbered = 0 < len(cells["number"]) <= NUMBER_MAX
    if on is not None and kopecks is not None and is_numbered:
        return Line(on, cells["number"], kopecks, cells["purpose"])
    wrong = {"on": on is None, "number": not is_numbered, "sum": kopecks is None}
    return [name for name, is_wrong in wrong.items() if is_wrong]


def project_of(
    purpose: str, codes: Mapping[str, UUID], numbers: Mapping[int, Iterable[UUID]]
) -> UUID | None:
    """Whom a purpose means: the one named by its code, else by «проект № 3» if there is one.

    A code that nobody knows is of a project that does not collect: no other with its number gets
    the money.
    """
    said = purpose.casefold()
    named = {codes[word] for word in re.findall(r"[a-z0-9]+", said) if word in codes}
    if not named and not _CODE.search(said):
        named = {one for n in _NUMBER.findall(said) for one in numbers.get(int(n), ())}
    return next(iter(named)) if len(named) == 1 else None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _day(said: str) -> date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _kopecks(said: str) -> int | None:
    try:
        kopecks = Decimal("".join(said.split()).replace(",", ".")) * 100
    except ArithmeticError:  # no number, or one beyond all bounds
        return None
    if not kopecks.is_finite() or kopecks != kopecks.to_integral_value():
        return None
    return int(kopecks) if 0 < abs(kopecks) < _KOPECKS_MAX else None

"""Tables of one row a fact (towns, indicators, payments): read whole, or faults by cell. Pure."""
# not shown in this module: words as offices write them

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from typing import Any

from veche.domains.transparency.rules import amounts, codes, stages
from veche.domains.transparency.rules.amounts import BadAmount, TooLarge
from veche.domains.transparency.rules.codes import BadCode

TOWNS, INDICATORS, PAYMENTS = "towns", "indicators", "payments"
KINDS = (TOWNS, INDICATORS, PAYMENTS)
ROWS_MAX, FAULTS_MAX, LOOKED_AT, WORDS_MAX = 100_000, 200, 40, 80
PLAN, EXECUTED = "plan", "executed"
BASES = (PLAN, EXECUTED)
# A hundredth of a unit of an indicator is the least that is kept.
VALUE_DIGITS, VALUE_PLACES = 16, 2
PEOPLE_MAX = 50_000_000


class Bad(ValueError):
    """A cell that cannot be taken: its word says why (`wording.REGISTER_FAULTS`)."""


@dataclass(frozen=True)
class Column:
    """A column by the beginnings of its headings. `is_needed`: without it nothing is read;
    `may_be_blank`: a cell of it may say nothing, and then is None or ""."""

    field: str
    starts: tuple[str, ...]
    read: Callable[[str], Any]
    is_needed: bool = True
    may_be_blank: bool = False
    blank: Any = ""


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be taken: where, under which heading, what is wrong, what stands there."""

    row: int
    column: int
    heading: str
    what: str
    words: str


Record = dict[str, Any]


@dataclass
class Told:
    """What a table says: records with the rows they stand in, or faults; `places` of fields."""

    records: list[tuple[int, Record]]
    wrong: list[Wrong]
    wrong_number: int
    places: Mapping[str, int]
    headings: Mapping[str, str]

    def add(self, row: int, field: str, what: str, words: str) -> None:
        """One more fault; of many the first are kept."""
        self.wrong_number += 1
        if len(self.wrong) < FAULTS_MAX:
            place, heading = self.places.get(field, 0), self.headings.get(field, "")
            self.wrong.append(Wrong(row, place, heading, what, words[:WORDS_MAX]))


def text(most: int) -> Callable[[str], str]:
    """Words of at most so many signs."""

    def read(raw: str) -> str:
        if len(raw) > most:
            raise Bad("long")
        return raw

    return read


def year(raw: str) -> int:
    """A year of a budget."""
    if not raw.isdecimal() or not stages.YEAR_MIN <= int(raw) <= stages.YEAR_MAX:
        raise Bad("year")
    return int(raw)


def people(raw: str) -> int:
    """How many live there: above nought."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", raw)
    if not plain.isdecimal() or not 0 < int(plain) <= PEOPLE_MAX:
        raise Bad("people")
    return int(plain)


def money(raw: str) -> int:
    """Roubles as kopecks; minus is money that came back."""
    try:
        value = amounts.kopecks(raw, amounts.ROUBLES)
    except BadAmount as error:
        raise Bad("too_large" if isinstance(error, TooLarge) else "money") from error
    if value is None:
        raise Bad("money")
    return value


def day(raw: str) -> date:
    """31.12.2025 or 2025-12-31, an hour after it passed over."""
    found = re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b", raw)
    try:
        if found is not None:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(raw[:10])
    except ValueError as error:
        raise Bad("day") from error


def link(raw: str) -> str:
    """An address of a page, without a name and password in it."""
    if not re.fullmatch(r"https?://[^\s@]+\.[^\s@]+", raw) or len(raw) > 500:
        raise Bad("link")
    return raw


def basis(raw: str) -> str:
    """Whether a figure is of the plan or of what was done."""
    low = raw.lower()
    if low.startswith(("план", "утв", "уточ")):
        return PLAN
    if low.startswith(("исп", "факт")):
        return EXECUTED
    raise Bad("basis")


def section(raw: str) -> str:
    """`07`; "" for the whole («всего»)."""
    if raw.lower() in ("всего", "итого"):
        return ""
    try:
        found = codes.part(raw)
    except BadCode as error:
        raise Bad("section") from error
    if len(found) != 2 or not 1 <= int(found) <= 14:
        raise Bad("section")
    return found


def programme(raw: str) -> str:
    """Two signs: the code itself, or the beginning of a whole target code."""
    found = codes.plain(codes.whole_number(raw))
    if found.isdecimal() and len(found) == 1:
        found = "0" + found
    if len(found) not in (2, codes.TARGET) or not found.isalnum():
        raise Bad("programme")
    return found[:2]


def value(raw: str) -> Decimal:
    """A figure of an indicator: at most two decimals are kept."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", raw).replace(",", ".").replace("−", "-")
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise Bad("value") from error
    if not found.is_finite() or abs(found) >= 10 ** (VALUE_DIGITS - VALUE_PLACES):
        raise Bad("value")
    return found.quantize(Decimal(1).scaleb(-VALUE_PLACES))


def read(columns: Sequence[Column], rows: Iterable[tuple[int, Sequence[str]]]) -> Told | None:
    """Records or faults; None when no row of the first forty names the needed columns."""
    found = iter(rows)
    top = [
        (row, [" ".join(one.split()) for one in cells]) for row, cells in islice(found, LOOKED_AT)
    ]
    start = next((n for n, (_row, cells) in enumerate(top) if _places(columns, cells)), None)
    if start is None:
        return None
    heads = top[start][1]
    places = _places(columns, heads)
    told = Told([], [], 0, places, {field: heads[place] for field, place in places.items()})
    for number, (row, cells) in enumerate(chain(top[start + 1 :], found)):
        if number == ROWS_MAX:
            told.add(row, columns[0].field, "many", "")
            break
        if any(one.strip() for one in cells):
            _read_row(columns, told, row, cells)
    return told


def _places(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, int]:
    """Where each column is; nothing unless all needed ones are there."""
    found: dict[str, int] = {}
    for place, one in enumerate(cells):
        low = one.lower().replace("ё", "е")
        for column in columns:
            if column.field not in found and low.startswith(column.starts):
                found[column.field] = place
                break
    needed = {one.field for one in columns if one.is_needed}
    return found if needed <= found.keys() else {}


def _read_row(columns: Sequence[Column], told: Told, row: int, cells: Sequence[str]) -> None:
    record: Record = {}
    is_whole = True
    for column in columns:
        place = told.places.get(column.field)
        raw = " ".join(cells[place].split()) if place is not None and place < len(cells) else ""
        if not raw:
            record[column.field] = column.blank
            if not column.may_be_blank and place is not None:
                told.add(row, column.field, "blank", "")
                is_whole = False
            continue
        try:
            record[column.field] = column.read(raw)
        except Bad as error:
            told.add(row, column.field, str(error), raw)
            is_whole = False
    if is_whole:
        told.records.append((row, record))


_SOURCE = (
    Column("source_title", ("источник", "откуда"), text(200)),
    Column("source_url", ("ссылк", "адрес", "url"), link),
)
TOWN_COLUMNS = (
    Column("name", ("город", "муниципалитет", "название"), text(120)),
    Column("year", ("год",), year),
    Column("basis", ("показатель", "план или"), basis),
    Column("population", ("жител", "населени", "численность"), people),
    Column("section", ("раздел", "рз", "код"), section),
    Column("amount", ("сумма", "расход"), money),
    *_SOURCE,
    Column("as_of", ("дата", "на дату", "на какой"), day),
)
INDICATOR_COLUMNS = (
    Column("programme", ("программа", "код программы", "цср"), programme),
    Column("name", ("показатель", "наименование", "индикатор"), text(300)),
    Column("unit", ("единица", "ед."), text(60)),
    Column("year", ("год",), year),
    Column("plan", ("план",), value, may_be_blank=True, blank=None),
    Column("fact", ("факт", "достигнут", "исполнен"), value, may_be_blank=True, blank=None),
    _SOURCE[0],
    replace(_SOURCE[1], is_needed=False, may_be_blank=True),
)

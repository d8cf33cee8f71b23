"""What each row of a mapped table says: a line, nothing, or faults by cell. Pure."""
# not shown in this module: words as finance offices write them

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from veche.domains.transparency.rules import amounts, codes
from veche.domains.transparency.rules.amounts import BadAmount, TooLarge
from veche.domains.transparency.rules.codes import BadCode, Codes
from veche.domains.transparency.rules.mapping import (
    CODE,
    KIND,
    NAME,
    OFFICE,
    SECTION,
    SUBSECTION,
    SUMS,
    TARGET,
    is_numbering,
)
from veche.domains.transparency.rules.totals import Sums

NAME_MAX, WORDS_MAX = 400, 80
# What is wrong with a cell, besides the codes' own words.
BAD_AMOUNT, NO_CODE, WRONG_SECTION, ERROR_CELL = "amount", "no_code", "wrong_section", "error_cell"
NO_OFFICE, UNCOUNTED, TOO_LARGE = "no_office", "uncounted", "too_large"
SECTIONS = frozenset(f"{n:02}" for n in range(1, 15)) | {codes.UNPARTED}
_TOTAL = re.compile(r"^\s*(?:итого|всего|итог)\b|\b(?:итого|всего)[\s:.]*$", re.I)
_INNER = re.compile(r"^\W*(?:в том числе|в т\. ?ч\.|из них)(?!\w)", re.I)
_PARTIAL = re.compile(r"раздел|глав|ведомств|программ|том числе|них|групп|непрограмм", re.I)
_UNPARTED = re.compile(r"условно\s+утвержд", re.I)
_RESULT = re.compile(r"дефицит|профицит|результат исполнения", re.I)
# A spreadsheet's own word for a formula that went wrong.
_BROKEN = re.compile(r"#(?:REF|N/A|VALUE|DIV/0|NAME|NULL|NUM|ССЫЛКА|Н/Д|ЗНАЧ|ДЕЛ/0|ИМЯ)[!?]?")
T = TypeVar("T")
_READ: dict[str, Callable[[tuple[str, str]], str]] = {
    OFFICE: lambda raw: codes.office(raw[0]),
    SECTION: lambda raw: codes.part(*raw),
    TARGET: lambda raw: codes.target(raw[0]),
    KIND: lambda raw: codes.kind(raw[0]),
}


class Line(NamedTuple):
    """A row that says a sum: `is_grand` is the whole of the table, `is_noted` a sum of a few rows
    above it that no code tells apart, which is passed over."""

    row: int
    codes: Codes
    name: str
    sums: Sums
    is_grand: bool = False
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken: where, what is wrong, what stands there."""

    row: int
    column: int
    what: str
    words: str


def _wrong_sum(raw: str, error: BadAmount) -> str:
    if isinstance(error, TooLarge):
        return TOO_LARGE
    if raw.startswith("="):
        return UNCOUNTED
    return ERROR_CELL if _BROKEN.match(raw) else BAD_AMOUNT


class Reader:
    """Reads rows of one side by a mapping; says no more than what stands in them.

    `clean`: takes out of a name what turns or hides words where it is shown.
    """

    def __init__(
        self,
        side: str,
        mapping: Mapping[str, int],
        unit: int,
        clean: Callable[[str], str] = str.strip,
    ) -> None:
        self.side, self.mapping, self.unit = side, dict(mapping), unit
        self.decimals, self._clean = 0, clean
        self._sums = tuple(self.mapping.get(one) for one in SUMS)
        self._width = max(self.mapping.values()) + 1
        # Codes and names repeat from row to row.
        self._codes: dict[tuple[str, ...], Codes] = {}
        self._names: dict[str, str] = {}
        self._parts: dict[tuple[str, str, str], str] = {}
        self._coded = tuple(
            self.mapping.get(one, -1)
            for one in (OFFICE, SECTION, SUBSECTION, TARGET, KIND, CODE)
        )  # fmt: skip
        self._name = self.mapping.get(NAME, -1)
        # The codes of the line above, and whether «в том числе» has begun below it.
        self._above: tuple[str, ...] = ()
        self._is_inner = False

    def read(self, row: int, cells: Sequence[str]) -> Line | list[Fault] | None:
        """A line, faults, or None for a row that says no sum (a heading between, a note)."""
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        if is_numbering(cells):
            return None
        faults: list[Fault] = []
        sums = self._read_sums(row, cells, faults)
        name = self._name_of(cells[self._name]) if self._name >= 0 else ""
        if not faults and sums == (None, None, None):
            self._is_inner = self._is_inner or _INNER.match(name) is not None
            return None
        if name.startswith("="):
            # The words of a formula that nobody has counted are no name.
            faults.append(Fault(row, self._name, UNCOUNTED, name[:WORDS_MAX]))
        raw = tuple([cells[place] if place >= 0 else "" for place in self._coded])
        found = self._codes.get(raw)
        if found is not None and raw == self._above and (self._is_inner or _INNER.match(name)):
            self._is_inner = True
            return faults or Line(row, found, name, sums, is_noted=True)
        self._above, self._is_inner = raw, False
        if found is None or (not found.part and _UNPARTED.search(name)):
            return self._read_new(row, raw, name, sums, faults)
        return faults or self._line(row, found, name, sums)

    def _read_new(
        self, row: int, raw: tuple[str, ...], name: str, sums: Sums, faults: list[Fault]
    ) -> Line | list[Fault] | None:
        """A line of codes that are not known yet, or whose words say what they are."""
        is_unparted = _UNPARTED.search(name) is not None
        if self._is_grand(raw) and not is_unparted:
            return faults or Line(row, Codes(), name, sums, is_grand=True)
        found = self._read_codes(row, raw, name, faults)
        if faults or found is None:
            return faults
        # What names nothing is told apart by its words: those are of this row alone.
        if not found.is_bare and not is_unparted:
            self._codes[raw] = found
        return self._line(row, found, name, sums)

    def _is_grand(self, raw: tuple[str, ...]) -> bool:
        """9999 is «Итого» of data sets, and what is not yet parted among sections."""
        if self.side == codes.REVENUE and codes.is_whole_income(raw[5]):
            return True
        return any(codes.GRAND in one and codes.plain(one) == codes.GRAND for one in raw[1::4])

    def _line(self, row: int, found: Codes, name: str, sums: Sums) -> Line | list[Fault] | None:
        if not found.is_bare:
            return Line(row, found, name, sums)
        if _TOTAL.search(name) or self._name < 0:
            is_noted = _PARTIAL.search(name) is not None
            return Line(row, found, name, sums, is_grand=not is_noted, is_noted=is_noted)
        if _RESULT.search(name):
            return None
        place = next((one for one in self._coded if one >= 0), 0)
        return [Fault(row, place, NO_CODE, name[:WORDS_MAX])]

    def _read_sums(self, row: int, cells: Sequence[str], faults: list[Fault]) -> Sums:
        found: list[int | None] = []
        for place in self._sums:
            if place is None or not cells[place]:
                found.append(None)
                continue
            raw = cells[place]
            try:
                value, decimals = amounts.read(raw, self.unit)
            except BadAmount as error:
                raw = raw.strip()
                faults.append(Fault(row, place, _wrong_sum(raw, error), raw[:WORDS_MAX]))
                found.append(None)
                continue
            found.append(value)
            if decimals > self.decimals:
                self.decimals = decimals
        return (found[0], found[1], found[2])

    def _name_of(self, raw: str) -> str:
        name = self._names.get(raw)
        if name is None:
            name = self._names[raw] = self._clean(raw)[:NAME_MAX]
        return name

    def _read_codes(
        self, row: int, raw: tuple[str, ...], name: str, faults: list[Fault]
    ) -> Codes | None:
        office, section, below, target, kind, whole = raw
        if self._is_grand(raw) or (_UNPARTED.search(name) and not section.strip("0 ")):
            return Codes(part=codes.UNPARTED)
        if self.side != codes.SPENDING:
            read = codes.revenue if self.side == codes.REVENUE else codes.source
            return self._try(row, CODE, whole, faults, lambda: read(whole, office))
        if whole.strip():
            found = self._try(row, CODE, whole, faults, lambda: codes.spending(whole))
            return (
                found if found is not None and self._is_known(row, found, whole, faults) else None
            )
        made = Codes(
            self._part(row, OFFICE, (office, ""), faults),
            self._part(row, SECTION, (section, below), faults),
            self._part(row, TARGET, (target, ""), faults),
            self._part(row, KIND, (kind, ""), faults),
        )
        if faults:
            return None
        return made if self._is_known(row, made, section or below, faults) else None

    def _part(self, row: int, field: str, raw: tuple[str, str], faults: list[Fault]) -> str:
        """One code of a row: there are few, however many rows there are."""
        known = self._parts.get((field, *raw))
        if known is None:
            told = self._try(row, field, raw[0], faults, lambda: _READ[field](raw), raw[1])
            if told is None:
                return ""
            known = self._parts[(field, *raw)] = told
        return known

    def _is_known(self, row: int, found: Codes, raw: str, faults: list[Fault]) -> bool:
        """Sections are fourteen."""
        if not found.part or found.part[:2] in SECTIONS:
            return True
        place = self.mapping.get(SECTION, self.mapping.get(CODE, 0))
        faults.append(Fault(row, place, WRONG_SECTION, raw.strip()[:WORDS_MAX]))
        return False

    def _try(
        self,
        row: int,
        field: str,
        raw: str,
        faults: list[Fault],
        read: Callable[[], T],
        below: str = "",
    ) -> T | None:
        try:
            return read()
        except BadCode as error:
            # A section and a subsection stand in columns of their own.
            named = str(error)
            place = self.mapping.get(named, self.mapping.get(field, 0))
            words = below if named == SUBSECTION else raw
            if named == codes.APART:
                place = self.mapping[SUBSECTION]
                words = f"{self._named(SECTION, raw)}, {self._named(SUBSECTION, below)}"
            elif words.startswith("="):
                named = UNCOUNTED
            faults.append(Fault(row, place, named, words.strip()[:WORDS_MAX]))
            return None

    def _named(self, field: str, words: str) -> str:
        """A cell with its column: «C 0499»."""
        return f"{amounts.column_name(self.mapping[field])} {words.strip()}"

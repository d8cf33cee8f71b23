"""Where the table begins and which of its columns is what, whoever made it. Pure.

Headings may stand in several rows and be merged over columns: a merged cell holds its words in the
first of its columns alone. A row of column numbers may follow (1, 2, 3 …).
"""
# not shown in this module: words as finance offices write them

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veche.domains.transparency.rules import amounts, stages
from veche.domains.transparency.rules.codes import REVENUE, SOURCES, SPENDING

NAME, OFFICE, SECTION, SUBSECTION = "name", "office", "section", "subsection"
TARGET, KIND, CODE = "target", "kind", "code"
PLAN, REVISED, EXECUTED = "plan", "revised", "executed"
SUMS = (PLAN, REVISED, EXECUTED)
FIELDS = {
    SPENDING: (NAME, OFFICE, SECTION, SUBSECTION, TARGET, KIND, CODE, *SUMS),
    REVENUE: (NAME, OFFICE, CODE, *SUMS),
    SOURCES: (NAME, OFFICE, CODE, *SUMS),
}
# How many first rows are looked at, and how many of the table are shown.
LOOKED_AT, PREVIEWED = 100, 12
HEADING_MAX = 160

Rows = Sequence[tuple[int, Sequence[str]]]

_WORDS = {
    OFFICE: ("грбс", "гл", "вед", "мин", "ппп", "глава", "адм"),
    SECTION: ("рз", "разд", "раздел", "кфср", "рзпр", "рп"),
    SUBSECTION: ("пр", "подраздел", "прз"),
    TARGET: ("цср", "кцср", "цс"),
    KIND: ("вр", "квр"),
    CODE: ("кбк", "код"),
}
_STEMS = {
    TARGET: ("целев",),
    KIND: ("вид расход", "вида расход", "виды расход", "видов расход"),
    SUBSECTION: ("подраздел",),
    SECTION: ("раздел",),
    OFFICE: ("распорядител", "администратор", "ведомств", "код главы"),
    NAME: ("наименован", "показател", "название"),
    EXECUTED: ("исполнен", "кассов", "факт"),
    REVISED: ("уточн", "роспис", "с учетом изменен"),
    PLAN: ("утвержд", "первоначал", "план", "ассигнован", "сумма", "назначен", "бюджет на"),
    CODE: ("код бюджетной классиф", "код классиф", "код доход", "код источник", "классификац"),
}
# Shares and differences of sums are no sums.
_NO_SUMS = re.compile(r"%|процент|отклонен|темп|удельн")
_UNITS = (
    (amounts.MILLIONS, re.compile(r"млн|миллион")),
    (amounts.THOUSANDS, re.compile(r"тыс")),
    (amounts.ROUBLES, re.compile(r"руб|₽")),
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Head:
    """What stands above the table: `first_row` is the file's row on which it begins, below them.

    `headings` by column, "" where there is none; `unit` in roubles, 0 where nothing says it.
    """

    headings: tuple[str, ...]
    first_row: int
    unit: int


def recognise(rows: Rows, first_row: int = 0) -> Head | None:
    """The headings of a table among its first rows; None when there is no table.

    `first_row`: where it begins by the word of a person, who sees what no rule guesses.
    """
    if first_row:
        return _told(rows, first_row)
    start = next((n for n, (_row, cells) in enumerate(rows) if _is_data(cells)), None)
    return _above(rows, start) if start is not None else None


def _told(rows: Rows, first_row: int) -> Head | None:
    start = next((n for n, (row, _cells) in enumerate(rows) if row >= first_row), None)
    if start is None:
        return None
    found = _above(rows, start) or Head((), rows[start][0], 0)
    # Every column may be chosen, also where nothing stands above it.
    width = max(len(cells) for _row, cells in rows[start:])
    blank = ("",) * (width - len(found.headings))
    return Head((*found.headings, *blank), found.first_row, found.unit)


def _above(rows: Rows, start: int) -> Head | None:
    last = start - 1
    while last >= 0 and (_filled(rows[last][1]) < 2 or is_numbering(rows[last][1])):
        last -= 1
    if last < 0:
        return None
    first = last
    while first > 0 and _filled(rows[first - 1][1]) > 1:
        first -= 1
    block = [list(cells) for _row, cells in rows[first : last + 1]]
    above = " ".join(cell for _row, cells in rows[:start] for cell in cells).lower()
    unit = next((size for size, said in _UNITS if said.search(above)), 0)
    return Head(_joined(block), rows[start][0], unit)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for one in cells if one.strip())


def is_numbering(cells: Sequence[str]) -> bool:
    """1, 2, 3 … beneath the headings, and again at the top of each printed page."""
    # The column of names may be left blank there, as a name may be left out beside two codes.
    is_first = bool(cells) and bool(cells[0])
    first = cells[0] if is_first else next((one for one in cells if one.strip()), "")
    if first.strip() != "1":
        return False
    least = 1 if is_first else 3
    found = [one.strip() for one in cells if one.strip()]
    return len(found) > least and found == [str(n) for n in range(1, len(found) + 1)]


def _is_data(cells: Sequence[str]) -> bool:
    """A sum at last, and words or codes before it; years and column numbers are no sums."""
    found = [one.strip() for one in cells if one.strip()]
    if len(found) < 2 or is_numbering(cells):
        return False
    numbers = [one for one in found if amounts.looks_like(one) and not _YEAR.fullmatch(one)]
    if not numbers:
        return False
    return not any(field_of(one) == NAME for one in found)


def _joined(block: list[list[str]]) -> tuple[str, ...]:
    """One heading a column, from the top down; a merged one is carried over those it lies upon."""
    width = max(len(cells) for cells in block)
    whole = [[*cells, *[""] * (width - len(cells))] for cells in block]
    for upper, lower in zip(whole, whole[1:], strict=False):
        carried = ""
        for place in range(width):
            carried = upper[place].strip() or (carried if lower[place].strip() else "")
            upper[place] = carried
    found = []
    for place in range(width):
        parts = [" ".join(row[place].split()) for row in whole]
        kept = list(dict.fromkeys(one for one in parts if one))
        found.append(" / ".join(kept)[:HEADING_MAX])
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def field_of(heading: str) -> str:
    """What a heading means by its own words; "" for none."""
    text = heading.lower().replace("ё", "е")
    words = set(re.findall(r"[^\W\d_]+", text))
    found = (field for field, ones in _STEMS.items() if any(one in text for one in ones))
    stems = next(found, "")
    if stems in SUMS and _NO_SUMS.search(text):
        return ""
    if stems:
        return stems
    return next((field for field, ones in _WORDS.items() if words & set(ones)), "")


def guessed(head: Head, side: str, year: int) -> dict[str, int]:
    """Columns by field, as far as headings tell: the lowest of merged headings first, then all."""
    found: dict[str, int] = {}
    for place, heading in enumerate(head.headings):
        lowest = heading.rpartition(" / ")[2]
        field = field_of(lowest) or field_of(heading)
        if not field and str(year) in heading and not _NO_SUMS.search(heading.lower()):
            field = PLAN
        if field in FIELDS[side]:
            _take(found, field, place, head, year)
    if side == SPENDING and CODE in found and (SECTION in found or TARGET in found):
        del found[CODE]
    return found


def _take(found: dict[str, int], field: str, place: int, head: Head, year: int) -> None:
    """The first column of a field, but of several years the one that is asked for."""
    if field not in found:
        found[field] = place
        return
    if field in SUMS and str(year) in head.headings[place]:
        known = head.headings[found[field]]
        if str(year) not in known:
            found[field] = place


def missing(side: str, mapping: Mapping[str, int], stage: str = "") -> list[str]:
    """Fields without which nothing can be read: a code, and the sum that the stage is about."""
    lacks = []
    coded = {CODE, SECTION, TARGET, OFFICE} if side == SPENDING else {CODE}
    if not coded & mapping.keys():
        lacks.append(SECTION if side == SPENDING else CODE)
    if stage == stages.EXECUTED:
        return lacks if EXECUTED in mapping else [*lacks, EXECUTED]
    if not {PLAN, REVISED} & mapping.keys():
        lacks.append(PLAN)
    return lacks


def shown(head: Head) -> list[tuple[int, str]]:
    """Columns to choose from, with the letter a spreadsheet gives them."""
    names = [(amounts.column_name(place), one) for place, one in enumerate(head.headings)]
    return [(place, f"{name}: {one}" if one else name) for place, (name, one) in enumerate(names)]

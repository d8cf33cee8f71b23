"""Choosing among rows, and adding them up for a chart: over a stream that was guarded before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from veche.domains.opendata.rules import fields
from veche.domains.opendata.rules.fields import Field

IS, HAS, FROM, TO = "is", "has", "from", "to"
OPS = (IS, HAS, FROM, TO)
CONDITIONS_MAX, WORDS_MAX = 8, 200
BARS = 15


class BadCondition(ValueError):
    """A condition that this table does not understand."""


@dataclass(frozen=True)
class Condition:
    """One column, how, and against what."""

    name: str
    op: str
    words: str


@dataclass(frozen=True)
class Choice:
    """Words that stand anywhere in a row, and conditions that all hold."""

    words: str = ""
    conditions: tuple[Condition, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.conditions


def chosen(
    columns: Sequence[Field], rows: Iterable[Sequence[Any]], choice: Choice
) -> Iterator[Sequence[Any]]:
    """Rows that fit, in their order; BadCondition at once."""
    tests = [_test(columns, one) for one in choice.conditions]
    words = choice.words.casefold()

    def fits(row: Sequence[Any]) -> bool:
        if words and not any(words in _said(columns[n], row[n]) for n in range(len(columns))):
            return False
        return all(_holds(columns[at], row[at], op, value) for at, op, value in tests)

    return iter(rows) if choice.is_empty else (row for row in rows if fits(row))


def _said(column: Field, value: Any) -> str:
    """A cell as a reader sees it, and as a program does."""
    text = fields.to_text(value).casefold()
    return f"{text} {column.words.get(str(value), '')}".casefold()


def _test(columns: Sequence[Field], one: Condition) -> tuple[int, str, Any]:
    place = next((n for n, column in enumerate(columns) if column.name == one.name), None)
    if place is None or one.op not in OPS:
        raise BadCondition(one.name)
    if one.op == HAS:
        return place, one.op, one.words.casefold()
    try:
        asked = fields.parse(columns[place].type, one.words)
    except fields.Unread:
        raise BadCondition(one.name) from None
    if one.op == IS:
        return place, one.op, {asked, *_codes(columns[place], one.words)}
    return place, one.op, asked


def _codes(column: Field, words: str) -> list[str]:
    """Values of a closed list that a page shows in these words."""
    asked = words.strip().casefold()
    return [code for code, title in column.words.items() if title.casefold() == asked]


def _holds(column: Field, value: Any, op: str, asked: Any) -> bool:
    if op == HAS:
        return asked in _said(column, value)
    if op == IS:
        return value in asked
    if value is None or asked is None:
        return False
    try:
        return bool(value >= asked) if op == FROM else bool(value <= asked)
    except TypeError:
        # An instant with a clock beside one without: they cannot be told earlier from later.
        return False


@dataclass(frozen=True)
class Looked:
    """A page of what was chosen: `is_cut` when more rows follow than were looked through."""

    rows: list[Sequence[Any]]
    has_more: bool
    is_cut: bool


def page(
    columns: Sequence[Field],
    rows: Iterable[Sequence[Any]],
    choice: Choice,
    *,
    start: int,
    size: int,
    most: int,
) -> Looked:
    """Some rows of a choice from `start` on, among the first `most` rows of the table."""
    seen = _Counted(rows, most)
    found = list(islice(chosen(columns, seen, choice), start, start + size + 1))
    return Looked(found[:size], len(found) > size, seen.is_cut)


class _Counted:
    """A stream that ends after so many rows, and knows whether more would follow."""

    def __init__(self, rows: Iterable[Sequence[Any]], most: int) -> None:
        self.is_cut = False
        self._rows, self._most = rows, most

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for place, row in enumerate(self._rows):
            if place == self._most:
                self.is_cut = True
                return
            yield row


@dataclass(frozen=True)
class Bars:
    """A chart: the largest of its values with their sums, the rest as one, the whole."""

    rows: list[tuple[Any, float]]
    rest: float
    rest_number: int
    total: float
    is_cut: bool


def bars(
    columns: Sequence[Field],
    rows: Iterable[Sequence[Any]],
    choice: Choice,
    *,
    by: int,
    of: int | None,
    most: int,
) -> Bars:
    """How many rows each value of a column has, or the sum of another column over them.

    Values of time stand in their order, others by size; what is less than nothing is not drawn.
    """
    sums: dict[Any, float] = {}
    seen = _Counted(rows, most)
    for row in chosen(columns, seen, choice):
        sums[row[by]] = sums.get(row[by], 0) + (1 if of is None else row[of] or 0)
    drawn = [(value, number) for value, number in sums.items() if number > 0]
    drawn.sort(key=lambda one: (-one[1], str(one[0])))
    rest = drawn[BARS:]
    shown = drawn[:BARS]
    if columns[by].type in (fields.YEAR, fields.DATE):
        shown.sort(key=lambda one: str(one[0]))
    total = sum(number for _value, number in drawn)
    return Bars(shown, sum(number for _value, number in rest), len(rest), total, seen.is_cut)


def groupable(columns: Sequence[Field]) -> list[int]:
    """Columns by which a chart may be drawn: words, years, yes and no."""
    able = (fields.STRING, fields.YEAR, fields.BOOLEAN)
    return [place for place, one in enumerate(columns) if one.type in able]


def summable(columns: Sequence[Field]) -> list[int]:
    """Columns whose figures may be added up: no numbers by which things are called."""
    return [
        place
        for place, one in enumerate(columns)
        if one.type in (fields.INTEGER, fields.NUMBER)
        and one.use != fields.LABEL
        and one.name not in ("latitude", "longitude")
    ]

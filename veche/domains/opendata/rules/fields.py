"""Columns of a table and what their cells may hold (types of Table Schema)."""

# not shown in this module: words by which a cell is understood

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from veche.kernel.names import is_name

STRING, INTEGER, NUMBER, BOOLEAN = "string", "integer", "number", "boolean"
DATE, DATETIME, YEAR = "date", "datetime", "year"
TYPES = (STRING, INTEGER, NUMBER, BOOLEAN, DATE, DATETIME, YEAR)
PLAIN, GROUP, PERSONS, CONTACT = "plain", "group", "persons", "contact"
VALUE, LABEL, LINK, TODAY = "value", "label", "link", "today"
PARTS = (PLAIN, GROUP, PERSONS, CONTACT)
ABOUT_PEOPLE = (GROUP, PERSONS, CONTACT)
# A cell that names somebody.
PERSON = "person"
# A number with more digits than are kept of one.
LONG = "long"
_LONG = re.compile(r"^[+-]?\d{19,}(?:[.,]\d+)?$")
NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
NAME_MAX, TITLE_MAX = 40, 200
YES = frozenset(("да", "әйе", "yes", "true", "истина", "1"))
NO = frozenset(("нет", "юк", "no", "false", "ложь", "0"))
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_INTEGER = re.compile(r"^[+-]?\d{1,18}$")
_NUMBER = re.compile(r"^[+-]?\d{1,18}(?:[.,]\d{1,12})?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_DOTTED = re.compile(r"^(\d{2})\.(\d{2})\.(\d{4})$")
_YEARS = range(1000, 3000)
# A longer whole number is somebody's number, not an amount: it is not added up.
AMOUNT_DIGITS = 11
# A code begins with a nought; a table that took it for a number would lose it.
_CODE = re.compile(r"^[+-]?0\d")
# Headings of columns that tell people apart, that count them, that name them.
_OF_GROUPS = re.compile(
    r"^(?:пол|гендер)\b|возраст|\b(?:год|дата) рождени|националь|гражданств|инвалидност|диагноз"
    r"|семейное положение|\bстаж\b",
    re.I,
)
_OF_PERSONS = re.compile(
    r"\bжител|\bчеловек|\bчел\b|населени[ея]\b|\bграждан\b|\bлюдей\b|\bдетей\b|\bподростков\b"
    r"|\bуч(?:еников|ащихся|астников)\b|\b(?:воспитанников|студентов|пенсионеров|инвалидов"
    r"|пациентов|сотрудников|работников|безработных|получателей|посетителей|мужчин|женщин)\b",
    re.I,
)
_OF_NAMES = re.compile(r"\bф\.?\s?и\.?\s?о\b|\bфамили|\bотчеств", re.I)
# Streets and monuments bear names of people, with no word before them in such a column.
_OF_PLACES = re.compile(r"\bулиц|\bадрес(?:а|у|ом|ов)?\b|\bпамятник", re.I)
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
_LETTERS = {
    letter: latin.replace("-", "")
    for letter, latin in zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN.split(), strict=True)
}


class Unread(ValueError):
    """A cell that is not of its column's type."""


@dataclass(frozen=True)
class Field:
    """A column: `name` for programs, `title` for people, `part` what it tells of people."""

    name: str
    title: str
    type: str = STRING
    part: str = PLAIN
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    is_written: bool = False
    use: str = VALUE


def kept(fields: Iterable[Field]) -> list[dict[str, Any]]:
    """Fields as they lie in a table."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "type": one.type,
            "part": one.part,
            "note": one.note,
            "words": dict(one.words),
            "use": one.use,
        }
        for one in fields
    ]


def restored(told: Iterable[Mapping[str, Any]]) -> tuple[Field, ...]:
    """The same read back."""
    return tuple(Field(**one) for one in told)


def structure(fields: Iterable[Field]) -> list[list[str]]:
    """What of columns programs rely on: another heading or note is no other structure."""
    return [[one.name, one.type, one.part] for one in fields]


def parse(type_: str, words: str) -> Any:
    """What a cell says: None for an empty one; Unread when it is not of that type."""
    text = words.strip()
    if not text:
        return None
    if type_ == STRING:
        return text
    read = {
        INTEGER: _integer,
        NUMBER: _number,
        BOOLEAN: _boolean,
        DATE: _date,
        DATETIME: _datetime,
        YEAR: _year,
    }[type_]
    return read(text)


def _integer(text: str) -> int:
    bare = _SPACES.sub("", text)
    if not _INTEGER.match(bare):
        raise Unread(text)
    return int(bare)


def _number(text: str) -> int | float:
    bare = _SPACES.sub("", text)
    if not _NUMBER.match(bare):
        raise Unread(text)
    value = float(bare.replace(",", "."))
    return int(bare) if _INTEGER.match(bare) else value


def _boolean(text: str) -> bool:
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unread(text)


def _date(text: str) -> date:
    iso, dotted = _ISO.match(text), _DOTTED.match(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    except ValueError:
        raise Unread(text) from None
    raise Unread(text)


def _datetime(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Unread(text) from None


def _year(text: str) -> int:
    if not text.isdecimal() or int(text) not in _YEARS:
        raise Unread(text)
    return int(text)


def to_text(value: Any) -> str:
    """A value as it lies in a table of cells: `parse` reads it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def plain(value: Any) -> Any:
    """A value as JSON, CSV and a workbook hold it: instants and days in ISO 8601."""
    return value.isoformat() if isinstance(value, datetime | date) else value


def cell(value: Any) -> Any:
    """The same in CSV and a workbook, where nothing is an empty cell and yes is `true`."""
    return to_text(value) if value is None or isinstance(value, bool) else plain(value)


def cells(row: Iterable[Any]) -> list[Any]:
    """A row of them."""
    return [cell(value) for value in row]


def linked(
    columns: Sequence[Field], rows: Iterable[Sequence[Any]], origin: str
) -> Iterator[Sequence[Any]]:
    """Rows whose addresses of pages of this town are whole, as files need them."""
    links = [place for place, one in enumerate(columns) if one.use == LINK]
    if not links:
        return iter(rows)
    return (
        [
            f"{origin}{value}" if n in links and is_page(value) else value
            for n, value in enumerate(row)
        ]
        for row in rows
    )


def is_page(value: Any) -> bool:
    """Whether a value is the address of a page of this town; `//host` would lead elsewhere."""
    return isinstance(value, str) and value.startswith("/") and not value.startswith("//")


def whole(column: Field, words: str) -> str:
    """A number as people write it: a whole one without the «.0» of a program."""
    return words.removesuffix(".0") if column.type == NUMBER else words


def guess(title: str, words: Sequence[str]) -> str:
    """The type that every cell of a column has; codes with a leading nought stay words."""
    filled = [one.strip() for one in words if one.strip()]
    if not filled:
        return STRING
    if "год" in title.casefold() and _all(YEAR, filled):
        return YEAR
    if any(_CODE.match(one) for one in filled) and not _all(DATE, filled):
        return NUMBER if _all(NUMBER, filled) and not _has_codes(filled) else STRING
    if _all(INTEGER, filled):
        is_amount = all(len(_SPACES.sub("", one)) < AMOUNT_DIGITS for one in filled)
        return INTEGER if is_amount else STRING
    for one in (NUMBER, DATE):
        if _all(one, filled):
            return one
    if all("T" in one or ":" in one for one in filled) and _all(DATETIME, filled):
        return DATETIME
    spelled = {one.casefold() for one in filled}
    return BOOLEAN if spelled <= (YES | NO) - {"1", "0"} else STRING


def _has_codes(words: Iterable[str]) -> bool:
    return any(_CODE.match(one) for one in words)


def _all(type_: str, words: Iterable[str]) -> bool:
    try:
        for one in words:
            parse(type_, one)
    except Unread:
        return False
    return True


def guess_part(title: str, type_: str) -> str:
    """What a column tells of people by its heading; an office looks it over."""
    if type_ == INTEGER and _OF_PERSONS.search(title):
        return PERSONS
    return GROUP if _OF_GROUPS.search(title) or _OF_NAMES.search(title) else PLAIN


def names_somebody(title: str, words: str) -> bool:
    """Whether a cell names a person: all do in a column of surnames, streets do not."""
    if _OF_NAMES.search(title):
        return any(sign.isalpha() for sign in words)
    if " " not in words.strip() and "." not in words:
        return False
    return is_name(words, is_place=_OF_PLACES.search(title) is not None)


def latin(title: str, most: int = NAME_MAX, between: str = "_") -> str:
    """A name of small Latin letters for what people call otherwise; "" where nothing is left."""
    letters = "".join(_LETTERS.get(one, one) for one in title.casefold())
    name = re.sub(r"[^a-z0-9]+", between, letters).strip(between)
    if name[:1].isdigit():
        name = f"n{between}{name}"
    return name[:most].strip(between)


def proposed(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Field]:
    """Columns as their headings and cells suggest; every name once."""
    found: list[Field] = []
    taken: set[str] = set()
    for place, title in enumerate(headings):
        bare = name = latin(title) or f"column_{place + 1}"
        number = place + 1
        while name in taken:
            name = f"{bare[: NAME_MAX - 5]}_{number}"
            number += 1
        taken.add(name)
        words = [row[place] for row in rows if place < len(row)]
        kind = guess(title, words)
        found.append(Field(name, title[:TITLE_MAX], kind, guess_part(title, kind)))
    return found


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken: its row in the file, its column from 0, what is wrong."""

    line: int
    column: int
    what: str
    words: str


def faults(fields: Sequence[Field], line: int, cells: Sequence[str]) -> Iterator[Fault]:
    """Cells not of their column's type, or that name somebody; people are counted from nought."""
    for place, one in enumerate(fields):
        words = cells[place] if place < len(cells) else ""
        try:
            value = parse(one.type, words)
        except Unread:
            is_long = one.type in (INTEGER, NUMBER) and _LONG.match(_SPACES.sub("", words))
            yield Fault(line, place, LONG if is_long else one.type, words)
            continue
        if one.part == PERSONS and (value is None or value < 0):
            yield Fault(line, place, PERSONS, words)
        elif one.type == STRING and one.part != CONTACT and names_somebody(one.title, words):
            yield Fault(line, place, PERSON, words)


def typed(fields: Sequence[Field], cells: Sequence[str]) -> list[Any]:
    """A checked row as values; numbers also as a service's own table wrote them (`to_text`)."""
    padded = [*cells, *[""] * (len(fields) - len(cells))]
    return [_restored(one.type, words) for one, words in zip(fields, padded, strict=False)]


def _restored(type_: str, words: str) -> Any:
    try:
        return parse(type_, words)
    except Unread:
        # More decimals than people write, or an exponent.
        if type_ == NUMBER:
            return float(words)
        raise

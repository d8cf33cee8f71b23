"""Classes, lines of consents, questions and hours of school polls. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DRAFT, RUNNING, CLOSED, STOPPED = STATES = ("draft", "running", "closed", "stopped")
# What everyone who has the address may read.
SHOWN = (RUNNING, CLOSED, STOPPED)
ONE, SEVERAL = KINDS = ("one", "several")
QUESTIONS_MAX, OPTIONS_MIN, OPTIONS_MAX = 5, 2, 12
TITLE_MAX, TEXT_MAX, QUESTION_MAX, OPTION_MAX = 120, 2000, 200, 120
REASON_MAX, NUMBER_MAX, DIGITS_MAX = 500, 20, 9
CLASSES_MAX, LINES_MAX = 40, 200
CODE_DIGITS = 12
TOWN_LANGUAGE = "ru"
# A consent is given for a school year, which ends with August.
YEAR_ENDS = (8, 31)
# not shown: what schools write
_CLASS = re.compile(r"([1-9]|1[0-2])\s*[-–]?\s*«?([А-ЯЁ]{0,2})»?")  # noqa: RUF001
# not shown: what schools write. Digits, parted by strokes, with a letter or two: no name has room.
_NUMBER = re.compile(r"[0-9]{1,6}[А-ЯЁA-Z]{0,2}(?:[/-][0-9]{0,4}[А-ЯЁA-Z]{0,2}){0,2}")
_LINE = re.compile(r"\s*[;\t]\s*")
_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class LinesError(ValueError):
    """Lines of consents that cannot be read: (number from 1, which part) of each."""

    def __init__(self, wrong: Sequence[tuple[int, str]]) -> None:
        super().__init__(f"{len(wrong)} wrong lines")
        self.wrong = wrong


@dataclass(frozen=True)
class ConsentLine:
    """One parent's consent as the school's folder has it: no name, only where the paper lies."""

    number: str
    given_on: date
    age: int


@dataclass(frozen=True)
class Asked:
    """A question of a school poll; options are told apart by their place, from 1."""

    id: str
    text: str
    kind: str
    maximum: int
    options: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Names of the options in ballots, in order."""
        return tuple(f"o{place}" for place in range(1, len(self.options) + 1))


def to_json(asked: Iterable[Asked]) -> list[dict[str, Any]]:
    """Questions as they are kept."""
    return [
        {
            "id": one.id,
            "text": one.text,
            "kind": one.kind,
            "maximum": one.maximum,
            "options": list(one.options),
        }
        for one in asked
    ]


def from_json(kept: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The questions of what was kept."""
    return [Asked(**{**one, "options": tuple(one["options"])}) for one in kept]


def class_name(text: str) -> str | None:
    """«7 а», «7-А», «7«А»» as «7А»; None for what names no class."""
    found = _CLASS.fullmatch(text.strip().upper())
    return None if found is None else f"{found[1]}{found[2]}"


def class_names(text: str) -> list[str] | None:
    """Classes in the order of the school, each once; None when one of them names no class."""
    parts = [part for part in re.split(r"[,;\n]+", text) if part.strip()]
    names = [class_name(part) for part in parts]
    if any(name is None for name in names):
        return None
    return in_order({name for name in names if name})


def in_order(names: Iterable[str]) -> list[str]:
    """«5Б» before «10А»."""
    parts = [(int(found[1]), found[2], name) for name in names if (found := _CLASS.fullmatch(name))]
    return [name for _grade, _letter, name in sorted(parts)]


def read_lines(text: str, *, ages: tuple[int, int], until: date, today: date) -> list[ConsentLine]:
    """Lines «number; day; age» as consents; LinesError names all that say something else.

    `ages` are the least and the greatest age, both included. A consent is not of a day to come,
    nor older than a year before its end.
    """
    found: dict[str, ConsentLine] = {}
    wrong = []
    for place, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        parts = _LINE.split(row.strip())
        number = number_of(parts[0])
        flaw = "twice" if number in found else _flaw(parts, number, ages, until, today)
        if flaw:
            wrong.append((place, flaw))
        else:
            found[number] = ConsentLine(number, _day(parts[1]) or today, int(parts[2]))
    if wrong:
        raise LinesError(wrong)
    return list(found.values())


def _flaw(
    parts: Sequence[str], number: str, ages: tuple[int, int], until: date, today: date
) -> str:
    """The first part of a line that says something else; "" for a line that can be read."""
    if len(parts) != 3:
        return "parts"
    digits = sum(sign.isdigit() for sign in number)
    # A telephone has more digits than any folder has papers.
    if digits > DIGITS_MAX or not _NUMBER.fullmatch(number):
        return "number"
    given_on, age = _day(parts[1]), parts[2]
    if given_on is None or given_on > today or given_on < until - timedelta(days=365):
        return "day"
    if not (age.isascii() and age.isdigit() and len(age) < 3):
        return "age"
    return "" if ages[0] <= int(age) <= ages[1] else "years"


def _day(text: str) -> date | None:
    dotted, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    try:
        if dotted is not None:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return None if iso is None else date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        return None


def year_end(today: date) -> date:
    """The last day of the school year that this day belongs to."""
    end = date(today.year, *YEAR_ENDS)
    return end if today <= end else date(today.year + 1, *YEAR_ENDS)


def number_of(text: str) -> str:
    """The number of a paper as it is told apart from others: no spaces, small letters alike."""
    return "".join(text.split()).upper()


def shown_turnout(answers: int, least: int, *, is_over: bool) -> int:
    """How many have answered: in steps while it runs, so that nobody sees one answer come."""
    return answers if is_over or least < 1 else answers // least * least


def digits_of(code: str) -> str:
    """What was typed as digits alone, at most one more than a code has."""
    return "".join(sign for sign in code if sign in "0123456789")[: CODE_DIGITS + 1]


def is_told(answered: int, least: int) -> bool:
    """Whether the answers to a question may be shown: only of so many together."""
    return answered >= least


def said_classes(classes: Sequence[str]) -> str:
    """«7А, 7Б»; nothing for the whole school."""
    return ", ".join(classes)

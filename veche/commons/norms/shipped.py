"""Reads the values that come with the program: `data/norms.json` and `data/calendar-*.json`.

Read whole and checked whole before anything is written; a mistake names its file and its line.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

DATA = Path(__file__).parent / "data"
UNITS = frozenset(
    ("calendar_days", "working_days", "hours", "minutes", "years", "age", "percent", "people")
    + ("sheets", "texts", "level", "points", "times", "number")
)
MARKS = frozenset(("verified", "unverified", "own"))
STATUSES = frozenset(("approved", "preliminary"))
T = TypeVar("T")
CODE_FORM = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


class ShippedDataError(ValueError):
    """A shipped file breaks its own rules; the text says which and where."""


@dataclass(frozen=True)
class ShippedNorm:
    """One dated value as the release has it."""

    code: str
    title: str
    value: int
    unit: str
    legal_ref: str
    source: str
    mark: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class ShippedDay:
    """One exception of the calendar as the release has it."""

    date: date
    is_working: bool
    name: str
    source: str


@dataclass(frozen=True)
class ShippedYear:
    """One year of the calendar with all its exceptions."""

    year: int
    status: str
    source: str
    note: str
    days: tuple[ShippedDay, ...]


def norms(path: Path = DATA / "norms.json") -> tuple[ShippedNorm, ...]:
    """Every shipped norm, in order of code and date; periods of one code never overlap."""
    rows = tuple(_each(path, _list(path), _norm))
    by_code = sorted(rows, key=lambda norm: (norm.code, norm.valid_from))
    for earlier, later in zip(by_code, by_code[1:], strict=False):
        overlaps = earlier.valid_to is None or earlier.valid_to >= later.valid_from
        if earlier.code == later.code and overlaps:
            raise ShippedDataError(f"{path.name}: {later.code}: two values on {later.valid_from}")
    return tuple(by_code)


def calendar_years(folder: Path = DATA) -> tuple[ShippedYear, ...]:
    """Every shipped year of the working calendar, oldest first."""
    return tuple(_year(path) for path in sorted(folder.glob("calendar-*.json")))


def _year(path: Path) -> ShippedYear:
    document = json.loads(path.read_text(encoding="utf-8"))
    year = document["year"]
    if path.name != f"calendar-{year}.json" or document["status"] not in STATUSES:
        raise ShippedDataError(f"{path.name}: wrong year or status")
    days = tuple(_each(path, document["days"], _day))
    dates = [day.date for day in days]
    if dates != sorted(set(dates)) or any(day.year != year for day in dates):
        raise ShippedDataError(f"{path.name}: dates repeat, leave the year or are out of order")
    return ShippedYear(year, document["status"], document["source"], document["note"], days)


def _list(path: Path) -> list[Mapping[str, Any]]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list):
        raise ShippedDataError(f"{path.name}: a list was expected")
    return rows


def _each(path: Path, rows: list[Mapping[str, Any]], make: Callable[..., T]) -> list[T]:
    made = []
    for number, row in enumerate(rows, start=1):
        try:
            made.append(make(row))
        except (KeyError, TypeError, ValueError) as error:
            raise ShippedDataError(f"{path.name}: item {number}: {error!r}") from error
    return made


def _norm(row: Mapping[str, Any]) -> ShippedNorm:
    if row["unit"] not in UNITS or row["mark"] not in MARKS:
        raise ValueError(f"unknown unit or mark: {row['unit']}, {row['mark']}")
    if not CODE_FORM.fullmatch(row["code"]) or type(row["value"]) is not int or row["value"] < 0:
        raise ValueError("code or value out of form")
    if row["mark"] == "verified" and not row["source"]:
        raise ValueError("a verified value names its source")
    valid_from = date.fromisoformat(row["valid_from"])
    valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    if valid_to is not None and valid_to < valid_from:
        raise ValueError("valid_to is before valid_from")
    return ShippedNorm(
        code=row["code"],
        title=row["title"],
        value=row["value"],
        unit=row["unit"],
        legal_ref=row["legal_ref"],
        source=row["source"],
        mark=row["mark"],
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _day(row: Mapping[str, Any]) -> ShippedDay:
    if type(row["is_working"]) is not bool or not row["name"] or not row["source"]:
        raise ValueError("is_working, name and source are needed")
    return ShippedDay(
        date.fromisoformat(row["date"]), row["is_working"], row["name"], row["source"]
    )

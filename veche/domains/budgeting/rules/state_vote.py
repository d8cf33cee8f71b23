"""The figures of a vote elsewhere as CSV: votes of each object, by its number or its code. Pure.

Columns are found by their headings, whatever stands between them: a number or a code, and votes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# not shown: headings of a file, each by how it may begin
HEADINGS = {
    "number": ("номер", "№"),
    "code": ("код",),
    "votes": ("голосов", "количество голосов", "число голосов"),
}
LINES_MAX = 2_000
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Flaw:
    """What cannot be taken: the cell, «B3» («» where it is the whole file), and why.

    `code` is one of `unreadable`, `no-column`, `votes`, `unknown`, `twice`, `differ`, `missing`;
    `what` is the content, the column or the object that it speaks of.
    """

    cell: str
    code: str
    what: str = ""


def read(text: str, known: Mapping[str, int]) -> tuple[dict[int, int], list[Flaw]]:
    """Votes by number of every object, or what is wrong; with any flaw nothing should be taken.

    `known` are the codes of the objects on the ballot with their numbers.
    """
    head = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ","))
    except csv.Error:
        return {}, [Flaw("", "unreadable")]
    if len(rows) < 2 or len(rows) > LINES_MAX:
        return {}, [Flaw("", "unreadable")]
    at = _columns(rows[0])
    if "votes" not in at or not ("number" in at or "code" in at):
        lacks = "votes" if "votes" not in at else "number"
        return {}, [Flaw("", "no-column", lacks)]
    return _taken(rows, at, known)


def _columns(head: Sequence[str]) -> dict[str, int]:
    return {
        name: place
        for name, beginnings in HEADINGS.items()
        for place, cell in reversed(list(enumerate(head)))
        if cell.strip().lstrip("\ufeff").casefold().startswith(beginnings)
    }


def _taken(
    rows: Sequence[Sequence[str]], at: Mapping[str, int], known: Mapping[str, int]
) -> tuple[dict[int, int], list[Flaw]]:
    found: dict[int, int] = {}
    flaws: list[Flaw] = []
    for line, row in enumerate(rows[1:], 2):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in at.items()}
        if not any(cells.values()):
            continue
        where = {name: f"{_letter(place)}{line}" for name, place in at.items()}
        number, wrong = _object(cells, where, known)
        votes = _votes(cells["votes"])
        if votes is None:
            wrong = [*wrong, Flaw(where["votes"], "votes", cells["votes"])]
        if number is not None and number in found:
            wrong = [*wrong, Flaw(where.get("number", where.get("code", "")), "twice", str(number))]
        flaws += wrong
        if number is not None and votes is not None:
            found[number] = votes
    if not flaws:
        lost = sorted(set(known.values()) - set(found))
        flaws = [Flaw("", "missing", str(number)) for number in lost]
    return (found, []) if not flaws else ({}, flaws)


def _object(cells: Cells, where: Cells, known: Mapping[str, int]) -> tuple[int | None, list[Flaw]]:
    """The number of the object that a line means."""
    numbers = set(known.values())
    code, said = cells.get("code", "").casefold(), cells.get("number", "")
    by_code = known.get(code)
    by_number = int(said) if said.isdecimal() and len(said) < 8 else None
    if code and by_code is None:
        return None, [Flaw(where["code"], "unknown", cells["code"])]
    if said and by_number not in numbers:
        return None, [Flaw(where["number"], "unknown", said)]
    if by_code is not None and by_number is not None and by_code != by_number:
        return None, [Flaw(where["number"], "differ", said)]
    number = by_code if by_code is not None else by_number
    if number is None:
        return None, [Flaw(where.get("number", where.get("code", "")), "unknown")]
    return number, []


def _votes(said: str) -> int | None:
    digits = "".join(said.split()).replace("\u00a0", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 8:
        return None
    return int(digits)


def _letter(place: int) -> str:
    """A, B, … Z, AA, as spreadsheets name columns."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

"""Groups of people that are too small are left out of a table: k-anonymity, in the stream itself.

Samarati, Sweeney: «Protecting privacy when disclosing information» (1998): each combination of the
columns by which people could be told apart belongs to at least k people. A table in which every
row is a person is counted once and read a second time; a table of counts is judged row by row, and
with small rows go others, until whoever knows the total of a column, and which hidden rows are
small, can still not tell how small: each could be of more than one number (Cox: «Suppression
methodology and statistical disclosure control», 1980). Totals of parts of a table are not reckoned
with.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from veche.kernel.datasets import Column

Row = Sequence[Any]


def places_of(columns: Sequence[Column], part: str) -> list[int]:
    """Where the columns of that part stand."""
    return [place for place, one in enumerate(columns) if one.part == part]


def counts_people(columns: Sequence[Column]) -> bool:
    """Whether a table speaks of people at all."""
    return any(one.part in ("group", "persons") for one in columns)


def guarded(
    columns: Sequence[Column], read: Callable[[], Iterable[Row]], least: int
) -> Iterator[Row]:
    """The rows that may be shown to everyone, in their order; memory holds counts, never rows."""
    if not counts_people(columns):
        yield from read()
        return
    persons = places_of(columns, "persons")
    if persons:
        told = [place for place in range(len(columns)) if place not in persons]
        hidden = _hidden(read(), persons, told, least)
        for row in read():
            # By what a row is of, not by its place: between two readings rows come and go. Its
            # counts are asked once more, for they may have changed.
            if _key(row, told) not in hidden and _fits(row, persons, least):
                yield row
        return
    groups = places_of(columns, "group")
    sizes = Counter(tuple(row[place] for place in groups) for row in read())
    for row in read():
        if sizes[tuple(row[place] for place in groups)] >= least:
            yield row


def _key(row: Row, told: Sequence[int]) -> int:
    """What a row is of, without its counts; where two are the same, more is hidden, never less."""
    return hash(tuple(row[place] for place in told))


def _fits(row: Row, persons: Sequence[int], least: int) -> bool:
    """Counts of nobody tell of nobody; others are of at least so many."""
    return all(not row[place] or row[place] >= least for place in persons)


def _hidden(
    rows: Iterable[Row], persons: Sequence[int], told: Sequence[int], least: int
) -> set[int]:
    """Keys of rows that are left out: the small ones, and in each column that counts people the
    next ones in size until none of the small follows from the column's total."""
    counts: list[tuple[int, ...]] = []
    keys: list[int] = []
    for row in rows:
        counts.append(tuple(int(row[one] or 0) for one in persons))
        keys.append(_key(row, told))
    hidden = {n for n, one in enumerate(counts) if any(0 < count < least for count in one)}
    # What goes besides for one column makes no other easier to tell: it only adds room.
    for column in range(len(persons)) if hidden else ():
        _cover(hidden, [one[column] for one in counts], least)
    return {keys[n] for n in hidden}


def _cover(hidden: set[int], counts: Sequence[int], least: int) -> None:
    """Hide the next ones in size, equal ones together: which of them went would tell something."""
    others = sorted(
        ((count, n) for n, count in enumerate(counts) if count and n not in hidden), reverse=True
    )
    while not _is_safe(
        [counts[n] for n in hidden if counts[n]], others[-1][0] if others else math.inf, least
    ):
        if not others:
            return
        size = others[-1][0]
        while others and others[-1][0] == size:
            hidden.add(others.pop()[1])


def _is_safe(hidden: Sequence[int], smallest_shown: float, least: int) -> bool:
    """Whether a total tells none of the hidden counts that are small.

    Known are the total, which of them are small (from 1 to below `least`), that the others are of
    at least `least` and, as the next ones in size went, not above the smallest that is shown.
    """
    if all(count >= least for count in hidden):
        return True
    missing = sum(hidden)
    if len(hidden) < 2 or missing < least:
        return False
    most = least - 1
    if most == 1:
        # Where small is one, whoever knows that it is small knows all of it.
        return True
    low = sum(1 if count < least else least for count in hidden)
    high = sum(most if count < least else max(smallest_shown, count) for count in hidden)
    # Of any small one: what is missing less all that the others could be at most, and at least.
    return max(1, missing - (high - most)) < min(most, missing - (low - 1))

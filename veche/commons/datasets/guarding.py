"""Groups of people that are too small are left out of a table: k-anonymity, in the stream itself.

Samarati, Sweeney: «Protecting privacy when disclosing information» (1998): each combination of the
columns by which people could be told apart belongs to at least k people. A table in which every row
is a person is counted once and read a second time; a table of counts is judged row by row, and one
hidden row never stands alone, or the total would tell it.
"""

from __future__ import annotations

import heapq
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
    """The rows that may be shown to everyone, in their order; memory holds groups, never rows."""
    if not counts_people(columns):
        yield from read()
        return
    persons = places_of(columns, "persons")
    if persons:
        hidden = _hidden(read(), persons, least)
        for place, row in enumerate(read()):
            # Asked of the row itself once more: between two readings a count may have changed.
            if place not in hidden and _fits(row, persons, least):
                yield row
        return
    groups = places_of(columns, "group")
    sizes = Counter(tuple(row[place] for place in groups) for row in read())
    for row in read():
        if sizes[tuple(row[place] for place in groups)] >= least:
            yield row


def _fits(row: Row, persons: Sequence[int], least: int) -> bool:
    """Counts of nobody tell of nobody; others are of at least so many."""
    return all(not row[place] or row[place] >= least for place in persons)


def _hidden(rows: Iterable[Row], persons: Sequence[int], least: int) -> set[int]:
    """Places of rows that are left out: the small ones, and with them the next ones in size until
    what is missing from the total is of `least` people and of two rows."""
    small: dict[int, int] = {}
    # The smallest of the others: never more than could be needed to cover the small ones.
    others: list[tuple[int, int]] = []
    for place, row in enumerate(rows):
        count = sum(int(row[one] or 0) for one in persons)
        if not _fits(row, persons, least):
            small[place] = count
        elif count:
            heapq.heappush(others, (-count, -place))
            if len(others) > least:
                heapq.heappop(others)
    if not small:
        return set()
    missing = sum(small.values())
    hidden = set(small)
    for count, place in sorted(others, reverse=True):
        if missing >= least and len(hidden) > 1:
            break
        hidden.add(-place)
        missing -= count
    return hidden

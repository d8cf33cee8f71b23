"""Which rows of a budget are sums of others: they stand in the table and are never counted. Pure.

A budget names a section and its subsections, a programme and its lines, «Итого» and everything.
A row is a total when another row says the same and more (`codes.Key`). Only rows that nobody goes
further than are counted. Of each total is said whether it is the sum of what lies below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from veche.domains.transparency.rules.codes import Key, Shape

# Sums of a table, in the order plan, revised, executed; None where the table has no such column.
Sums = tuple[int | None, int | None, int | None]
EMPTY: Sums = (None, None, None)


@dataclass
class Seen:
    """What was read under one key: sums together, the row it first stood in, how many rows; how
    many of them the sums are of (rows of the whole, of taxes and of help share one key)."""

    sums: list[int | None]
    row: int
    number: int = 1
    told: int = 1


@dataclass(frozen=True)
class Disagreement:
    """A total whose figure is not what lies below it; `column` counts plan, revised, executed."""

    row: int
    column: int
    told: int
    counted: int


@dataclass
class Totals:
    """Which keys are totals, and the sums of what lies below each."""

    keys: set[Key] = field(default_factory=set)
    below: dict[Key, list[int]] = field(default_factory=dict)
    rows_below: dict[Key, int] = field(default_factory=dict)


def shape(key: Key) -> Shape:
    """How far each of its codes goes."""
    return tuple(map(len, key))


def shortened(key: Key, to: Shape) -> Key:
    """The key as far as the shape goes."""
    return tuple(one[:most] for one, most in zip(key, to, strict=True))


def find(
    seen: Mapping[Key, Seen], looser: Callable[[Key], Key | None] = lambda _key: None
) -> Totals:
    """Of all that was read: which are totals. Nothing below is counted twice either.

    `looser` gives the key by which a row that has nothing below it is looked for once more, among
    rows whose second code goes further.
    """
    by_shape: dict[Shape, list[Key]] = {}
    for key in seen:
        by_shape.setdefault(shape(key), []).append(key)
    found = Totals()
    pairs = list(_pairs(by_shape))
    found.keys.update(above for above, _key in _below(by_shape, pairs) if above in seen)
    matched = list(_matched(by_shape, _loose(seen, found, looser)))
    found.keys.update(above for above, _key in matched)
    for above, key in chain(matched, _below(by_shape, pairs)):
        if key not in found.keys:
            _add(found, above, seen[key])
    return found


def _below(
    by_shape: Mapping[Shape, list[Key]], pairs: Sequence[tuple[Shape, Shape]]
) -> Iterator[tuple[Key, Key]]:
    """Each key with what would be above it."""
    for upper, lower in pairs:
        for key in by_shape[lower]:
            yield shortened(key, upper), key


def _loose(
    seen: Mapping[Key, Seen], found: Totals, looser: Callable[[Key], Key | None]
) -> dict[Key, list[Key]]:
    kept: dict[Key, list[Key]] = {}
    for key in seen:
        if key not in found.keys and (loose := looser(key)) is not None:
            kept.setdefault(loose, []).append(key)
    return kept


def _matched(
    by_shape: Mapping[Shape, list[Key]], loose: Mapping[Key, list[Key]]
) -> Iterator[tuple[Key, Key]]:
    for upper in {shape(key) for key in loose}:
        for lower, keys in by_shape.items():
            if upper[1] < lower[1] and all(u <= w for u, w in zip(upper, lower, strict=True)):
                for key in keys:
                    for above in loose.get(shortened(key, upper), ()):
                        yield above, key


def _pairs(by_shape: Mapping[Shape, object]) -> Iterator[tuple[Shape, Shape]]:
    for upper in by_shape:
        for lower in by_shape:
            if upper != lower and all(u <= w for u, w in zip(upper, lower, strict=True)):
                yield upper, lower


def _add(found: Totals, above: Key, one: Seen) -> None:
    if above not in found.keys:
        return
    sums = found.below.setdefault(above, [0, 0, 0])
    for place, value in enumerate(one.sums):
        sums[place] += value or 0
    found.rows_below[above] = found.rows_below.get(above, 0) + one.number


def counted(seen: Mapping[Key, Seen], totals: Totals) -> tuple[list[int], list[bool]]:
    """The sum of the table without totals, and which of the three columns it has at all."""
    sums, has = [0, 0, 0], [False, False, False]
    for key, one in seen.items():
        if key in totals.keys:
            continue
        for place, value in enumerate(one.sums):
            if value is not None:
                sums[place] += value
                has[place] = True
    return sums, has


def disagreements(seen: Mapping[Key, Seen], totals: Totals, step: int) -> Iterator[Disagreement]:
    """Totals that are not the sum of what lies below. `step` is the smallest sum the table can
    write (100 roubles where it writes thousands with one decimal): each row may be rounded."""
    for key in totals.keys:
        one = seen[key]
        # Two rows of one total, at the top and at the bottom, say it twice.
        times = one.told
        room = step * (totals.rows_below.get(key, 0) + 1) // 2
        for place, told in enumerate(one.sums):
            below = totals.below.get(key, [0, 0, 0])[place]
            if told is not None and told // times != below and abs(told // times - below) > room:
                yield Disagreement(one.row, place, told // times, below)

"""The rule of what is told by groups, plain and slow: nothing is cut short, all is parted anew.

What stands in `breakdown_rules` must say the same of any town (`test_plain_breakdown`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from veche.commons.ballots.breakdown_rules import (
    NESTED,
    TURNOUT,
    Group,
    Key,
    Name,
    Pattern,
    Side,
    Table,
    Tally,
)


def plain_tables(tally: Tally, lines: Sequence[Key], minimum: int) -> tuple[Table, ...]:
    """A table for each dimension that has more than one group."""
    totals = tally.totals()
    keys = [key for key in lines if totals[key]]
    offers = {
        dimension: list(_Plain(dimension, side, totals, keys, minimum).offers())
        for dimension, side in tally.sides.items()
        if len(side.ballots) > 1
    }
    chosen: dict[str, Table] = {}
    for dimension in offers:
        if dimension not in NESTED:
            fitting = [one for one in offers[dimension] if _is_chain([one, *chosen.values()])]
            chosen[dimension] = max(fitting, key=lambda one: one.cells)
    there = [dimension for dimension in NESTED if dimension in offers]
    pairs = sorted(
        product(*(offers[dimension] for dimension in there)),
        key=lambda pair: tuple(map(sum, zip(*(one.cells for one in pair), strict=True))),
        reverse=True,
    )
    for pair in pairs:
        alone = len(pair) < 2 or _may_meet(tally.met, pair, minimum)
        if alone and _is_chain([*pair, *chosen.values()]):
            chosen |= dict(zip(there, pair, strict=True))
            break
    return tuple(chosen[dimension] for dimension in offers)


def _is_chain(found: Sequence[Table]) -> bool:
    shown = [set(one.shown) for one in found]
    return all(one <= two or two <= one for one in shown for two in shown)


def _may_meet(met: Side, pair: Sequence[Table], minimum: int) -> bool:
    one, two = pair
    common = frozenset(one.shown) & frozenset(two.shown)
    crossed = [
        [name for name in met.ballots if name[0] in left.names and name[1] in right.names]
        for left in one.groups
        for right in two.groups
    ]
    return _hold(met, [names for names in crossed if names], common, minimum)


def _hold(
    side: Side, groups: Iterable[Sequence[Name]], shown: frozenset[Key], minimum: int
) -> bool:
    parts = {pattern & shown for counts in side.ballots.values() for pattern in counts}
    for names in groups:
        whole, known = _parted(side.ballots, names, shown), _parted(side.known, names, shown)
        looked_at = [whole]
        if 0 < known.total() < whole.total():
            looked_at.append(whole - known)
        for counts in looked_at:
            if len(names) > 1 and counts.total() <= len(names):
                return False
            if any(counts[part] < minimum for part in parts):
                return False
    return True


def _parted(
    ballots: Mapping[Name, Counter[Pattern]], names: Iterable[Name], shown: frozenset[Key]
) -> Counter[Pattern]:
    found: Counter[Pattern] = Counter()
    for name in names:
        for pattern, count in ballots.get(name, {}).items():
            found[pattern & shown] += count
    return found


class _Plain:
    """What may be told of one dimension by each joining of its groups."""

    def __init__(
        self,
        dimension: str,
        side: Side,
        totals: Mapping[Key, int],
        keys: Sequence[Key],
        minimum: int,
    ) -> None:
        self.dimension = dimension
        self.side = side
        self.totals = totals
        self.keys = keys
        self.minimum = minimum

    def offers(self) -> Iterator[Table]:
        yield Table(self.dimension)
        for groups in self._joinings():
            if _hold(self.side, groups, frozenset([TURNOUT]), self.minimum):
                yield from self._offers_by(groups)

    def _joinings(self) -> Iterator[list[tuple[str, ...]]]:
        sizes = {str(name): counts.total() for name, counts in self.side.ballots.items()}
        ranked = sorted(sizes, key=lambda name: (sizes[name], name))
        for joined in [0, *range(2, len(ranked))]:
            apart: list[tuple[str, ...]] = [(name,) for name in sorted(ranked[joined:])]
            yield [*apart, tuple(sorted(ranked[:joined]))] if joined else apart

    def _offers_by(self, groups: Sequence[tuple[str, ...]]) -> Iterator[Table]:
        yield self._table(groups, {TURNOUT})
        codes = dict.fromkeys(question for question, _option in self.keys)
        singles = {code: self._grown({TURNOUT}, code, groups) for code in codes}
        yield from (self._table(groups, shown) for shown in singles.values() if len(shown) > 1)
        shown = {TURNOUT}
        for code in sorted(singles, key=lambda code: -len(singles[code])):
            shown = self._grown(shown, code, groups)
        if len(shown) > 1:
            yield self._table(groups, shown)

    def _grown(self, base: set[Key], code: str, groups: Sequence[tuple[str, ...]]) -> set[Key]:
        options = sorted(
            (key for key in self.keys if key[0] == code and key[1]),
            key=lambda key: (self.totals[key], key),
            reverse=True,
        )
        found, shown = base, base | {(code, "")}
        for option in options:
            shown = shown | {option}
            if not _hold(self.side, groups, frozenset(shown), self.minimum):
                break
            found = shown
        return found

    def _table(self, groups: Sequence[tuple[str, ...]], shown: set[Key]) -> Table:
        keys = (TURNOUT, *(key for key in self.keys if key in shown))
        told = []
        for names in groups:
            counts = _parted(self.side.ballots, names, frozenset(keys))
            lines = {key: sum(n for part, n in counts.items() if key in part) for key in keys}
            told.append(Group(names, lines))
        return Table(self.dimension, tuple(told), keys)

"""Turnout and results by groups of voters, with nothing told of few. Pure.

One dimension at a time (place, age, channel, level), never two crossed. Everyone also sees the rows
without names, and in them how answers hang together, so hiding single cells is not enough: a hidden
one may follow from other questions. What is told of a dimension is therefore always a whole table.

Its groups part the voters: small ones are told together as one. Its lines are one of these:
1. turnout alone;
2. every line of every question: then nothing is hidden;
3. one question with one mark a ballot: it parts the ballots into those of each shown option, those
   of the options left together, and those without an answer.
Every cell holds the minimum, and so does what it leaves of its whole (the complement), unless the
town's own totals say that nobody is there.

Why 2 gives nothing back: only the split of joined groups is unknown, and any split is possible.
Why 3 gives nothing back: within a part, the ballots of each pattern may come from any group as
long as groups and patterns keep their sums. All sums are above nothing and there are at least two
of each, so no number inside is fixed; what is fixed is whole parts, and none of them is small.
A linear program attacks this in the tests.

Paper is accounted for: numbered sheets are told of in public, handed out, returned and counted, so
how many ballots came on paper is no secret, however few, and is not hidden here. It lies besides in
one group of each dimension (no place, no age, the level of whoever showed a document). Therefore
whatever else lies in the group where paper lies, alone or joined, must be enough by itself: of no
other channel, and of nobody who voted otherwise, does a number follow. Beyond this the dimensions
share nothing but the town's totals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Key = tuple[str, str]
Pattern = frozenset[Key]
TURNOUT: Key = ("", "")
# Questions of which each ballot makes one line at most: their lines add up to «answered».
SINGLE = ("one", "scale", "ranking")


@dataclass(frozen=True)
class Line:
    """A line of a table: whose part it is, and in which sums it takes part."""

    key: Key
    kind: str
    parent: tuple[Key, ...]


@dataclass(frozen=True)
class Group:
    """Voters told of together: the names they go by, and how many made each line."""

    names: tuple[str, ...]
    lines: dict[Key, int]


@dataclass(frozen=True)
class Table:
    """What is told of one dimension; no groups when nothing can be."""

    dimension: str
    groups: tuple[Group, ...] = ()
    shown: tuple[Key, ...] = ()


@dataclass
class Tally:
    """Ballots gathered by pattern and, for each dimension, by group."""

    patterns: Counter[Pattern] = field(default_factory=Counter)
    groups: dict[str, dict[str, Counter[Key]]] = field(default_factory=lambda: defaultdict(dict))
    # The same of the ballots whose number is public: those on paper.
    accounted: dict[str, dict[str, Counter[Key]]] = field(default_factory=lambda: defaultdict(dict))

    def add(
        self, marks: Iterable[Key], groups: Mapping[str, str], *, is_accounted: bool = False
    ) -> None:
        """One ballot: the lines it makes, and its group in each dimension."""
        pattern = frozenset(marks) | {TURNOUT}
        self.patterns[pattern] += 1
        for dimension, name in groups.items():
            self.groups[dimension].setdefault(name, Counter()).update(pattern)
            if is_accounted:
                self.accounted[dimension].setdefault(name, Counter()).update(pattern)

    def totals(self) -> Counter[Key]:
        """How many ballots make each line; published anyway."""
        found: Counter[Key] = Counter()
        for pattern, count in self.patterns.items():
            for key in pattern:
                found[key] += count
        return found


def tables(tally: Tally, lines: Sequence[Line], minimum: int) -> tuple[Table, ...]:
    """A table for each dimension that has more than one group."""
    totals = tally.totals()
    known = [line for line in lines if totals[line.key]]
    chooser = _Chooser(totals, known, minimum)
    return tuple(
        chooser.table(dimension, groups, tally.accounted.get(dimension, {}))
        for dimension, groups in tally.groups.items()
        if len(groups) > 1
    )


class _Chooser:
    """Finds the joining of groups, and the lines, with which most cells may be told."""

    def __init__(self, totals: Mapping[Key, int], lines: Sequence[Line], minimum: int) -> None:
        self.totals = totals
        self.lines = lines
        self.minimum = minimum

    def table(
        self,
        dimension: str,
        groups: Mapping[str, Counter[Key]],
        accounted: Mapping[str, Counter[Key]],
    ) -> Table:
        best, most = Table(dimension), (0, 0)
        for joined in _joinings(groups):
            sound = (*joined, *_besides(joined, accounted))
            if any(group.lines[TURNOUT] < self.minimum for group in sound):
                continue
            for shown in self._choices(sound):
                cells = (len(joined) * len(shown), len(joined))
                if cells > most:
                    best, most = Table(dimension, joined, shown), cells
        return _told(best)

    def _choices(self, groups: Sequence[Group]) -> Iterable[tuple[Key, ...]]:
        """Turnout alone; every line; one question with its smallest options left together."""
        yield (TURNOUT,)
        if all(self._is_big(line, groups) for line in self.lines):
            yield (TURNOUT, *(line.key for line in self.lines))
        for question in dict.fromkeys(line.key[0] for line in self.lines):
            own = [line for line in self.lines if line.key[0] == question]
            if own[0].kind in SINGLE:
                yield (TURNOUT, *self._parts(own, groups))

    def _parts(self, own: Sequence[Line], groups: Sequence[Group]) -> list[Key]:
        """«Answered» and options of a question that part the ballots into big parts alone."""
        answered, *options = own
        if not self._is_big(Line(answered.key, answered.kind, (TURNOUT,)), groups):
            return []
        shown = [line.key for line in options if self._is_big(line, groups)]
        shown.sort(key=lambda key: (self.totals[key], key), reverse=True)
        while shown and self._has_small_rest(answered.key, shown, groups):
            shown.pop()
        chosen = set(shown)
        return [line.key for line in own if line.key in chosen or not line.key[1]] if shown else []

    def _is_big(self, line: Line, groups: Sequence[Group]) -> bool:
        """Enough made the line in every group, and enough did not; or nobody of the town."""
        whole = sum(self.totals[key] for key in line.parent)
        if any(group.lines[line.key] < self.minimum for group in groups):
            return False
        return whole == self.totals[line.key] or all(
            sum(group.lines[key] for key in line.parent) - group.lines[line.key] >= self.minimum
            for group in groups
        )

    def _has_small_rest(self, answered: Key, shown: Sequence[Key], groups: Sequence[Group]) -> bool:
        """Whether the options left together are few in some group."""

        def rest(lines: Mapping[Key, int]) -> int:
            return lines[answered] - sum(lines[key] for key in shown)

        return rest(self.totals) > 0 and any(rest(g.lines) < self.minimum for g in groups)


def _joinings(groups: Mapping[str, Counter[Key]]) -> Iterable[tuple[Group, ...]]:
    """All groups apart; then the two smallest as one, the three smallest, …"""
    ranked = sorted(groups, key=lambda name: (groups[name][TURNOUT], name))
    for joined in [0, *range(2, len(ranked))]:
        apart = [Group((name,), dict(groups[name])) for name in sorted(ranked[joined:])]
        together: Counter[Key] = Counter()
        for name in ranked[:joined]:
            together.update(groups[name])
        found = [*apart, Group(tuple(sorted(ranked[:joined])), dict(together))] if joined else apart
        yield tuple(Group(g.names, defaultdict(int, g.lines)) for g in found)


def _besides(groups: Iterable[Group], accounted: Mapping[str, Counter[Key]]) -> Iterable[Group]:
    """Of each group with ballots whose number is public: the others in it, if there are any."""
    for group in groups:
        known: Counter[Key] = Counter()
        for name in group.names:
            known.update(accounted.get(name, ()))
        if 0 < known[TURNOUT] < group.lines[TURNOUT]:
            left = {key: count - known[key] for key, count in group.lines.items()}
            yield Group(group.names, defaultdict(int, left))


def _told(table: Table) -> Table:
    """The table with nothing but what is shown in it."""
    groups = tuple(
        Group(group.names, {key: group.lines[key] for key in table.shown}) for group in table.groups
    )
    return Table(table.dimension, groups, table.shown)

"""Turnout and results by groups of voters, with nothing told of few. Pure.

One dimension at a time (place, age, channel, level), never two crossed. Everyone also sees the rows
without names, and in them how answers hang together, so hiding single cells is not enough: a hidden
one may follow from other questions, or from another table. What is told of a dimension is therefore
always a whole table: groups that part the voters (small ones told together as one), and lines.

**The rule.** Lines part the ballots: two lie in one part when they make the same of the told lines.
Each part that the town has at all holds the minimum in each group. Why nothing more follows: share
out the ballots of each row among the groups as its part is shared out. This town agrees with all
that is told and nobody is missing in it anywhere, so no number is pressed to nothing; and what adds
up from told numbers alone is whole parts, none of which is small. How two questions hang together
in a group does not follow either: if both are told, so are their common parts.

**Tables read together.** The same town, shared out by every table at once, agrees with all of them,
as long as the lines of one table are among those of the other and any group of one may meet any
group of the other. Two dimensions break the latter: who votes on paper or with a clerk's help
has shown a document, so how ballots came and how persons were checked lie in one another, and what
one table leaves of the other is known. So where a group of one meets a group of the other, the rule
holds too, by the lines that both tell.

**Paper** is accounted for: numbered sheets are told of in public, handed out, returned and counted,
so how many ballots came on paper is no secret, however few, and is not hidden here. It lies besides
in one group of each dimension (no place, no age, the level of whoever showed a document). Therefore
whatever else lies in the group where paper lies, alone or joined, obeys the rule by itself.

**Joined groups** are named, and who is named has voted: as many ballots as names would be one each.

A linear program attacks all this in the tests, with every table in its hands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

# A line: question and option; "" as the option is how many answered the question.
Key = tuple[str, str]
Pattern = frozenset[Key]
# A group by its own name, or by two where dimensions meet.
Name = str | tuple[str, str]
TURNOUT: Key = ("", "")
# How ballots came and how persons were checked lie in one another.
NESTED = ("channel", "level")


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

    @property
    def cells(self) -> tuple[int, int]:
        """How much it tells; of as many cells, more groups are worth more."""
        return len(self.groups) * len(self.shown), len(self.groups)


@dataclass
class Side:
    """Ballots by group and by pattern; `known` are those whose number is public."""

    ballots: dict[Name, Counter[Pattern]] = field(default_factory=lambda: defaultdict(Counter))
    known: dict[Name, Counter[Pattern]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, name: Name, pattern: Pattern, is_known: bool) -> None:
        self.ballots[name][pattern] += 1
        if is_known:
            self.known[name][pattern] += 1


@dataclass
class Tally:
    """Ballots gathered by pattern and, for each dimension, by group."""

    patterns: Counter[Pattern] = field(default_factory=Counter)
    sides: dict[str, Side] = field(default_factory=lambda: defaultdict(Side))
    # The nested dimensions crossed: never told, only looked at.
    met: Side = field(default_factory=Side)

    def add(
        self, marks: Iterable[Key], groups: Mapping[str, str], *, is_accounted: bool = False
    ) -> None:
        """One ballot: the lines it makes, and its group in each dimension."""
        pattern = frozenset(marks) | {TURNOUT}
        self.patterns[pattern] += 1
        for dimension, name in groups.items():
            self.sides[dimension].add(name, pattern, is_accounted)
        one, other = (groups.get(dimension) for dimension in NESTED)
        if one is not None and other is not None:
            self.met.add((one, other), pattern, is_accounted)

    def totals(self) -> Counter[Key]:
        """How many ballots make each line; published anyway."""
        found: Counter[Key] = Counter()
        for pattern, count in self.patterns.items():
            for key in pattern:
                found[key] += count
        return found


def tables(tally: Tally, lines: Sequence[Key], minimum: int) -> tuple[Table, ...]:
    """A table for each dimension that has more than one group."""
    totals = tally.totals()
    keys = [key for key in lines if totals[key]]
    offers = {
        dimension: list(_Chooser(dimension, side, totals, keys, minimum).offers())
        for dimension, side in tally.sides.items()
        if len(side.ballots) > 1
    }
    chosen: dict[str, Table] = {}
    for dimension in offers:
        if dimension not in NESTED:
            fitting = [one for one in offers[dimension] if _is_chain([one, *chosen.values()])]
            chosen[dimension] = max(fitting, key=lambda one: one.cells)
    chosen |= _nested(tally, offers, list(chosen.values()), minimum)
    return tuple(chosen[dimension] for dimension in offers)


def _is_chain(found: Sequence[Table]) -> bool:
    """Whether of any two tables one tells no line that the other does not."""
    shown = sorted((set(one.shown) for one in found), key=len)
    return all(few <= many for few, many in zip(shown, shown[1:], strict=False))


def _nested(
    tally: Tally, offers: Mapping[str, Sequence[Table]], chosen: Sequence[Table], minimum: int
) -> dict[str, Table]:
    """The tables of the nested dimensions that together tell most and leave nothing small."""
    there = [dimension for dimension in NESTED if dimension in offers]
    met = _Cuts(tally.met, minimum)
    found = sorted(
        product(*(offers[dimension] for dimension in there)),
        key=lambda pair: _sum_of(one.cells for one in pair),
        reverse=True,
    )
    for pair in found:
        if _is_chain([*pair, *chosen]) and (len(pair) < 2 or _may_meet(met, *pair)):
            return dict(zip(there, pair, strict=True))
    return {}


def _sum_of(cells: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*cells, strict=True)))


def _may_meet(met: _Cuts, one: Table, two: Table) -> bool:
    """Whether whoever is in a group of both tables is many, by the lines that both tell."""
    common = frozenset(one.shown) & frozenset(two.shown)
    crossed = (
        [name for name in met.side.ballots if name[0] in left.names and name[1] in right.names]
        for left in one.groups
        for right in two.groups
    )
    return met.hold([names for names in crossed if names], common)


@dataclass(frozen=True)
class _Cut:
    """The ballots of a dimension parted by some lines, and the parts that the town has."""

    parts: frozenset[Pattern]
    ballots: dict[Name, Counter[Pattern]]
    known: dict[Name, Counter[Pattern]]


class _Cuts:
    """Parts the ballots of a dimension by lines, and says whether all parts are big enough."""

    def __init__(self, side: Side, minimum: int) -> None:
        self.side = side
        self.minimum = minimum
        self._cuts: dict[frozenset[Key], _Cut] = {}
        self._narrow: dict[frozenset[str], Side] = {}

    def hold(self, groups: Iterable[Sequence[Name]], shown: frozenset[Key]) -> bool:
        """Whether every part of the town holds the minimum in each of the groups."""
        cut = self.cut(shown)
        return all(self._is_big(cut, names) for names in groups)

    def cut(self, shown: frozenset[Key]) -> _Cut:
        """The ballots parted by these lines."""
        if shown not in self._cuts:
            side = self._of_questions(frozenset(question for question, _option in shown))
            ballots, known = _parted(side.ballots, shown), _parted(side.known, shown)
            parts = frozenset(part for counts in ballots.values() for part in counts)
            self._cuts[shown] = _Cut(parts, ballots, known)
        return self._cuts[shown]

    def _of_questions(self, codes: frozenset[str]) -> Side:
        """The ballots with nothing of them but some questions: far fewer patterns."""
        if codes not in self._narrow:
            keys = {key for counts in self.side.ballots.values() for pattern in counts
                    for key in pattern if key[0] in codes}  # fmt: skip
            shown = frozenset(keys)
            self._narrow[codes] = Side(
                _parted(self.side.ballots, shown), _parted(self.side.known, shown)
            )
        return self._narrow[codes]

    def _is_big(self, cut: _Cut, names: Sequence[Name]) -> bool:
        whole, known = _together(cut.ballots, names), _together(cut.known, names)
        looked_at = [whole]
        if 0 < known.total() < whole.total():
            # Of each group with ballots whose number is public: the others in it.
            looked_at.append(whole - known)
        return all(self._is_enough(counts, cut, len(names)) for counts in looked_at)

    def _is_enough(self, counts: Counter[Pattern], cut: _Cut, names: int) -> bool:
        if names > 1 and counts.total() <= names:
            return False
        return all(counts[part] >= self.minimum for part in cut.parts)


def _parted(
    ballots: Mapping[Name, Counter[Pattern]], shown: frozenset[Key]
) -> dict[Name, Counter[Pattern]]:
    found: dict[Name, Counter[Pattern]] = {}
    for name, counts in ballots.items():
        own: Counter[Pattern] = Counter()
        found[name] = own
        for pattern, count in counts.items():
            own[pattern & shown] += count
    return found


def _together(ballots: Mapping[Name, Counter[Pattern]], names: Iterable[Name]) -> Counter[Pattern]:
    found: Counter[Pattern] = Counter()
    for name in names:
        found.update(ballots.get(name, {}))
    return found


class _Chooser:
    """Finds, for one dimension, what may be told by each joining of its groups."""

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
        self.cuts = _Cuts(side, minimum)
        self.sizes = {str(name): counts.total() for name, counts in side.ballots.items()}

    def offers(self) -> Iterator[Table]:
        """Nothing at all; then, by each joining, turnout alone, one question, several."""
        yield Table(self.dimension)
        for groups in _joinings(self.sizes):
            if self.cuts.hold(groups, frozenset([TURNOUT])):
                yield from self._offers_by(groups)

    def _offers_by(self, groups: Sequence[tuple[str, ...]]) -> Iterator[Table]:
        yield self._table(groups, {TURNOUT})
        singles = {code: self._grown({TURNOUT}, code, groups) for code in self._questions()}
        yield from (self._table(groups, shown) for shown in singles.values() if len(shown) > 1)
        # All that goes together, beginning with the question of which most can be told.
        shown = {TURNOUT}
        for code in sorted(singles, key=lambda code: -len(singles[code])):
            shown = self._grown(shown, code, groups)
        if len(shown) > 1:
            yield self._table(groups, shown)

    def _questions(self) -> list[str]:
        return list(dict.fromkeys(question for question, _option in self.keys))

    def _grown(self, base: set[Key], code: str, groups: Sequence[tuple[str, ...]]) -> set[Key]:
        """With «answered» and options of a question, the smallest of them left together; or
        as it was, when not even one option may be told."""
        options = sorted(
            (key for key in self.keys if key[0] == code and key[1]),
            key=lambda key: (self.totals[key], key),
            reverse=True,
        )
        # From one option on: each further line makes parts smaller, so the first «no» is the last.
        found, shown = base, base | {(code, "")}
        for option in options:
            shown = shown | {option}
            if not self.cuts.hold(groups, frozenset(shown)):
                break
            found = shown
        return found

    def _table(self, groups: Sequence[tuple[str, ...]], shown: set[Key]) -> Table:
        keys = (TURNOUT, *(key for key in self.keys if key in shown))
        told = tuple(Group(names, self._lines(names, keys)) for names in groups)
        return Table(self.dimension, told, keys)

    def _lines(self, names: Sequence[str], keys: Sequence[Key]) -> dict[Key, int]:
        counts = _together(self.cuts.cut(frozenset(keys)).ballots, names)
        return {key: sum(count for part, count in counts.items() if key in part) for key in keys}


def _joinings(sizes: Mapping[str, int]) -> Iterator[list[tuple[str, ...]]]:
    """All groups apart; then the two smallest as one, the three smallest, …"""
    ranked = sorted(sizes, key=lambda name: (sizes[name], name))
    for joined in [0, *range(2, len(ranked))]:
        apart: list[tuple[str, ...]] = [(name,) for name in sorted(ranked[joined:])]
        yield [*apart, tuple(sorted(ranked[:joined]))] if joined else apart

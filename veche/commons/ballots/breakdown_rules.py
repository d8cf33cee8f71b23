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
in one group of each dimension (no place, no age, the level of whoever showed a document).
Where only paper has no place and no age, these two do lie in one another, though neither is named
nested: what guards there is this rule, not that groups may meet. Therefore
whatever else lies in the group where paper lies, alone or joined, obeys the rule by itself.

**Joined groups** are named, and who is named has voted: as many ballots as names would be one each.
One more leaves each one or two, never an exact number; that is accepted (decision 0020).

A linear program attacks all this in the tests, with every table in its hands; a plain slow version
there says the same of random towns. This one is made to be quick, for it runs while rows are
published: lines are bits of a number, lines that make more parts than the smallest group can hold
are refused before any ballot is parted, and no joining is looked into that cannot win.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
    bits = _Bits(keys, tally.patterns)
    choosers = {
        dimension: _Chooser(dimension, _Cuts(side, bits, minimum), totals, keys)
        for dimension, side in tally.sides.items()
        if len(side.ballots) > 1
    }
    chosen: dict[str, Table] = {}
    for dimension in choosers:
        if dimension not in NESTED:
            chosen[dimension] = choosers[dimension].best(list(chosen.values()))
    offers = {name: list(choosers[name].offers()) for name in NESTED if name in choosers}
    chosen |= _nested(_Cuts(tally.met, bits, minimum), offers, list(chosen.values()))
    return tuple(chosen[dimension] for dimension in choosers)


def _is_chain(found: Sequence[Table]) -> bool:
    """Whether of any two tables one tells no line that the other does not."""
    shown = sorted((set(one.shown) for one in found), key=len)
    return all(few <= many for few, many in zip(shown, shown[1:], strict=False))


def _nested(
    met: _Cuts, offers: Mapping[str, Sequence[Table]], chosen: Sequence[Table]
) -> dict[str, Table]:
    """The tables of the nested dimensions that together tell most and leave nothing small."""
    found = sorted(
        product(*offers.values()),
        key=lambda pair: _sum_of(one.cells for one in pair),
        reverse=True,
    )
    for pair in found:
        if _is_chain([*pair, *chosen]) and (len(pair) < 2 or _may_meet(met, *pair)):
            return dict(zip(offers, pair, strict=True))
    return {}


def _sum_of(cells: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*cells, strict=True)))


def _may_meet(met: _Cuts, one: Table, two: Table) -> bool:
    """Whether whoever is in a group of both tables is many, by the lines that both tell."""
    common = frozenset(one.shown) & frozenset(two.shown)
    crossed = (
        [name for name in met.names if name[0] in left.names and name[1] in right.names]
        for left in one.groups
        for right in two.groups
    )
    return met.hold([names for names in crossed if names], common)


class _Bits:
    """Each line that may be told as a bit, each pattern as the number of its bits."""

    def __init__(self, keys: Sequence[Key], patterns: Iterable[Pattern]) -> None:
        answered = ((question, "") for question, _option in keys)
        every = dict.fromkeys([TURNOUT, *keys, *answered])
        self.of_key = {key: 1 << at for at, key in enumerate(every)}
        self.of_pattern = {pattern: self.number(pattern) for pattern in patterns}
        self._questions: dict[str, int] = {}
        for (question, _option), bit in self.of_key.items():
            self._questions[question] = self._questions.get(question, 0) | bit

    def number(self, keys: Iterable[Key]) -> int:
        """These lines as a number; what is never told has no bit."""
        return sum(self.of_key.get(key, 0) for key in keys)

    def whole(self, shown: int) -> int:
        """All lines of the questions of which these are some."""
        return sum(bits for bits in self._questions.values() if bits & shown)


# Ballots by group and by pattern, as numbers.
Parted = dict[Name, dict[int, int]]


@dataclass(frozen=True)
class _Cut:
    """The ballots of a dimension parted by some lines, and the parts that the town has."""

    parts: Collection[int]
    ballots: Parted
    known: Parted


class _Cuts:
    """Parts the ballots of a dimension by lines, and says whether all parts are big enough."""

    def __init__(self, side: Side, bits: _Bits, minimum: int) -> None:
        self.bits = bits
        self.minimum = minimum
        self._side = _cut(_numbered(side.ballots, bits), _numbered(side.known, bits))
        self._cuts: dict[int, _Cut] = {}
        self._narrow: dict[int, _Cut] = {}
        self.names = {name: sum(counts.values()) for name, counts in self._side.ballots.items()}
        self._known = {name: sum(counts.values()) for name, counts in self._side.known.items()}

    def hold(self, groups: Iterable[Sequence[Name]], shown: frozenset[Key]) -> bool:
        """Whether every part of the town holds the minimum in each of the groups."""
        groups = list(groups)
        number = self.bits.number(shown)
        sizes = [size for names in groups for size in self._sizes(names)]
        if not sizes:
            return True
        if self._makes_more(number, min(sizes) // max(self.minimum, 1)):
            return False
        cut = self.cut(number)
        return all(self._is_big(cut, names) for names in groups)

    def cut(self, shown: int) -> _Cut:
        """The ballots parted by these lines."""
        if shown not in self._cuts:
            side = self._of_questions(shown)
            self._cuts[shown] = _cut(_parted(side.ballots, shown), _parted(side.known, shown))
        return self._cuts[shown]

    def _sizes(self, names: Sequence[Name]) -> Iterator[int]:
        """How many ballots lie there; of each group with ballots whose number is public, also
        the others in it."""
        whole = sum(self.names.get(name, 0) for name in names)
        known = sum(self._known.get(name, 0) for name in names)
        yield whole
        if 0 < known < whole:
            yield whole - known

    def _makes_more(self, shown: int, limit: int) -> bool:
        """Whether lines make more parts than that; known without parting any ballot."""
        if shown in self._cuts:
            return len(self._cuts[shown].parts) > limit
        side = self._narrow.get(self.bits.whole(shown), self._side)
        parts = set()
        for pattern in side.parts:
            parts.add(pattern & shown)
            if len(parts) > limit:
                return True
        return False

    def _of_questions(self, shown: int) -> _Cut:
        """The ballots with nothing of them but some questions: far fewer patterns."""
        whole = self.bits.whole(shown)
        if whole not in self._narrow:
            self._narrow[whole] = _cut(
                _parted(self._side.ballots, whole), _parted(self._side.known, whole)
            )
        return self._narrow[whole]

    def _is_big(self, cut: _Cut, names: Sequence[Name]) -> bool:
        sizes = list(self._sizes(names))
        if len(names) > 1 and min(sizes) <= len(names):
            return False
        known = cut.known if len(sizes) > 1 else {}
        own = [cut.ballots[name] for name in names if name in cut.ballots]
        public = [known[name] for name in names if name in known]
        return all(
            sum(counts.get(part, 0) for counts in own)
            - sum(counts.get(part, 0) for counts in public)
            >= self.minimum
            for part in cut.parts
        )


def _numbered(ballots: Mapping[Name, Counter[Pattern]], bits: _Bits) -> Parted:
    found: Parted = {}
    for name, counts in ballots.items():
        own: dict[int, int] = {}
        found[name] = own
        for pattern, count in counts.items():
            number = bits.of_pattern[pattern]
            own[number] = own.get(number, 0) + count
    return found


def _parted(ballots: Parted, shown: int) -> Parted:
    found: Parted = {}
    for name, counts in ballots.items():
        own: dict[int, int] = {}
        found[name] = own
        for pattern, count in counts.items():
            part = pattern & shown
            own[part] = own.get(part, 0) + count
    return found


def _cut(ballots: Parted, known: Parted) -> _Cut:
    return _Cut(set[int]().union(*ballots.values()), ballots, known)


class _Chooser:
    """Finds, for one dimension, what may be told by each joining of its groups."""

    def __init__(
        self, dimension: str, cuts: _Cuts, totals: Mapping[Key, int], keys: Sequence[Key]
    ) -> None:
        self.dimension = dimension
        self.cuts = cuts
        self.totals = totals
        self.keys = keys
        self.sizes = {str(name): size for name, size in cuts.names.items()}

    def best(self, chosen: Sequence[Table]) -> Table:
        """What tells most beside the tables chosen; nothing is tried that cannot win."""
        found = Table(self.dimension)

        def may_win(cells: tuple[int, int]) -> bool:
            return cells > found.cells

        for one in self.offers(may_win):
            if may_win(one.cells) and _is_chain([one, *chosen]):
                found = one
        return found

    def offers(
        self, may_win: Callable[[tuple[int, int]], bool] = lambda _cells: True
    ) -> Iterator[Table]:
        """Nothing at all; then, by each joining, turnout alone, one question, several."""
        yield Table(self.dimension)
        most = 1 + len({*self.keys, *((code, "") for code in self._questions())})
        for groups in _joinings(self.sizes):
            wide = len(groups)
            if may_win((wide * most, wide)) and self.cuts.hold(groups, frozenset([TURNOUT])):
                yield from self._offers_by(groups, may_win)

    def _offers_by(
        self, groups: Sequence[tuple[str, ...]], may_win: Callable[[tuple[int, int]], bool]
    ) -> Iterator[Table]:
        yield self._table(groups, {TURNOUT})
        singles = {code: self._grown({TURNOUT}, code, groups) for code in self._questions()}
        yield from (self._table(groups, shown) for shown in singles.values() if len(shown) > 1)
        # No more of a question can be told beside others than alone.
        most = len(groups) * (1 + sum(len(shown) - 1 for shown in singles.values()))
        if not may_win((most, len(groups))):
            return
        # All that goes together, beginning with the question of which most can be told.
        shown = {TURNOUT}
        for code in sorted(singles, key=lambda code: -len(singles[code])):
            shown = self._grown(shown, code, groups, singles[code])
        if len(shown) > 1:
            yield self._table(groups, shown)

    def _questions(self) -> list[str]:
        return list(dict.fromkeys(question for question, _option in self.keys))

    def _grown(
        self,
        base: set[Key],
        code: str,
        groups: Sequence[tuple[str, ...]],
        among: Collection[Key] | None = None,
    ) -> set[Key]:
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
            is_hopeless = among is not None and option not in among
            if is_hopeless or not self.cuts.hold(groups, frozenset(shown)):
                break
            found = shown
        return found

    def _table(self, groups: Sequence[tuple[str, ...]], shown: set[Key]) -> Table:
        keys = (TURNOUT, *(key for key in self.keys if key in shown))
        cut = self.cuts.cut(self.cuts.bits.number(keys))
        told = tuple(Group(names, self._lines(cut, names, keys)) for names in groups)
        return Table(self.dimension, told, keys)

    def _lines(self, cut: _Cut, names: Sequence[str], keys: Sequence[Key]) -> dict[Key, int]:
        counts: Counter[int] = Counter()
        for name in names:
            counts.update(cut.ballots.get(name, {}))
        return {
            key: sum(count for part, count in counts.items() if part & bit)
            for key, bit in ((key, self.cuts.bits.of_key[key]) for key in keys)
        }


def _joinings(sizes: Mapping[str, int]) -> Iterator[list[tuple[str, ...]]]:
    """All groups apart; then the two smallest as one, the three smallest, …"""
    ranked = sorted(sizes, key=lambda name: (sizes[name], name))
    for joined in [0, *range(2, len(ranked))]:
        apart: list[tuple[str, ...]] = [(name,) for name in sorted(ranked[joined:])]
        yield [*apart, tuple(sorted(ranked[:joined]))] if joined else apart

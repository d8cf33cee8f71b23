"""Attacks on what is told by groups: no hidden cell may be had back from all that is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from veche.commons.ballots.breakdown_rules import (
    TURNOUT,
    Key,
    Pattern,
    Table,
    Tally,
    tables,
)

MINIMUM = 5
LINES: tuple[Key, ...] = (
    ("q1", ""),
    *(("q1", option) for option in ("o1", "o2", "o3", "o4")),
    # Put to those who chose o1 or o4, and may be skipped.
    ("q2", ""),
    *(("q2", option) for option in ("x", "y")),
    ("q3", ""),
    *(("q3", option) for option in ("s", "t")),
)
FIRST = [("q1", ""), ("q1", "o1")]
PATTERNS: list[list[Key]] = [
    FIRST,
    [*FIRST, ("q2", ""), ("q2", "x")],
    [*FIRST, ("q2", ""), ("q2", "y")],
    [("q1", ""), ("q1", "o2")],
    [("q1", ""), ("q1", "o2"), ("q3", ""), ("q3", "s")],
    [("q1", ""), ("q1", "o3"), ("q3", ""), ("q3", "s"), ("q3", "t")],
    [("q1", ""), ("q1", "o4"), ("q2", ""), ("q2", "x")],
    [("q1", ""), ("q1", "o4"), ("q3", ""), ("q3", "t")],
]
GROUPS = ("A", "B", "C")
# How many ballots of each pattern came from each group: small numbers and some great ones.
COUNTS = st.one_of(st.integers(0, 9), st.sampled_from([0, 0, 20, 60]))
TOWNS = st.lists(st.lists(COUNTS, min_size=8, max_size=8), min_size=2, max_size=3)


def tally_of(town: Sequence[Sequence[int]]) -> Tally:
    tally = Tally()
    for name, counts in zip(GROUPS, town, strict=False):
        for pattern, count in zip(PATTERNS, counts, strict=True):
            for _ballot in range(count):
                tally.add(pattern, {"place": name})
    return tally


class Attacker:
    """Who holds the published rows, the totals and the table, and a linear program.

    Unknown is how many ballots of each pattern came from each group, none of them below nothing.
    Solved by the simplex method in exact numbers; Bland's rule lets it end.
    """

    def __init__(self, patterns: Counter[Pattern], groups: Sequence[str], table: Table) -> None:
        self.cells = [(group, pattern) for group in groups for pattern in patterns]
        self.rows: list[list[Fraction]] = []
        self.basis: list[int] = []
        for pattern, count in patterns.items():
            self.know({cell for cell in self.cells if cell[1] == pattern}, count)
        for told in table.groups:
            for key, count in told.lines.items():
                self.know({c for c in self.cells if c[0] in told.names and key in c[1]}, count)
        self._begin()

    def know(self, cells: set[tuple[str, Pattern]], count: int) -> None:
        row = [Fraction(int(cell in cells)) for cell in self.cells]
        self.rows.append([*row, Fraction(count)])

    def _begin(self) -> None:
        """One lawful town: artificial variables, a column for each equation, are driven out."""
        wide, tall = len(self.cells), len(self.rows)
        for i, row in enumerate(self.rows):
            row[-1:-1] = [Fraction(int(i == j)) for j in range(tall)]
        self.basis = [wide + i for i in range(tall)]
        self._climb([Fraction(0)] * wide + [Fraction(-1)] * tall)
        for i in reversed(range(tall)):
            if self.basis[i] >= wide:
                assert self.rows[i][-1] == 0, "what happened satisfies all that is published"
                place = next((j for j in range(wide) if self.rows[i][j]), None)
                if place is None:
                    del self.rows[i], self.basis[i]
                else:
                    self._pivot(i, place, [])
        self.rows = [[*row[:wide], row[-1]] for row in self.rows]

    def knows(self, cells: Collection[Any], count: int) -> bool:
        """Whether this is how many there are in these cells, and no other number could be."""
        goal = [Fraction(int(cell in cells)) for cell in self.cells]
        return self._climb(goal) == count and -self._climb([-part for part in goal]) == count

    def _climb(self, goal: Sequence[Fraction]) -> Fraction:
        """Move to the town where the goal is greatest; the goal there."""
        left = [*goal, Fraction(0)]
        for at, row in zip(self.basis, self.rows, strict=True):
            if goal[at]:
                left = [a - goal[at] * b for a, b in zip(left, row, strict=True)]
        while True:
            enter = next((j for j, gain in enumerate(left[:-1]) if gain > 0), None)
            if enter is None:
                return -left[-1]
            ratios = [
                (row[-1] / row[enter], self.basis[i], i)
                for i, row in enumerate(self.rows)
                if row[enter] > 0
            ]
            self._pivot(min(ratios)[2], enter, left)

    def _pivot(self, i: int, j: int, left: list[Fraction]) -> None:
        head = self.rows[i][j]
        self.rows[i] = row = [value / head for value in self.rows[i]]
        others = [other for k, other in enumerate(self.rows) if k != i]
        for other in [*others, left] if left else others:
            times = other[j]
            if times:
                other[:] = [a - times * b if b else a for a, b in zip(other, row, strict=True)]
        self.basis[i] = j


def made_by(pattern: Pattern) -> list[Key | Pattern]:
    """What is a secret of a ballot: each line it makes, and all of them together."""
    return [*pattern, pattern]


def is_of(pattern: Pattern, secret: Key | Pattern) -> bool:
    return secret == pattern if isinstance(secret, frozenset) else secret in pattern


def recovered(town: Sequence[Sequence[int]]) -> list[Any]:
    """Small cells that the attacker knows exactly, of lines and of whole rows; a line or a row
    that nobody of the town made is no secret."""
    tally = tally_of(town)
    ballots = tally.sides["place"].ballots
    secrets = {secret for pattern in tally.patterns for secret in made_by(pattern)}
    found = []
    for table in tables(tally, LINES, MINIMUM):
        attacker = Attacker(tally.patterns, list(map(str, ballots)), table)
        for name, secret in product(ballots, secrets):
            cells = {c for c in attacker.cells if c[0] == name and is_of(c[1], secret)}
            count = sum(ballots[name][pattern] for _name, pattern in cells)
            if count < MINIMUM and attacker.knows(cells, count):
                found.append((name, secret, count))
    return found


@settings(max_examples=40, deadline=None)
@given(TOWNS)
def test_no_hidden_cell_can_be_computed(town: list[list[int]]) -> None:
    assert recovered(town) == []


@given(TOWNS)
def test_nothing_told_is_small_nor_is_what_two_lines_leave(town: list[list[int]]) -> None:
    """Of any two told lines: both, one, the other, neither are many each, or nobody of the town."""
    tally = tally_of(town)
    for table in tables(tally, LINES, MINIMUM):
        for group, one, two in product(table.groups, table.shown, table.shown):
            for has_one, has_two in product((True, False), repeat=2):
                patterns = [
                    pattern
                    for pattern in tally.patterns
                    if (one in pattern, two in pattern) == (has_one, has_two)
                ]
                count = sum(count_of(tally, group.names, pattern) for pattern in patterns)
                assert count >= MINIMUM or not patterns


def count_of(tally: Tally, names: Sequence[str], pattern: Pattern) -> int:
    return sum(tally.sides["place"].ballots[name][pattern] for name in names)


def test_one_who_answered_two_questions_alone_is_not_placed() -> None:
    """Each line by itself is big in A; but q1=o1 without q2=x would be two of A."""
    tally = tally_of([[0, 6, 2, 6, 0, 0, 0, 0], [0, 20, 20, 20, 0, 0, 0, 0]])
    (table,) = tables(tally, LINES, MINIMUM)
    assert ("q1", "o1") in table.shown
    assert not [key for key in table.shown if key[0] == "q2"]


def test_as_many_voters_as_joined_names_would_be_one_each() -> None:
    tally = Tally()
    for place in ("A", "B", "C", "D", "E"):
        tally.add([("q1", ""), ("q1", "o1")], {"place": place})
    for _ballot in range(40):
        tally.add([("q1", ""), ("q1", "o1")], {"place": "F"})
    assert tables(tally, LINES, MINIMUM)[0].groups == ()
    tally.add([("q1", ""), ("q1", "o1")], {"place": "E"})
    assert [group.names for group in tables(tally, LINES, MINIMUM)[0].groups] == [
        ("F",),
        ("A", "B", "C", "D", "E"),
    ]


# How ballots came, of which level of identity and whence: paper is handed out against a document,
# a clerk helps whoever has shown one, and the paper of nobody has a place.
WAYS = (
    ("paper", "2", ""),
    ("assisted", "2", "A"),
    ("assisted", "2", "B"),
    ("web", "2", "A"),
    ("web", "2", "B"),
    ("web", "1", "A"),
    ("web", "1", "B"),
)
DIMENSIONS = ("channel", "level", "place")
BY_WAY = PATTERNS[1:6]
MIXES = st.lists(
    st.lists(st.one_of(st.integers(0, 9), st.just(60)), min_size=5, max_size=5),
    min_size=len(WAYS),
    max_size=len(WAYS),
)


class SheetCounter(Attacker):
    """The attacker who knows how many sheets of paper came back, and reads all tables at once."""

    def __init__(self, tally: Tally, ways: Sequence[tuple[str, ...]], paper: int) -> None:
        self.cells: list[Any] = [(way, pattern) for way in ways for pattern in tally.patterns]
        self.rows: list[list[Fraction]] = []
        self.basis: list[int] = []
        for pattern, count in tally.patterns.items():
            self.know({cell for cell in self.cells if cell[1] == pattern}, count)
        self.know({cell for cell in self.cells if cell[0][0] == "paper"}, paper)
        for table in tables(tally, LINES, MINIMUM):
            at = DIMENSIONS.index(table.dimension)
            for told in table.groups:
                for key, count in told.lines.items():
                    cells = {c for c in self.cells if c[0][at] in told.names and key in c[1]}
                    self.know(cells, count)
        self._begin()


def mixed(counts: Sequence[Sequence[int]]) -> Tally:
    tally = Tally()
    for way, row in zip(WAYS, counts, strict=True):
        for pattern, count in zip(BY_WAY, row, strict=True):
            for _ballot in range(count):
                groups = dict(zip(DIMENSIONS, way, strict=True))
                tally.add(pattern, groups, is_accounted=way[0] == "paper")
    return tally


def recovered_of_others(counts: Sequence[Sequence[int]]) -> list[Any]:
    """Small cells that follow from all tables together, of those who did not vote on paper and of
    how paper was filled in; how many sheets came is public."""
    if not any(map(any, counts[1:])):
        return []  # nobody but paper voted: there is no other to learn of
    tally = mixed(counts)
    others = [way for way in WAYS if way[0] != "paper"]
    marked = dict(zip(WAYS, counts, strict=True))
    attacker = SheetCounter(tally, WAYS, sum(counts[0]))
    # One dimension, two crossed, all three: whoever has these words in common.
    words = [*subsets(("assisted", "web", "1", "2", "A", "B"))]
    crossed = {tuple(w for w in others if set(some) <= set(w)) for some in words}
    crossed = {ways for ways in crossed if ways and list(ways) != others}
    secrets = {secret for pattern in tally.patterns for secret in made_by(pattern)}
    found = []
    for ways, secret in [*product(crossed, secrets), *product([(WAYS[0],)], secrets - {TURNOUT})]:
        cells = {c for c in attacker.cells if c[0] in ways and is_of(c[1], secret)}
        count = sum(
            marked[way][at]
            for way in ways
            for at, made in enumerate(BY_WAY)
            if (way, frozenset(made) | {TURNOUT}) in cells
        )
        if cells and count < MINIMUM and attacker.knows(cells, count):
            found.append((ways, secret, count))
    return found


def subsets(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(words, size) for size in (1, 2, 3))


# A failure is read as it is found: to make it smaller takes this attacker minutes.
@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@example([[60, 0, 0, 0, 0], *([0] * 5 for _way in WAYS[1:])])
@given(MIXES)
def test_who_reads_all_tables_and_counts_the_sheets_learns_of_nobody(
    counts: list[list[int]],
) -> None:
    assert recovered_of_others(counts) == []


def test_few_web_voters_with_a_document_do_not_follow_from_two_tables() -> None:
    """Level 2 without paper and without the assisted is who was checked and voted by the web."""
    ways = (("paper", "2", 30), ("assisted", "2", 20), ("web", "2", 2), ("web", "1", 90))
    tally = Tally()
    for channel, level, count in ways:
        for at in range(count):
            marks = [("q1", ""), ("q1", ("o1", "o2")[at % 2])]
            tally.add(marks, {"channel": channel, "level": level}, is_accounted=channel == "paper")
    found = {table.dimension: table for table in tables(tally, LINES, MINIMUM)}
    assert [group.names for group in found["channel"].groups] == [
        ("assisted",),
        ("paper",),
        ("web",),
    ]
    assert found["level"].groups == ()
    # As soon as they are many, both are told.
    for at in range(10):
        tally.add([("q1", ""), ("q1", ("o1", "o2")[at % 2])], {"channel": "web", "level": "2"})
    found = {table.dimension: table for table in tables(tally, LINES, MINIMUM)}
    assert [len(found[name].groups) for name in ("channel", "level")] == [3, 2]


def test_few_assisted_are_not_joined_with_paper_whose_number_is_known() -> None:
    paper, assisted, web = [3, 0], [0, 2], [40, 40]
    tally = Tally()
    for channel, counts in (("paper", paper), ("assisted", assisted), ("web", web)):
        for option, count in zip(("o1", "o2"), counts, strict=True):
            for _ballot in range(count):
                marks = [("q1", ""), ("q1", option)]
                tally.add(marks, {"channel": channel}, is_accounted=channel == "paper")
    (table,) = tables(tally, LINES, MINIMUM)
    assert table.groups == (), "3 + 2 on paper or assisted, of which 3 are known, are 2 assisted"


@given(TOWNS)
def test_groups_add_up_to_the_town(town: list[list[int]]) -> None:
    tally = tally_of(town)
    for table in tables(tally, LINES, MINIMUM):
        for key in table.shown:
            if table.groups:
                assert sum(group.lines[key] for group in table.groups) == tally.totals()[key]

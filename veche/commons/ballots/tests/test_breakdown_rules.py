"""Attacks on what is told by groups: no hidden cell may be had back from all that is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.ballots.breakdown_rules import (
    TURNOUT,
    Key,
    Line,
    Pattern,
    Table,
    Tally,
    tables,
)

MINIMUM = 5
LINES = (
    Line(("q1", ""), "one", (TURNOUT,)),
    *(Line(("q1", option), "one", (("q1", ""),)) for option in ("o1", "o2", "o3", "o4")),
    # Put to those who chose o1 or o4, and may be skipped.
    Line(("q2", ""), "one", (("q1", "o1"), ("q1", "o4"))),
    *(Line(("q2", option), "one", (("q2", ""),)) for option in ("x", "y")),
    Line(("q3", ""), "several", (TURNOUT,)),
    *(Line(("q3", option), "several", (("q3", ""),)) for option in ("s", "t")),
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

    def bounds(self, group: str, key: Key) -> tuple[Fraction, Fraction]:
        """The least and the most that the cell can be."""
        goal = [Fraction(int(c[0] == group and key in c[1])) for c in self.cells]
        return -self._climb([-part for part in goal]), self._climb(goal)

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


def recovered(town: Sequence[Sequence[int]]) -> list[Any]:
    """Small cells that the attacker knows exactly; a line nobody made is no secret."""
    tally = tally_of(town)
    names = [name for name in GROUPS if name in tally.groups["place"]]
    found = []
    for table in tables(tally, LINES, MINIMUM):
        attacker = Attacker(tally.patterns, names, table)
        told = {group.names[0] for group in table.groups if len(group.names) == 1}
        for name in names:
            for line in LINES:
                if tally.totals()[line.key] == 0 or (name in told and line.key in table.shown):
                    continue
                low, high = attacker.bounds(name, line.key)
                if low == high < MINIMUM:
                    found.append((name, line.key, int(low)))
    return found


@settings(max_examples=40, deadline=None)
@given(TOWNS)
def test_no_hidden_cell_can_be_computed(town: list[list[int]]) -> None:
    assert recovered(town) == []


@given(TOWNS)
def test_nothing_told_is_small_and_its_complement_is_not(town: list[list[int]]) -> None:
    tally = tally_of(town)
    totals = tally.totals()
    for table in tables(tally, LINES, MINIMUM):
        for group in table.groups:
            for line in LINES:
                if line.key in table.shown:
                    # What a cell leaves can be seen of a whole that is told beside it.
                    told = set(line.parent) <= set(table.shown)
                    parent = line.parent if told else (TURNOUT,)
                    whole = sum(tally_lines(tally, group.names, key) for key in parent)
                    rest = whole - group.lines[line.key]
                    assert group.lines[line.key] >= MINIMUM
                    public = sum(totals[key] for key in parent) == totals[line.key]
                    assert rest >= MINIMUM or public
            assert group.lines[TURNOUT] >= MINIMUM


# How ballots came, and of which level of identity: paper is handed out against a document.
WAYS = (("paper", "2"), ("assisted", "2"), ("web", "2"), ("web", "1"))
BY_WAY = PATTERNS[1:6]
MIXES = st.lists(
    st.lists(st.one_of(st.integers(0, 9), st.just(60)), min_size=5, max_size=5),
    min_size=4,
    max_size=4,
)


class SheetCounter(Attacker):
    """The attacker who knows how many sheets of paper came back, and reads two tables at once."""

    def __init__(self, tally: Tally, ways: Sequence[tuple[str, str]], paper: int) -> None:
        self.cells: list[Any] = [(way, pattern) for way in ways for pattern in tally.patterns]
        self.rows: list[list[Fraction]] = []
        self.basis: list[int] = []
        for pattern, count in tally.patterns.items():
            self.know({cell for cell in self.cells if cell[1] == pattern}, count)
        self.know({cell for cell in self.cells if cell[0][0] == "paper"}, paper)
        for table in tables(tally, LINES, MINIMUM):
            at = ("channel", "level").index(table.dimension)
            for told in table.groups:
                for key, count in told.lines.items():
                    cells = {c for c in self.cells if c[0][at] in told.names and key in c[1]}
                    self.know(cells, count)
        self._begin()

    def bounds_of(self, ways: Sequence[tuple[str, str]], key: Key) -> tuple[Fraction, Fraction]:
        """The least and the most that came in these ways and make the line."""
        goal = [Fraction(int(c[0] in ways and key in c[1])) for c in self.cells]
        return -self._climb([-part for part in goal]), self._climb(goal)


def mixed(counts: Sequence[Sequence[int]]) -> Tally:
    tally = Tally()
    for (channel, level), row in zip(WAYS, counts, strict=True):
        for pattern, count in zip(BY_WAY, row, strict=True):
            for _ballot in range(count):
                groups = {"channel": channel, "level": level}
                tally.add(pattern, groups, is_accounted=channel == "paper")
    return tally


def recovered_of_others(counts: Sequence[Sequence[int]]) -> list[Any]:
    """Small cells of those who did not vote on paper that follow; paper itself is public."""
    tally = mixed(counts)
    totals = tally.totals()
    came = [way for way, row in zip(WAYS, counts, strict=True) if any(row)]
    others = [way for way in came if way[0] != "paper"]
    # One dimension each: a channel, a level, a level without the paper in it.
    secret = [[way for way in others if part in way] for part in ("assisted", "web", "1", "2")]
    attacker = SheetCounter(tally, came, sum(counts[0]))
    found = []
    for ways in secret:
        # All who did not vote on paper are what paper leaves of the town.
        if not ways or ways == others:
            continue
        for key in (TURNOUT, *(line.key for line in LINES)):
            low, high = attacker.bounds_of(ways, key)
            if totals[key] and low == high < MINIMUM:
                found.append((ways, key, int(low)))
    return found


@settings(max_examples=20, deadline=None)
@given(MIXES)
def test_who_knows_the_number_of_sheets_learns_of_nobody_else(counts: list[list[int]]) -> None:
    assert recovered_of_others(counts) == []


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


def tally_lines(tally: Tally, names: Sequence[str], key: Key) -> int:
    return sum(tally.groups["place"][name][key] for name in names)


@given(TOWNS)
def test_groups_add_up_to_the_town(town: list[list[int]]) -> None:
    tally = tally_of(town)
    for table in tables(tally, LINES, MINIMUM):
        for key in table.shown:
            if table.groups:
                assert sum(group.lines[key] for group in table.groups) == tally.totals()[key]

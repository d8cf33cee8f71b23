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


def tally_lines(tally: Tally, names: Sequence[str], key: Key) -> int:
    return sum(tally.groups["place"][name][key] for name in names)


@given(TOWNS)
def test_groups_add_up_to_the_town(town: list[list[int]]) -> None:
    tally = tally_of(town)
    for table in tables(tally, LINES, MINIMUM):
        for key in table.shown:
            if table.groups:
                assert sum(group.lines[key] for group in table.groups) == tally.totals()[key]

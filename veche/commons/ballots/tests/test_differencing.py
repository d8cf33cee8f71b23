"""Attacks by subtraction: what was told at different moments, and before and after a correction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.ballots import public
from veche.commons.ballots.breakdown_rules import Table, tables
from veche.commons.ballots.series_rules import HOUR, Bin, bins
from veche.commons.ballots.tests.papers import open_box, vote
from veche.commons.ballots.tests.test_breakdown_rules import (
    GROUPS,
    LINES,
    MINIMUM,
    PATTERNS,
    TOWNS,
    Attacker,
    tally_of,
)
from veche.commons.ballots.tests.test_joining import join
from veche.commons.ballots.tests.test_series import FIRST, OPENS, counted, hourly
from veche.kernel.ids import new_id

HOURS = 90


class Watcher:
    """Who wrote down every bin that was ever shown, and subtracts.

    Each look tells how many ballots there were at the ends of its bins; between any two of these
    moments the number follows, and nothing finer does.
    """

    def __init__(self) -> None:
        self.known: dict[datetime, int] = {OPENS: 0}

    def look(self, found: Sequence[Bin]) -> None:
        total = 0
        for one in found:
            total += one.ballots
            assert self.known.setdefault(one.ends_at, total) == total

    def differences(self) -> list[int]:
        moments = sorted(self.known)
        pairs = zip(moments, moments[1:], strict=False)
        return [self.known[later] - self.known[earlier] for earlier, later in pairs]


@given(
    hourly,
    st.integers(1, 80),
    st.lists(st.tuples(st.integers(0, HOURS), st.integers(0, 59)), max_size=6),
    st.integers(0, 3 * 60),
)
def test_no_two_looks_at_the_turnout_tell_of_few(
    votes: list[int], minimum: int, looks: list[tuple[int, int]], late: int
) -> None:
    """However often it was looked at, however far the close was moved, whole bins are all."""
    hours, watcher = counted(votes), Watcher()
    closed = FIRST + HOURS * HOUR + timedelta(minutes=late)
    for after, minutes in sorted(looks):
        moment = OPENS + timedelta(hours=after, minutes=minutes)
        came = [(hour, count) for hour, count in hours if hour <= moment]
        watcher.look(bins(came, opens_at=OPENS, until=moment, minimum=minimum, is_over=False))
    watcher.look(bins(hours, opens_at=OPENS, until=closed, minimum=minimum, is_over=True))
    assert all(number >= minimum for number in watcher.differences())


class Doubter(Attacker):
    """The attacker of the tables who also watched the live count around each correction.

    Unknown is besides how many struck ballots of each pattern came from each group; the patterns
    of the struck are known exactly, as the count went down by them.
    """

    def __init__(
        self,
        patterns: Counter[Any],
        struck: Counter[Any],
        groups: Sequence[str],
        table: Table,
    ) -> None:
        fates = (("stands", patterns), ("struck", struck))
        self.cells: list[Any] = [
            (group, pattern, fate) for fate, found in fates for group in groups for pattern in found
        ]
        self.rows: list[list[Fraction]] = []
        self.basis: list[int] = []
        for fate, found in fates:
            for pattern, count in found.items():
                self.know({c for c in self.cells if c[1:] == (pattern, fate)}, count)
        for told in table.groups:
            for key, count in told.lines.items():
                standing = [c for c in self.cells if c[2] == "stands"]
                self.know({c for c in standing if c[0] in told.names and key in c[1]}, count)
        self._begin()


@settings(max_examples=25, deadline=None)
@given(TOWNS, st.lists(st.tuples(st.integers(0, 2), st.integers(0, 7)), max_size=3))
def test_a_correction_seen_live_opens_no_cell(
    town: list[list[int]], corrections: list[tuple[int, int]]
) -> None:
    """Tables are of standing ballots; who saw the struck come off the count knows no group."""
    standing = [list(row) for row in town]
    struck = [[0] * len(PATTERNS) for _row in town]
    for at, pattern in corrections:
        row = at % len(town)
        if standing[row][pattern]:
            standing[row][pattern] -= 1
            struck[row][pattern] += 1
    tally, gone = tally_of(standing), tally_of(struck).patterns
    names = [name for name in GROUPS if name in tally.sides["place"].ballots]
    if len(names) < 2:
        return
    for table in tables(tally, LINES, MINIMUM):
        attacker = Doubter(tally.patterns, gone, names, table)
        for name, key, fates in _hidden(table, names, tally.patterns, gone):
            cells = {c for c in attacker.cells if c[0] == name and key in c[1] and c[2] in fates}
            happened = {"stands": standing, "struck": struck}
            count = sum(
                happened[fate][GROUPS.index(name)][at]
                for fate in fates
                for at, pattern in enumerate(PATTERNS)
                if key in pattern
            )
            assert count >= MINIMUM or not attacker.knows(cells, count), (name, key, fates)


FATES = (["stands"], ["struck"], ["stands", "struck"])


def _hidden(
    table: Table, names: Sequence[str], standing: Counter[Any], struck: Counter[Any]
) -> Iterator[tuple[str, Any, Sequence[str]]]:
    """Cells that the table does not tell, of ballots that stand, that are struck, and of both."""
    told = {group.names[0] for group in table.groups if len(group.names) == 1}
    for name, key, fates in product(names, LINES, FATES):
        is_told = name in told and key in table.shown and fates == ["stands"]
        if not is_told and _made(key, standing, struck, fates):
            yield name, key, fates


def _made(key: Any, standing: Counter[Any], struck: Counter[Any], fates: Sequence[str]) -> int:
    """How many ballots of the whole town make the line: public, and no secret when nobody does."""
    found = {"stands": standing, "struck": struck}
    return sum(count for f in fates for pattern, count in found[f].items() if key in pattern)


@pytest.mark.usefixtures("town")
def test_tables_are_written_once_and_a_later_merge_moves_nothing() -> None:
    box, phone, state = open_box(), new_id(), new_id()
    for _voter in range(12):
        vote(box, None, "a")
    vote(box, phone, "a")
    vote(box, state, "b")
    assert public.breakdown(box) is None
    with transaction.atomic():
        public.close_box(box)
    assert public.breakdown(box) is None
    public.publish(box)
    before = public.breakdown(box), public.turnout_bins(box), public.results(box)
    assert join(state, phone) == 0
    public.publish(box)
    assert (public.breakdown(box), public.turnout_bins(box), public.results(box)) == before

"""Groups of people that are too small never leave a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.datasets import guarding
from veche.kernel.datasets import Column

PERSON = (Column("district", "Район", part="group"), Column("age", "Возраст", part="group"))
COUNTS = (Column("district", "Район", part="group"), Column("n", "Людей", "integer", "persons"))
TWICE = (*COUNTS, Column("m", "Из них детей", "integer", "persons"))
PLAIN = (Column("district", "Район"),)
ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["18", "60"])), max_size=60)
TOLD = st.lists(st.tuples(st.text("abc", max_size=3), st.integers(0, 30)), max_size=30)


def _shown(columns: Any, rows: Any, least: int = 5) -> list[Any]:
    return list(guarding.guarded(columns, lambda: rows, least))


@given(ROWS)
def test_every_combination_shown_is_of_enough_people(rows: list[tuple[str, str]]) -> None:
    shown = _shown(PERSON, rows)
    sizes = Counter(rows)
    assert shown == [row for row in rows if sizes[row] >= 5]


@given(TOLD)
def test_what_is_hidden_of_counts_cannot_be_told_from_the_total(
    rows: list[tuple[str, int]],
) -> None:
    shown = _shown(COUNTS, rows)
    assert all(n == 0 or n >= 5 for _one, n in shown)
    hidden = Counter(rows) - Counter(shown)
    missing = sum(n * times for (_one, n), times in hidden.items())
    whole = sum(1 for _one, n in rows if n)
    assert not hidden or sum(hidden.values()) >= min(2, whole)
    assert not hidden or missing >= min(5, sum(n for _one, n in rows))


def _could_be(hidden: Sequence[int], least: int, most: int) -> list[set[int]]:
    """What each hidden count could be, for whoever knows their total and which of them are small;
    by trying all, up to `most`."""
    ranges = [range(1, least) if n < least else range(least, most + 1) for n in hidden]
    fits = [one for one in product(*ranges) if sum(one) == sum(hidden)]
    return [set(one) for one in zip(*fits, strict=True)]


@pytest.mark.parametrize(
    "counts",
    [
        [4, 4, 50],
        [1, 1, 1, 1, 1, 50],
        [1, 5, 5, 9],
        [1, 5, 6],
        [4, 9, 9, 12],
        [3, 3, 7],
        [2, 5, 40],
    ],
)
def test_a_total_leaves_each_small_count_more_than_one_number(counts: list[int]) -> None:
    told = [(str(place), count) for place, count in enumerate(counts)]
    hidden = [count for place, count in told if (place, count) not in _shown(COUNTS, told)]
    for count, could in zip(hidden, _could_be(hidden, 5, 60), strict=True):
        assert count >= 5 or len(could) > 1


def test_each_column_that_counts_people_is_covered_by_itself() -> None:
    told = [("a", 3, 100), ("b", 0, 110), ("c", 40, 120), ("d", 50, 0), ("e", 60, 130)]
    assert _shown(TWICE, told) == [one for one in told if one[0] in "bde"]


@pytest.mark.parametrize(("least", "rows", "most"), [(3, 4, 7), (4, 4, 7), (5, 3, 11)])
def test_who_knows_the_total_and_the_rule_tells_no_small_count(
    least: int, rows: int, most: int
) -> None:
    """The attacker has this very program: every table of which it would show the same is tried."""
    looks_alike: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=rows):
        shown = _shown(COUNTS, [(str(place), one) for place, one in enumerate(counts)], least)
        looks_alike[sum(counts), tuple(shown)].append(counts)
    attacked = 0
    for (_total, shown), tables in looks_alike.items():
        places = {place for place, _count in shown}
        # Where nobody is shown there is no more to hide: of one row the total tells all.
        for place in range(rows) if any(count for _place, count in shown) else ():
            if str(place) not in places:
                could = {counts[place] for counts in tables}
                attacked += 1
                assert len(could) > 1 or min(could) >= least, (shown, tables)
    assert attacked > 100


def test_a_row_that_came_between_two_readings_moves_nothing() -> None:
    first = [("a", 3), ("b", 9), ("c", 7)]
    told = iter([first, [("new", 30), *first]])
    shown = list(guarding.guarded(COUNTS, lambda: next(told), 5))
    assert shown == [("new", 30), ("b", 9)]


def test_a_single_small_row_takes_the_next_with_it() -> None:
    assert _shown(COUNTS, [("a", 3), ("b", 9), ("c", 7)]) == [("b", 9)]


def test_a_table_that_counts_nobody_passes_as_it_is() -> None:
    assert _shown(PLAIN, [("a",)]) == [("a",)]


def test_rows_are_read_while_they_are_sent() -> None:
    read = 0

    def rows() -> Iterator[tuple[str]]:
        nonlocal read
        for _one in range(1000):
            read += 1
            yield ("a",)

    stream = guarding.guarded(PLAIN, rows, 5)
    assert next(stream) == ("a",)
    assert read == 1


def test_a_count_that_fell_between_two_readings_is_not_shown() -> None:
    told = iter([[("a", 9)], [("a", 2)]])
    assert list(guarding.guarded(COUNTS, lambda: next(told), 5)) == []


@pytest.mark.parametrize("least", [1, 2, 50])
def test_the_least_is_what_the_norm_says(least: int) -> None:
    shown = _shown(PERSON, [("a", "18")] * 7, least)
    assert len(shown) == (7 if least <= 7 else 0)

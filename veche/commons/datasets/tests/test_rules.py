"""Groups of people that are too small never leave a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.datasets import guarding
from veche.kernel.datasets import Column

PERSON = (Column("district", "Район", part="group"), Column("age", "Возраст", part="group"))
COUNTS = (Column("district", "Район", part="group"), Column("n", "Людей", "integer", "persons"))
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

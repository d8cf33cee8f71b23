"""The arithmetic of support, the right to take part, a text in parts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.domains.initiatives import rules
from veche.domains.initiatives.rules import Participant
from veche.kernel.text import as_one, as_parts


@given(support=st.integers(0, 10_000), threshold=st.integers(1, 5_000))
def test_percent_is_whole_only_at_the_threshold(support: int, threshold: int) -> None:
    found = rules.percent(support, threshold)
    assert 0 <= found <= 100
    assert (found == 100) == (support >= threshold)


@given(
    threshold=st.integers(1, 400), moves=st.lists(st.sampled_from([1, 1, 1, -1, 7]), max_size=80)
)
def test_each_milestone_is_told_once_whatever_is_taken_back(
    threshold: int, moves: list[int]
) -> None:
    support = last = 0
    told = []
    for move in moves:
        support = max(0, support + move)
        reached = rules.crossed(last, support, threshold)
        if reached:
            assert rules.percent(support, threshold) >= reached
            told.append(reached)
            last = reached
    assert told == sorted(set(told))
    assert set(told) <= set(rules.MILESTONES)


@pytest.mark.parametrize(
    ("support", "last", "told"),
    [(32, 0, 0), (33, 0, 33), (33, 33, 0), (70, 33, 66), (100, 0, 100), (150, 100, 0)],
)
def test_the_highest_milestone_is_told(support: int, last: int, told: int) -> None:
    assert rules.crossed(last, support, 100) == told


@pytest.mark.parametrize(
    ("who", "hurdle"),
    [
        (Participant(False), "sign-in"),
        (Participant(True, 0, 30), "level"),
        (Participant(True, 1, None), "birth-date"),
        (Participant(True, 1, 15), "age"),
        (Participant(True, 1, 16), None),
    ],
)
def test_what_stands_between_is_told(who: Participant, hurdle: str | None) -> None:
    assert rules.hurdle(who, 1, 16) == hurdle


def test_lateness_is_of_what_waits_alone() -> None:
    today, before = date(2026, 11, 29), date(2026, 11, 28)
    assert rules.is_late(rules.CONSIDERED, before, today)
    assert not rules.is_late(rules.CONSIDERED, today, today)
    assert not rules.is_late(rules.ANSWERED, before, today)


@given(st.lists(st.text(alphabet="аб *\n", max_size=20), min_size=2, max_size=8))
def test_parts_come_back_from_one_text(parts: list[str]) -> None:
    again = as_parts(as_one(parts), len(parts))
    assert again is not None
    assert [one.replace(" ", "") for one in again] == [
        one.strip().replace(" ", "") for one in parts
    ]


def test_a_text_of_other_parts_is_refused() -> None:
    assert as_parts("раз", 2) is None

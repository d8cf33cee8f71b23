"""Arithmetic of terms, ways and stars."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.commitments import rules

DAY = date(2026, 11, 26)
NUMBERS = st.decimals(-(10**6), 10**6, places=3)


@pytest.mark.parametrize(("today", "late"), [(-1, 0), (0, 0), (1, 1), (3, 3), (400, 400)])
def test_the_day_itself_is_in_time(today: int, late: int) -> None:
    assert rules.days_late(DAY, DAY + timedelta(days=today)) == late
    assert rules.days_late(None, DAY) == 0


@given(start=NUMBERS, goal=NUMBERS, now=NUMBERS)
def test_the_way_done_is_a_share_whichever_way_it_goes(
    start: Decimal, goal: Decimal, now: Decimal
) -> None:
    share = rules.share_of_way(start, goal, now)
    assert 0 <= share <= 1
    if start != goal:
        assert rules.share_of_way(start, goal, start) == 0
        assert rules.share_of_way(start, goal, goal) == 1
        assert share == pytest.approx(rules.share_of_way(-start, -goal, -now))


@given(counts=st.lists(st.integers(0, 10**6), min_size=5, max_size=5))
def test_the_mean_is_that_of_every_single_star(counts: list[int]) -> None:
    rating = rules.Rating(tuple(counts))  # type: ignore[arg-type]
    if not sum(counts):
        assert rating.mean is None
        return
    weighed = counts[0] + 2 * counts[1] + 3 * counts[2] + 4 * counts[3] + 5 * counts[4]
    assert rating.mean == pytest.approx(weighed / sum(counts))
    assert 1 <= (rating.mean or 0) <= 5

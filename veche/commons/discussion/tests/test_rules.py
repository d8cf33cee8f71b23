"""The order of arguments: early luck does not win for good."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.discussion.rules import Z, lower_bound

READERS = st.integers(1, 100_000)


@given(READERS, st.data())
def test_the_bound_solves_the_equation_of_the_score_interval(
    readers: int, data: st.DataObject
) -> None:
    """A second way: at the bound the distance to the share is exactly z deviations."""
    useful = data.draw(st.integers(1, readers))
    low, share = lower_bound(useful, readers), Fraction(useful, readers)
    assert 0 <= low <= float(share)
    distance = (float(share) - low) ** 2
    assert distance == pytest.approx(Z * Z * low * (1 - low) / readers, rel=1e-6, abs=1e-12)


@given(READERS, st.data())
def test_more_marks_of_as_many_readers_never_stand_lower(readers: int, data: st.DataObject) -> None:
    useful = data.draw(st.integers(0, readers))
    assert lower_bound(useful, readers) <= lower_bound(min(useful + 1, readers), readers)


def test_three_of_three_stand_below_ninety_of_a_hundred() -> None:
    assert lower_bound(3, 3) < lower_bound(90, 100)
    assert lower_bound(0, 50) == lower_bound(0, 0) == 0

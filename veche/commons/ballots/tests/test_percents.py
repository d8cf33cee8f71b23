"""Whole percents of a count."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.ballots.percents import percents


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 10**9), max_size=90))
def test_percents_of_a_whole_make_a_hundred_and_none_is_a_whole_percent_off(
    votes: list[int],
) -> None:
    whole = sum(votes)
    shares = percents(votes, whole)
    if whole == 0:
        assert shares == [0] * len(votes)
        return
    assert sum(shares) == 100
    for vote, share in zip(votes, shares, strict=True):
        assert abs(Fraction(100 * vote, whole) - share) < 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9), st.integers(1, 10_000))
def test_percents_of_another_whole_are_each_for_itself(votes: list[int], whole: int) -> None:
    if sum(votes) == whole:
        return
    for vote, share in zip(votes, percents(votes, whole), strict=True):
        assert abs(Fraction(100 * vote, whole) - share) <= Fraction(1, 2)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=2, max_size=20))
def test_more_votes_never_show_a_smaller_percent(votes: list[int]) -> None:
    shares = percents(votes, sum(votes))
    pairs = list(zip(votes, shares, strict=True))
    for (vote, share), (other, others_share) in product(pairs, pairs):
        assert vote <= other or share >= others_share

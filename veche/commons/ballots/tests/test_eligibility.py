"""Who may drop a ballot, and what is told to who may not."""

from __future__ import annotations

from itertools import product

import pytest

from veche.commons.ballots.eligibility import Terms, Voter, hurdle


def test_a_hurdle_is_told_exactly_to_who_may_not_vote_yet() -> None:
    """Against a slow list of who may vote, over every mixture of terms and voters."""
    ages, places = (None, 15, 16, 40), (None, (), ("a", "town"), ("b", "town"))
    for level, age, home, known in product((0, 1, 2), ages, places, (True, False)):
        voter = Voter(known, level, age, home)
        for min_level, min_age, where in product((0, 1, 2), (None, 16), ([], ["a"], ["town"])):
            terms = Terms(min_level, min_age, frozenset(where))
            is_old_enough = min_age is None or (age is not None and age >= min_age)
            lives_there = not where or any(place in where for place in home or ())
            may = known and level >= min_level and is_old_enough and lives_there
            assert (hurdle(terms, voter) is None) == may


@pytest.mark.parametrize(
    ("voter", "expected"),
    [
        (Voter(False), "sign-in"),
        (Voter(True, 0, 10, ("b",)), "level"),
        (Voter(True, 1, 10, None), "age"),
        (Voter(True, 1, None, ("b",)), "territory"),
        (Voter(True, 1, None, None), "birth-date"),
        (Voter(True, 1, 20, None), "home"),
        (Voter(True, 1, 20, ("a",)), None),
    ],
)
def test_what_cannot_be_mended_comes_first(voter: Voter, expected: str | None) -> None:
    assert hurdle(Terms(1, 16, frozenset({"a"})), voter) == expected

"""The order of answers, standings, words."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from veche.domains.advice import rules

DAY = date(2026, 11, 29)
COUNTS = st.integers(0, 10_000)


@given(COUNTS, COUNTS)
def test_a_score_is_a_share_that_grows_with_praise(useful: int, useless: int) -> None:
    found = rules.score(useful, useless)
    assert 0 <= found <= rules.MILLION
    assert rules.score(useful + 1, useless) >= found
    assert rules.score(useful, useless + 1) <= found


def test_few_marks_do_not_decide() -> None:
    assert rules.score(2, 0) < rules.score(40, 10)


@given(st.text(max_size=60).filter(lambda one: "\n" not in one), st.text(max_size=200))
def test_a_question_comes_apart_as_it_was_put_together(title: str, text: str) -> None:
    assert rules.parts(rules.whole(title, text)) == (title, text)


def test_a_guide_stands_as_far_as_somebody_has_looked() -> None:
    def standing(**given: object) -> str:
        known = {"checked_on": DAY, "check_by": DAY, "doubts": 0, "is_outdated": False}
        return rules.standing(today=DAY, **{**known, **given})  # type: ignore[arg-type]

    assert standing() == rules.CHECKED
    assert standing(check_by=date(2026, 11, 28)) == rules.DUE
    assert standing(checked_on=None, check_by=None) == rules.UNCHECKED
    assert standing(doubts=1) == rules.DOUBTED
    assert standing(doubts=1, is_outdated=True) == rules.OUTDATED


def test_words_are_compared_without_signs_and_twice_said_ones() -> None:
    assert rules.words_of("Счётчик, счётчик: КАК?") == ["счетчик", "как"]

"""The logic of an order, without a database."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from veche.domains.orders import rules

LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)


def test_an_answer_is_late_the_day_after_its_term() -> None:
    due = date(2026, 11, 29)
    assert not rules.is_late(rules.OPEN, due, due)
    assert rules.is_late(rules.OPEN, due, date(2026, 11, 30))
    assert rules.is_late(rules.TAKEN, due, date(2026, 11, 30))
    assert not rules.is_late(rules.DECLINED, due, date(2026, 11, 30))
    assert not rules.is_late(rules.OPEN, None, due)


@given(LINE, LINE, st.text(LINE.map(lambda one: one[0]), min_size=1))
def test_words_come_back_from_one_text(title: str, spot: str, why: str) -> None:
    found = rules.as_parts(rules.as_one(title, spot, why))
    assert found == (title.strip(), spot.strip(), why.strip())


def test_a_text_without_lines_is_a_title() -> None:
    assert rules.as_parts("Построить мост") == ("Построить мост", "", "")

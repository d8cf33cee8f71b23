"""Caps and statuses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from veche.commons.points import rules

PAYS = st.lists(st.builds(rules.Pay, st.just("a"), st.integers(0, 50), st.integers(0, 500)))


@given(PAYS, st.integers(0, 60), st.integers(0, 60))
def test_a_day_never_brings_more_than_its_cap(pays: list[rules.Pay], earned: int, cap: int) -> None:
    found = rules.capped(pays, earned=earned, cap=cap)
    assert len(found) == len(pays)
    assert sum(one.points for one in found) == min(
        sum(one.points for one in pays), max(0, cap - earned)
    )
    assert all(0 <= new.points <= old.points for new, old in zip(found, pays, strict=True))


def test_statuses_follow_deeds() -> None:
    assert [rules.status(n) for n in (0, 1, 4, 5, 20, 50)] == [
        "",
        "starter",
        "starter",
        "helper",
        "active",
        "pillar",
    ]
    assert rules.next_status(0) == ("starter", 1)
    assert rules.next_status(6) == ("active", 14)
    assert rules.next_status(50) is None

"""The arithmetic: what follows what, tools that are free, hours that count."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from veche.domains.workdays import rules
from veche.domains.workdays.rules import Mark, Taken

TODAY = date(2026, 11, 29)
DAYS = st.integers(-5, 5).map(lambda shift: TODAY + timedelta(days=shift))
TAKEN = st.lists(st.builds(Taken, DAYS, st.integers(1, 9)), max_size=8)


def test_nobody_is_called_before_the_owner_has_agreed() -> None:
    into = {state for (state, _verb), to in rules.MOVES.items() if to == rules.CALLED}
    assert into == {rules.ASKING}
    assert {verb for (_state, verb), to in rules.MOVES.items() if to == rules.CALLED} == {
        rules.ALLOW
    }
    assert rules.after(rules.DONE, rules.CANCEL) is None


@given(st.integers(0, 40), TAKEN, DAYS.filter(lambda day: day >= TODAY))
def test_what_is_free_and_what_is_gone_is_all_there_is(
    count: int, taken: list[Taken], on: date
) -> None:
    free = rules.free(count, taken, on, TODAY)
    gone = sum(one.number for one in taken if one.on == on or one.on < TODAY)
    assert 0 <= free <= count
    assert free + min(gone, count) == count
    # Whoever takes all that is free leaves nothing, and the store may not shrink below it.
    more = [*taken, Taken(on, free)] if free else taken
    assert rules.free(count, more, on, TODAY) == 0
    assert rules.peak(more, TODAY) >= min(gone, count) + free - max(0, gone - count)


def test_what_should_have_come_back_is_missing_on_every_day() -> None:
    late = [Taken(TODAY - timedelta(days=1), 2), Taken(TODAY + timedelta(days=3), 1)]
    assert rules.free(3, late, TODAY, TODAY) == 1
    assert rules.free(3, late, TODAY + timedelta(days=3), TODAY) == 0
    assert rules.peak(late, TODAY) == 3


@given(
    st.dictionaries(st.integers(1, 6), st.integers(0, 900), min_size=1),
    st.integers(1, 6),
    st.integers(60, 480),
)
def test_nobody_vouches_for_themselves_and_nobody_works_without_end(
    minutes: dict[int, int], caller: int, most: int
) -> None:
    marks = [Mark(badge, number) for badge, number in minutes.items()]
    found = rules.credited(marks, caller, most)
    others = [number for badge, number in found.items() if badge != caller]
    assert set(found) == set(minutes)
    assert all(0 <= number <= most for number in found.values())
    assert found.get(caller, 0) <= max(others, default=0)


def test_hours_go_by_halves_up_to_a_bit_more_than_announced() -> None:
    assert rules.choices(60) == [0, 30, 60, 90, 120, 150, 180]
    assert rules.is_soon(TODAY + timedelta(days=1), TODAY)
    assert not rules.is_soon(TODAY + timedelta(days=2), TODAY)
    assert not rules.is_soon(TODAY - timedelta(days=1), TODAY)

"""Turnout by the hour: what is shown, when, and what nobody can take from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.ballots import public, series_rules
from veche.commons.ballots.models import Box, HourCount
from veche.commons.ballots.public import FilledPaper
from veche.commons.ballots.series_rules import HOUR, bins
from veche.commons.ballots.tests.papers import open_box, vote
from veche.commons.norms.tests.makers import set_norm
from veche.kernel import clock
from veche.kernel.ids import new_id

OPENS = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)
FIRST = series_rules.hour_of(OPENS)
hourly = st.lists(st.integers(0, 120), max_size=60)


def counted(votes: list[int]) -> list[tuple[datetime, int]]:
    return [(FIRST + number * HOUR, count) for number, count in enumerate(votes) if count]


@given(hourly, st.integers(1, 80))
def test_no_bin_tells_of_few_and_none_is_lost(votes: list[int], minimum: int) -> None:
    until = FIRST + len(votes) * HOUR
    found = bins(counted(votes), opens_at=OPENS, until=until, minimum=minimum, is_over=True)
    assert all(one.ballots >= minimum for one in found)
    assert sum(one.ballots for one in found) == (sum(votes) if sum(votes) >= minimum else 0)
    for earlier, later in zip(found, found[1:], strict=False):
        assert earlier.ends_at == later.starts_at
    assert not found or (found[0].starts_at, found[-1].ends_at) == (OPENS, until)


@given(hourly, st.integers(1, 80), st.integers(0, 60), st.integers(0, 59))
def test_what_was_shown_while_it_ran_never_changes(
    votes: list[int], minimum: int, hours: int, minutes: int
) -> None:
    """Two looks at different moments differ by whole full bins: nothing smaller can be had."""

    def look(moment: datetime) -> tuple[series_rules.Bin, ...]:
        came = [(hour, count) for hour, count in counted(votes) if hour <= moment]
        return bins(came, opens_at=OPENS, until=moment, minimum=minimum, is_over=False)

    early = look(OPENS + timedelta(hours=hours, minutes=minutes))
    late = look(OPENS + timedelta(hours=100))
    assert late[: len(early)] == early
    over = bins(
        counted(votes), opens_at=OPENS, until=OPENS + 100 * HOUR, minimum=minimum, is_over=True
    )
    assert over[: len(late)] == late
    assert not late or len(over) > len(late), "a whole bin is left for the close"


def test_an_hour_that_is_not_over_is_not_shown() -> None:
    until = FIRST + timedelta(minutes=59)
    assert bins([(FIRST, 70)], opens_at=OPENS, until=until, minimum=50, is_over=False) == ()


@pytest.mark.usefixtures("town")
def test_a_ballot_is_counted_in_its_hour_and_a_changed_one_is_not() -> None:
    box, person = open_box(), new_id()
    vote(box, person, "a")
    vote(box, person, "b")
    vote(box)
    hours = HourCount.objects.filter(box_id=box)
    assert sum(row.votes for row in hours) == 2
    assert abs(hours[0].hour - clock.now()) <= HOUR
    assert public.turnout_bins(box) == ()


@pytest.mark.usefixtures("town")
def test_after_publication_the_bins_alone_are_left() -> None:
    box = open_box(opens_in=-7200)
    opens_at = Box.objects.get(id=box).opens_at
    papers = [
        FilledPaper(new_id(), {"q": ["a"]}, at=opens_at + timedelta(minutes=number))
        for number in range(110)
    ]
    public.fill(box, papers)
    public.close_box(box)
    before = public.turnout_bins(box)
    assert before is not None
    assert sum(one.ballots for one in before) == 110
    public.publish(box)
    assert public.turnout_bins(box) == before
    assert not HourCount.objects.filter(box_id=box).exists()


@pytest.mark.usefixtures("town")
def test_a_box_older_than_counting_has_no_series() -> None:
    box = open_box()
    Box.objects.filter(id=box).update(counts_hours=False)
    vote(box)
    assert public.turnout_bins(box) is None
    assert not HourCount.objects.filter(box_id=box).exists()


@pytest.mark.usefixtures("town")
def test_the_smallest_bin_is_a_norm() -> None:
    set_norm("poll.hour_bin_min", 1)
    box = open_box(opens_in=-7200)
    public.fill(box, [FilledPaper(new_id(), {"q": ["a"]})])
    public.close_box(box)
    found = public.turnout_bins(box)
    assert found is not None
    assert [one.ballots for one in found] == [1]

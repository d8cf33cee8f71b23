"""A draw that everyone can repeat, and tables that nobody can write twice."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.ballots import public
from veche.commons.ballots.draw_rules import drawn, pack, sample_size, unpack
from veche.commons.ballots.models import Breakdown, Draw
from veche.commons.ballots.tests.papers import open_box, vote
from veche.kernel.errors import Conflict


@given(st.sets(st.binary(min_size=8, max_size=8), max_size=60), st.integers(0, 80))
def test_a_draw_takes_each_mark_once(raw: set[bytes], size: int) -> None:
    marks = [one.hex() for one in raw]
    found = drawn("seed", marks, size)
    assert len(found) == len(set(found)) == min(size, len(marks))
    assert drawn("seed", reversed(marks), size) == found
    assert unpack(pack(marks)) == sorted(marks)


@pytest.mark.parametrize(
    ("voters", "size"), [(0, 0), (12, 12), (500, 30), (3001, 31), (100_000, 1000)]
)
def test_a_sample_is_one_percent_and_thirty_at_least(voters: int, size: int) -> None:
    assert sample_size(voters, 1, 30) == size


@pytest.mark.usefixtures("town")
def test_the_seed_waits_for_the_marks() -> None:
    box = open_box()
    vote(box)
    with pytest.raises(Conflict):
        public.reveal_seed(box)
    public.close_box(box)
    public.publish(box)
    assert public.reveal_seed(box) == public.reveal_seed(box)


@pytest.mark.usefixtures("town")
def test_a_box_taken_away_takes_its_draw_along() -> None:
    box = open_box()
    public.remove_box(box)
    assert not Draw.objects.filter(box_id=box).exists()


@pytest.mark.usefixtures("town")
def test_tables_are_written_once() -> None:
    """Two versions could be subtracted: the program may neither change nor write them again."""
    box = open_box()
    vote(box)
    public.close_box(box)
    for _twice in range(2):
        public.publish(box)
    assert Breakdown.objects.filter(box_id=box).count() == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        Breakdown.objects.filter(box_id=box).update(tables={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Breakdown.objects.bulk_create([Breakdown(box_id=box, tables={})])

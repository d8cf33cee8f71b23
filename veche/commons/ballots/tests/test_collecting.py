"""Paper that collectors carry: each counted sheet stands on an envelope, each one is told of."""

from __future__ import annotations

from uuid import UUID

import pytest

from veche.commons.ballots import paper_roll, public
from veche.commons.ballots.tests.paper_makers import DAY, count_stack, enter, handed
from veche.commons.ballots.tests.papers import open_box, vote
from veche.commons.ballots.tests.test_paper import end
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("town")


def given(box: UUID, amount: int = 3, batch: UUID | None = None) -> tuple[UUID, list[str]]:
    """A batch of a collector's, and its numbers."""
    made = public.give_batch(
        box,
        amount=amount,
        collector_id=new_id(),
        clerk_id=new_id(),
        day=DAY,
        batch_id=batch or new_id(),
    )
    return made.id, public.numbers_of_pack(box, made.id)


def accept(box: UUID, person: UUID | None = None) -> None:
    public.accept_envelope(box, person_id=person or new_id(), clerk_id=new_id(), day=DAY)


def back(box: UUID, batch: UUID, unused: int) -> None:
    public.take_back(box, batch_id=batch, unused=unused, clerk_id=new_id(), day=DAY)


def test_a_batch_goes_out_comes_back_and_is_told_of() -> None:
    box = open_box()
    batch, numbers = given(box, 5)
    assert given(box, 5, batch)[1] == numbers, "sent twice, given once"
    accept(box)
    accept(box)
    public.decline_envelope(box, clerk_id=new_id(), day=DAY)
    figures = public.carried_figures(box)
    assert (figures.given, figures.accepted, figures.declined, figures.lost) == (5, 2, 1, 2)
    assert figures.is_out
    for _time in range(2):
        back(box, batch, 1)
    figures = public.carried_figures(box)
    assert (figures.unused, figures.lost, figures.is_out) == (1, 1, False)
    with pytest.raises(Conflict):
        back(box, batch, 2)
    count_stack(box, {numbers[0]: ("a",), numbers[1]: ("b",)})
    assert public.results(box).ballots == 2
    assert public.paper_figures(box).not_returned == 0


def test_nobody_votes_twice_through_an_envelope() -> None:
    box, online, twice = open_box(), new_id(), new_id()
    given(box)
    vote(box, online)
    with pytest.raises(Conflict) as refusal:
        accept(box, online)
    assert refusal.value.code == "already-voted"
    accept(box, twice)
    with pytest.raises(Conflict) as refusal:
        accept(box, twice)
    assert refusal.value.code == "took-paper"
    with pytest.raises(Conflict):
        vote(box, twice)
    assert public.carried_figures(box).accepted == 1


def test_a_carried_sheet_stands_on_an_envelope_alone() -> None:
    box, clerk = open_box(), new_id()
    _batch, carried = given(box)
    counter = handed(box, 2)
    with pytest.raises(Conflict) as refusal:
        enter(box, clerk, carried[0], "a")
    assert refusal.value.code == "more-than-handed"
    accept(box)
    enter(box, clerk, carried[0], "a")
    with pytest.raises(Conflict):
        enter(box, clerk, carried[1], "a")
    for number in counter:
        enter(box, clerk, number, "b")
    assert public.paper_figures(box).waiting == 3


def test_a_sheet_of_the_counter_uses_up_no_envelope() -> None:
    box, clerk = open_box(), new_id()
    given(box)
    one, *_rest = handed(box, 1)
    pack = public.print_pack(box, amount=1, clerk_id=clerk, day=DAY, pack_id=new_id())
    spare = public.numbers_of_pack(box, pack.id)[0]
    accept(box)
    enter(box, clerk, one, "a")
    with pytest.raises(Conflict):
        enter(box, clerk, spare, "a")


def test_blanks_that_came_back_are_worth_nothing() -> None:
    box, clerk = open_box(), new_id()
    batch, numbers = given(box, 3)
    accept(box)
    accept(box)
    back(box, batch, 2)
    enter(box, clerk, numbers[0], "a")
    with pytest.raises(Conflict):
        enter(box, clerk, numbers[1], "a")


@pytest.mark.parametrize("unused", [-1, 3, 4])
def test_no_more_blanks_come_back_than_there_are(unused: int) -> None:
    box, clerk = open_box(), new_id()
    batch, numbers = given(box, 3)
    accept(box)
    enter(box, clerk, numbers[0], "a")
    with pytest.raises(Invalid):
        back(box, batch, unused)
    with pytest.raises(NotFound):
        back(open_box(), batch, 1)
    back(box, batch, 2)


def test_no_more_envelopes_than_sheets() -> None:
    box = open_box()
    with pytest.raises(Conflict):
        accept(box)
    given(box, 1)
    accept(box)
    with pytest.raises(Conflict) as refusal:
        accept(box)
    assert refusal.value.code == "more-than-given"
    with pytest.raises(Conflict) as refusal:
        public.decline_envelope(box, clerk_id=new_id(), day=DAY)
    assert refusal.value.code == "more-than-given"


def test_envelopes_end_with_the_hour_and_the_count_waits_for_the_typing() -> None:
    box = open_box()
    batch, numbers = given(box, 2)
    accept(box)
    end(box)
    with pytest.raises(Refused):
        accept(box)
    with pytest.raises(Refused):
        given(box)
    assert public.awaiting_papers([box]) == [box]
    back(box, batch, 1)
    count_stack(box, {numbers[0]: ("a",)})
    paper_roll.finish_papers(box)
    assert public.carried_figures(box).lost == 0


def test_a_collector_knows_of_what_is_still_out() -> None:
    box = open_box()
    batch, _numbers = given(box)
    holder = public.batches(box)[0].collector_id
    assert [one.id for one in public.batches_out([holder])] == [batch]
    assert public.batches_out([new_id()]) == []
    assert public.batches_out([]) == []
    back(box, batch, 3)
    assert public.batches_out([holder]) == []

"""Two sheets of one person: the box takes as many sheets as people hold them."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veche.commons.ballots import paper_roll, public
from veche.commons.ballots.tests.paper_makers import DAY, count_stack, enter, hand, printed
from veche.commons.ballots.tests.papers import open_box, vote
from veche.commons.ballots.tests.test_joining import join, vote_as
from veche.kernel.errors import Conflict, Problem
from veche.kernel.ids import new_id


def two_sheets() -> tuple[UUID, UUID, UUID, list[str]]:
    box, phone, state = open_box(), new_id(), new_id()
    numbers = printed(box, 4)
    hand(box, phone)
    hand(box, state)
    return box, phone, state, numbers


def close(box: UUID) -> None:
    with transaction.atomic():
        public.close_box(box)


def test_the_box_takes_one_sheet_less(town) -> None:
    box, phone, state, numbers = two_sheets()
    assert public.paper_figures(box).surplus == 0
    join(state, phone)
    figures = public.paper_figures(box)
    assert (figures.handed, figures.surplus, figures.not_returned) == (2, 1, 1)
    assert public.holds_two(box, state, [phone])
    clerk = new_id()
    enter(box, clerk, numbers[0], "a")
    with pytest.raises(Conflict) as refusal:
        enter(box, clerk, numbers[1], "b")
    assert refusal.value.code == "surplus-sheet"
    public.drop_entry(box, clerk_id=clerk, serial=1)
    enter(box, clerk, numbers[1], "b")


def test_a_surplus_brought_back_leaves_all_others_their_vote(town) -> None:
    box, phone, state, numbers = two_sheets()
    hand(box)
    join(state, phone)
    public.spoil_sheet(box, number=numbers[0], clerk_id=new_id(), day=DAY)
    count_stack(box, {numbers[1]: ("a",), numbers[2]: ("b",)})
    assert public.results(box).ballots == 2
    with pytest.raises(Conflict) as refusal:
        enter(box, new_id(), numbers[3], "a")
    assert refusal.value.code == "surplus-sheet"


def test_one_sheet_of_one_account_is_no_surplus(town) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    printed(box)
    hand(box, phone)
    join(state, phone)
    assert public.paper_figures(box).surplus == 0
    assert not public.holds_two(box, state, [phone])


@pytest.mark.parametrize("is_on_paper", [True, False])
def test_a_box_that_waits_for_its_paper_is_not_over(town, is_on_paper: bool) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    numbers = printed(box)
    hand(box, phone)
    if is_on_paper:
        hand(box, state)
    else:
        vote(box, state, "b")
    close(box)
    join(state, phone)
    with suppress(Conflict):
        count_stack(box, {numbers[0]: ("a",)})
        enter(box, new_id(), numbers[1], "b")
    paper_roll.finish_papers(box)
    assert public.results(box).ballots == 1
    assert public.publish(box) == 1


def test_after_the_last_sheet_nothing_moves(town) -> None:
    box, phone, state, numbers = two_sheets()
    count_stack(box, {numbers[0]: ("a",), numbers[1]: ("b",)})
    close(box)
    paper_roll.finish_papers(box)
    assert join(state, phone) == 0
    assert public.results(box).ballots == 2
    assert public.paper_figures(box).surplus == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["web", "paper", "join", "close"]), st.integers(0, 3), st.integers(0, 3)
    ),
    min_size=2,
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, kept=st.integers(0, 4))
def test_never_more_ballots_than_people(town, steps, kept: int) -> None:
    box, groups = open_box(), {number: [new_id()] for number in range(4)}
    numbers, first = printed(box, 4), new_id()
    for name, one, other in steps:
        if name == "close":
            close(box)
        elif name == "join" and one != other and {one, other} <= groups.keys():
            with transaction.atomic():
                public.join_voters(groups[one], groups[other])
            groups[one] += groups.pop(other)
        elif name != "join" and one in groups:
            person, *earlier = groups[one]
            with suppress(Problem):
                if name == "web":
                    vote_as(box, person, tuple(earlier), "a")
                else:
                    public.hand_out(
                        box, person_id=person, earlier_ids=earlier, clerk_id=first, day=DAY
                    )
    typed = 0
    for number in numbers[:kept]:
        with suppress(Problem):
            enter(box, first, number, "b")
            typed += 1
    assert public.results(box).ballots + typed <= len(groups)
    assert typed <= public.paper_figures(box).handed - public.paper_figures(box).surplus

"""One person with two accounts has one ballot in each open box, however the acts race."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veche.commons.ballots import public
from veche.commons.ballots.models import Ballot, Box, Retired, Strike
from veche.commons.ballots.tests import paper_makers
from veche.commons.ballots.tests.papers import leave, open_box, shown, vote
from veche.commons.ballots.tests.test_parallel import at_once
from veche.commons.identity.tests import makers
from veche.kernel import clock, locks
from veche.kernel.errors import Conflict, Problem
from veche.kernel.ids import new_id

InThread = Callable[..., Any]


def join(surviving: UUID, joined: UUID, *earlier: UUID) -> int:
    """What identity does, without its persons."""
    with transaction.atomic():
        locks.take(exclusive=[f"identity.person:{one}" for one in (surviving, joined)])
        return public.join_voters([surviving, *earlier], [joined])


def own(box: UUID, person: UUID, *earlier: UUID) -> public.OwnBallot | None:
    return public.own_ballots([box], person, earlier).get(box)


def vote_as(box: UUID, person: UUID, earlier: tuple[UUID, ...], option: str) -> public.Receipt:
    fresh = public.issue_pass(
        box, person_id=person, earlier_ids=earlier, stratum="", level=1, channel="web"
    )
    return public.cast(fresh, {"q": [option]})


def publish(box: UUID) -> int:
    with transaction.atomic():
        public.close_box(box)
    return public.publish(box)


def test_the_later_of_two_ballots_is_struck_and_said(town) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    first, second = vote(box, phone, "a"), vote(box, state, "b")
    vote(box, None, "c")
    assert join(state, phone) == 1
    found = public.results(box)
    assert (found.ballots, found.struck, found.channels) == (2, 1, {"web": 2})
    assert public.turnout(box) == public.Turnout(2, 1)
    assert shown(box) == {"a": 1, "c": 1}
    kept = own(box, state, phone)
    assert kept is not None
    assert kept.receipt == first.number
    assert Ballot.objects.filter(box_id=box).count() == 3, "nothing is deleted"
    assert public.is_struck_receipt(box, second.number)
    assert not public.is_struck_receipt(box, first.number)
    assert publish(box) == 2
    assert public.recount(box)[0] == 2


def test_the_earlier_stands_even_when_it_was_changed_later(town) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    vote(box, state, "b")
    vote(box, phone, "a")
    vote(box, state, "c")
    join(state, phone)
    assert shown(box) == {"c": 1}


@pytest.mark.parametrize("who", ["phone", "state"])
def test_one_ballot_of_either_is_found_changed_and_not_doubled(town, who: str) -> None:
    people = {"phone": new_id(), "state": new_id()}
    box, strict = open_box(), open_box(is_revisable=False)
    for one in (box, strict):
        vote(one, people[who], "a")
    assert join(people["state"], people["phone"]) == 0
    again = vote_as(box, people["state"], (people["phone"],), "b")
    assert again.is_changed
    assert shown(box) == {"b": 1}
    with pytest.raises(Conflict):
        vote_as(strict, people["state"], (people["phone"],), "b")
    assert shown(strict) == {"a": 1}


@pytest.mark.parametrize("voted", ["nobody", "phone", "state"])
def test_leave_given_before_makes_no_second_ballot(town, voted: str) -> None:
    people = {"phone": new_id(), "state": new_id()}
    box = open_box()
    if voted != "nobody":
        vote(box, people[voted], "a")
    old = {name: leave(box, one) for name, one in people.items()}
    join(people["state"], people["phone"])
    goes_on = "state" if voted == "nobody" else voted
    public.cast(old.pop(goes_on), {"q": ["b"]})
    [other] = old.values()
    with pytest.raises(Conflict, match="accounts-merged"):
        public.cast(other, {"q": ["b"]})
    assert public.results(box).ballots == 1


def test_closed_boxes_are_left_as_they_are(town) -> None:
    closed, ended, phone, state = open_box(), open_box(), new_id(), new_id()
    for box in (closed, ended):
        vote(box, phone, "a")
        vote(box, state, "b")
    with transaction.atomic():
        public.close_box(closed)
    now = clock.database_now()
    Box.objects.filter(id=ended).update(opens_at=now.replace(year=2020), closes_at=now)
    assert join(state, phone) == 0
    for box in (closed, ended):
        assert (public.results(box).ballots, public.results(box).struck) == (2, 0)
    assert not Strike.objects.exists()
    assert publish(closed) == 2


def test_a_box_that_opens_later_knows_who_is_gone(town) -> None:
    person = makers.make_person()
    gone = makers.make_joined(person)
    box = open_box()
    with pytest.raises(Conflict):
        vote(box, gone, "a")
    vote_as(box, person.known_id, (gone,), "a")
    assert public.results(box).ballots == 1


def test_an_unused_box_with_retired_names_can_be_taken_away(town) -> None:
    box = open_box()
    join(new_id(), new_id())
    assert Retired.objects.count() == 1
    public.remove_box(box)
    assert not Box.objects.exists()


def test_three_accounts_become_one_step_by_step(town) -> None:
    box = open_box()
    one, two, three = new_id(), new_id(), new_id()
    for person, option in ((two, "b"), (three, "c"), (one, "a")):
        vote(box, person, option)
    join(two, three)
    with transaction.atomic():
        public.join_voters([one], [two, three])
    assert shown(box) == {"b": 1}
    assert public.results(box).struck == 2
    kept = own(box, one, two, three)
    assert kept is not None
    assert kept.choice == {"q": ["b"]}


ACTS = st.one_of(
    st.tuples(st.just("vote"), st.integers(0, 3), st.integers(0, 1), st.sampled_from("abc")),
    st.tuples(st.just("leave"), st.integers(0, 3), st.integers(0, 1), st.sampled_from("abc")),
    st.tuples(st.just("join"), st.integers(0, 3), st.integers(0, 3)),
)


class People:
    """Four accounts in two boxes; whoever is joined is one group, its surviving account first."""

    def __init__(self) -> None:
        self.boxes = [open_box(), open_box(is_revisable=False)]
        self.groups = {number: [new_id()] for number in range(4)}
        self.held: list[tuple[public.Pass, str]] = []

    def join(self, one: int, other: int) -> None:
        if one != other and {one, other} <= self.groups.keys():
            with transaction.atomic():
                public.join_voters(self.groups[one], self.groups[other])
            self.groups[one] += self.groups.pop(other)

    def leave(self, number: int, box: int, option: str) -> None:
        """Leave to vote, which may be used long afterwards."""
        if number in self.groups:
            person, *earlier = self.groups[number]
            given = public.issue_pass(
                self.boxes[box],
                person_id=person,
                earlier_ids=earlier,
                stratum="",
                level=1,
                channel="web",
            )
            self.held.append((given, option))

    def vote(self, number: int, box: int, option: str) -> None:
        self.leave(number, box, option)
        if self.held:
            drop(*self.held[-1])

    def standing(self, box: UUID) -> list[public.OwnBallot]:
        found = [own(box, one, *more) for one, *more in self.groups.values()]
        return [ballot for ballot in found if ballot is not None]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, min_size=3, max_size=16))
def test_whatever_happened_each_person_has_one_ballot_that_counts(town, acts) -> None:
    people = People()
    for name, *about in acts:
        getattr(people, name)(*about)
    for given_before, option in people.held:
        drop(given_before, option)
    for box in people.boxes:
        counted = people.standing(box)
        found = public.results(box)
        assert found.ballots == len(counted) == sum(shown(box).values())
        assert all(shown(box)[ballot.choice["q"][0]] for ballot in counted)
        assert found.struck == Strike.objects.filter(box_id=box).count()
        assert publish(box) == len(counted)


def drop(fresh: public.Pass, option: str) -> None:
    with suppress(Problem):
        public.cast(fresh, {"q": [option]})


@pytest.mark.parametrize("is_revisable", [False, True])
def test_votes_and_the_merge_at_one_moment(
    committed_town, in_thread: InThread, is_revisable: bool
) -> None:
    for _round in range(4):
        box, phone, state = open_box(is_revisable=is_revisable), new_id(), new_id()
        acts: list[Callable[[], Any]] = [
            *[partial(vote, box, phone, option) for option in "abc"],
            *[partial(vote, box, state, option) for option in "abc"],
            partial(join, state, phone),
        ]
        at_once(in_thread, acts)
        found = public.results(box)
        assert found.ballots == 1
        assert sum(shown(box).values()) == 1
        kept = own(box, state, phone)
        assert kept is not None
        assert shown(box) == {kept.choice["q"][0]: 1}
        again = leave(box, state), leave(box, phone)
        for old in again:
            try:
                public.cast(old, {"q": ["d"]})
            except Conflict:
                continue
        assert public.results(box).ballots == 1
        assert publish(box) == 1


def test_the_order_is_that_of_real_commits(committed_town) -> None:
    for first, second in (("phone", "state"), ("state", "phone")):
        people = {"phone": new_id(), "state": new_id()}
        box = open_box()
        vote(box, people[first], "a")
        vote(box, people[second], "b")
        join(people["state"], people["phone"])
        assert shown(box) == {"a": 1}


def test_a_merge_that_waits_behind_the_close_changes_nothing(
    committed_town, in_thread: InThread
) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    vote(box, phone, "a")
    vote(box, state, "b")

    def close() -> None:
        with transaction.atomic():
            public.close_box(box)

    at_once(in_thread, [close, partial(join, state, phone)])
    found = public.results(box)
    assert (found.ballots, found.struck) in {(2, 0), (1, 1)}
    assert public.publish(box) == found.ballots


def test_a_ballot_beside_a_sheet_that_is_out_is_struck(town) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    paper_makers.printed(box)
    paper_makers.hand(box, phone)
    vote(box, state, "b")
    assert join(state, phone) == 1
    assert public.results(box).ballots == 0
    assert public.took_paper(box, state, (phone,))
    with pytest.raises(Conflict):
        vote_as(box, state, (phone,), "a")


def test_who_voted_by_an_earlier_account_gets_no_sheet(town) -> None:
    box, phone, state = open_box(), new_id(), new_id()
    paper_makers.printed(box)
    vote(box, phone, "a")
    assert join(state, phone) == 0
    with pytest.raises(Conflict):
        public.hand_out(
            box, person_id=state, earlier_ids=[phone], clerk_id=new_id(), day=paper_makers.DAY
        )
    with pytest.raises(Conflict):
        paper_makers.hand(box, state)

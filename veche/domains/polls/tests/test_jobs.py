"""What runs by itself: closing, publishing, forgetting; and that one failure stops nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.attacks.made import cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers import move_close
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import are_erased_known, let_return_term_pass, make_person
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import jobs
from veche.domains.polls.models import Poll, State
from veche.kernel import clock
from veche.kernel import jobs as queue
from veche.kernel.errors import Conflict, NotFound


def let_pass(poll: Poll) -> None:
    """Its announced close has come."""
    ended = clock.now() - timedelta(seconds=1)
    Poll.objects.filter(id=poll.id).update(closes_at=ended)
    move_close(poll.id, ended)


def work(periodic: Callable[[], None]) -> int:
    """What the worker does with all that a periodic job finds; how many jobs failed."""
    periodic()
    failed = 0
    while True:
        try:
            queue.run_waiting()
        except NotFound:
            failed += 1
        else:
            return failed


def forget_erased() -> None:
    queue.registered()["ballots.forget_erased"]()


def state_of(poll: Poll) -> str:
    return Poll.objects.get(id=poll.id).state


def test_a_due_poll_is_closed_and_its_rows_published(town: Any) -> None:
    due, running = make_poll(), make_poll()
    for option in ("o1", "o2"):
        cast(due, option)
    let_pass(due)
    assert work(jobs.close_due_polls) == 0
    assert (state_of(due), state_of(running)) == (State.CLOSED, State.PUBLISHED)
    assert ballots.count_published(due.id) == 2, "the event, its delivery and the job after it"
    assert not ballots.is_published(running.id)


def test_erasing_and_returning_is_no_second_ballot(town: Any) -> None:
    """However long the vote is, and however often it was made longer after the erasure."""
    poll, contact = make_poll(opens=-300, is_revisable=False), "+79001112233"
    voter = make_person(contact=contact, birth_year=1980)
    cast(poll, person=voter)
    identity.erase_person(voter)
    let_return_term_pass(100)
    move_close(poll.id, clock.now() + timedelta(days=50))
    forget_erased()
    came_back = identity.ensure_contact(contact)
    assert came_back == voter.known_id
    person = identity.person_by_id(came_back)
    assert person is not None
    with pytest.raises(Conflict):
        cast(poll, "o2", person=replace(person, level=1))


def test_a_fingerprint_goes_when_no_vote_needs_it(town: Any) -> None:
    old, new = make_poll(opens=-300, closes=5), make_poll(opens=-2, closes=50)
    identity.erase_person(make_person(contact="+79001112233"))
    let_return_term_pass(100)
    forget_erased()
    assert are_erased_known()
    move_close(old.id, clock.now())
    forget_erased()
    assert not are_erased_known(), "the other vote began after the term was over"
    assert ballots.running_since() == new.opens_at


def boxless() -> Poll:
    """A due poll that nobody can close: its box is gone."""
    poll = make_poll()
    ballots.remove_box(poll.id)
    ended = clock.now() - timedelta(seconds=1)
    Poll.objects.filter(id=poll.id).update(closes_at=ended)
    return poll


def test_a_poll_that_cannot_be_closed_keeps_none_waiting(town: Any) -> None:
    polls = [boxless(), make_poll(), boxless()]
    let_pass(polls[1])
    assert work(jobs.close_due_polls) == 2
    assert state_of(polls[1]) == State.CLOSED
    assert state_of(polls[0]) == State.PUBLISHED


def test_what_was_not_published_in_time_is_asked_for_again(town: Any) -> None:
    poll = make_poll()
    cast(poll)
    let_pass(poll)
    ballots.close_box(poll.id)
    Poll.objects.filter(id=poll.id).update(state=State.CLOSED, closed_at=clock.now())
    assert work(jobs.publish_waiting) == 0
    assert ballots.count_published(poll.id) == 1


@pytest.mark.parametrize(("late", "is_held"), [(0, True), (1, False)])
def test_the_secret_goes_the_day_after_the_appeal_term(town: Any, late: int, is_held: bool) -> None:
    poll, voter = make_poll(), make_person(birth_year=1980)
    cast(poll, person=voter)
    close(poll)
    zone = clock.zone(towns.current().time_zone)
    today = clock.now().astimezone(zone)
    days = norms.value("poll.appeal_days", today.date()).value + late
    ended: datetime = today - timedelta(days=days)
    Poll.objects.filter(id=poll.id).update(
        opens_at=ended - timedelta(days=1), closes_at=ended, closed_at=ended
    )
    assert work(jobs.destroy_secrets) == 0
    assert (poll.id in ballots.with_secrets()) is is_held
    assert bool(ballots.own_ballots([poll.id], voter.known_id)) is is_held

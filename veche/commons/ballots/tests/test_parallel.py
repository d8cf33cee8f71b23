"""Many at once, with real commits: one ballot each, all of them counted, none after the close."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction

from veche.commons.ballots import public
from veche.commons.ballots.models import Ballot, Box
from veche.commons.ballots.tests.paper_makers import hand, printed
from veche.commons.ballots.tests.papers import open_box, shown, vote
from veche.kernel import clock, locks
from veche.kernel.errors import Conflict, Problem, Refused
from veche.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("committed_town")
AT_ONCE = 50
InThread = Callable[..., Any]


def at_once(in_thread: InThread, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all acts at the same moment, each with a connection of its own; results or Problems."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        gate.wait(timeout=60)
        try:
            return act()
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(in_thread(run), acts))


def waiting_for_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("It never came to be.")


@pytest.mark.parametrize("is_revisable", [False, True])
def test_one_person_fifty_times_at_once_has_one_ballot(
    in_thread: InThread, is_revisable: bool
) -> None:
    box, person = open_box(is_revisable=is_revisable), new_id()
    answers = at_once(in_thread, [partial(vote, box, person, "a")] * AT_ONCE)
    assert {answer.number for answer in answers} == {answers[0].number}
    assert sum(not answer.is_repeat for answer in answers) == 1
    assert Ballot.objects.filter(box_id=box).count() == 1
    assert (public.results(box).ballots, shown(box)) == (1, {"a": 1})


def test_one_person_with_fifty_different_votes_has_the_one_acknowledged(
    in_thread: InThread,
) -> None:
    box, person = open_box(is_revisable=False), new_id()
    acts = [partial(vote, box, person, "abcd"[n % 4]) for n in range(AT_ONCE)]
    answers = at_once(in_thread, acts)
    taken = [answer for answer in answers if isinstance(answer, public.Receipt)]
    assert {type(answer) for answer in answers} == {public.Receipt, Conflict}
    assert sum(not answer.is_repeat for answer in taken) == 1
    assert Ballot.objects.filter(box_id=box).count() == 1
    assert sum(shown(box).values()) == 1


def test_one_person_changing_fifty_times_at_once_is_counted_once(in_thread: InThread) -> None:
    box, person = open_box(), new_id()
    acts = [partial(vote, box, person, "abcd"[n % 4]) for n in range(AT_ONCE)]
    answers = at_once(in_thread, acts)
    assert all(isinstance(answer, public.Receipt) for answer in answers)
    last = public.own_ballots([box], person)[box]
    assert (public.results(box).ballots, shown(box)) == (1, {last.choice["q"][0]: 1})
    with transaction.atomic():
        public.close_box(box)
    assert public.publish(box) == 1


def test_fifty_people_at_once_are_all_counted(in_thread: InThread) -> None:
    box = open_box()
    people = [new_id() for _ in range(AT_ONCE)]
    pairs = [("abcd"[n % 4], "abcd"[(n + 1) % 4]) for n in range(AT_ONCE)]
    for step in (0, 1):
        acts = [
            partial(vote, box, person, pair[step])
            for person, pair in zip(people, pairs, strict=True)
        ]
        answers = at_once(in_thread, acts)
        assert len({answer.number for answer in answers}) == AT_ONCE
        assert public.results(box).ballots == AT_ONCE
        assert shown(box) == dict(Counter(pair[step] for pair in pairs))
    with transaction.atomic():
        public.close_box(box)
    assert public.publish(box) == AT_ONCE


def test_votes_in_flight_when_the_box_closes(in_thread: InThread) -> None:
    """What was acknowledged is counted, what was not is not, and nothing comes after."""
    box = open_box()
    stop = threading.Event()

    def keep_voting() -> list[str]:
        numbers: list[str] = []
        while not stop.is_set():
            try:
                numbers.append(vote(box, new_id(), "a").number)
            except Refused as refusal:
                return [*numbers, *([] if refusal.code == "closed" else [refusal.code])]
        return numbers

    with ThreadPoolExecutor(8) as pool:
        voting = [pool.submit(in_thread(keep_voting)) for _ in range(8)]
        wait_until(lambda: public.turnouts([box])[box] >= 100)
        with transaction.atomic():
            closed_at = public.close_box(box)
        at_close = public.turnouts([box])[box]
        acknowledged = [number for one in voting for number in one.result(timeout=60)]
        stop.set()
    assert len(set(acknowledged)) == len(acknowledged)
    rows = set(Ballot.objects.filter(box_id=box).values_list("receipt", flat=True))
    assert rows == set(acknowledged)
    assert public.turnouts([box])[box] == at_close == len(rows)
    assert closed_at <= clock.database_now()
    assert public.publish(box) == len(rows)


def held(in_thread: InThread, box: UUID, pool: ThreadPoolExecutor) -> tuple[Future[None], Any]:
    """Hold a box's lock until told to let go, as a close does."""
    has_it, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            locks.take(exclusive=[f"box:{box}"])
            has_it.set()
            assert let_go.wait(60)

    holding = pool.submit(in_thread(hold))
    assert has_it.wait(60)
    return holding, let_go


def test_a_vote_that_waited_past_the_close_is_refused(in_thread: InThread) -> None:
    """It began in time: only a clock read after the lock tells that it came too late."""
    box = open_box(closes_in=3600)
    with ThreadPoolExecutor(2) as pool:
        holding, let_go = held(in_thread, box, pool)
        late = pool.submit(in_thread(vote), box, new_id(), "a")
        wait_until(lambda: waiting_for_locks() > 0)
        # The close falls behind the moment at which the vote's transaction began, by little.
        closes_at = clock.database_now() + timedelta(milliseconds=200)
        Box.objects.filter(id=box).update(closes_at=closes_at)
        wait_until(lambda: clock.database_now() > closes_at)
        let_go.set()
        holding.result(timeout=60)
        with pytest.raises(Refused) as refusal:
            late.result(timeout=60)
    assert refusal.value.code == "closed"
    assert public.results(box).ballots == 0


def test_a_vote_that_waited_but_is_in_time_is_taken(in_thread: InThread) -> None:
    box = open_box()
    with ThreadPoolExecutor(2) as pool:
        holding, let_go = held(in_thread, box, pool)
        waited = pool.submit(in_thread(vote), box, new_id(), "a")
        wait_until(lambda: waiting_for_locks() > 0)
        let_go.set()
        holding.result(timeout=60)
        waited.result(timeout=60)
    assert public.results(box).ballots == 1


def test_a_vote_that_waited_sees_the_vote_before_it(in_thread: InThread) -> None:
    """The state is read by a statement that begins after the lock was given."""
    box, person = open_box(is_revisable=False), new_id()
    with ThreadPoolExecutor(3) as pool:
        holding, let_go = held(in_thread, box, pool)
        both = [pool.submit(in_thread(vote), box, person, option) for option in "ab"]
        wait_until(lambda: waiting_for_locks() >= 2)
        let_go.set()
        holding.result(timeout=60)
        errors = [one.exception(timeout=60) for one in both]
    assert sorted(type(error).__name__ for error in errors) == ["Conflict", "NoneType"]
    assert public.results(box).ballots == 1


def test_one_millisecond_after_the_close_is_too_late() -> None:
    box = open_box()
    now = clock.database_now()
    Box.objects.filter(id=box).update(closes_at=now + timedelta(seconds=0.25))
    vote(box)
    closes_at = Box.objects.get(id=box).closes_at
    wait_until(lambda: clock.database_now() >= closes_at)
    with pytest.raises(Refused):
        vote(box)
    assert public.results(box).ballots == 1


def test_an_act_that_fails_leaves_neither_ballot_nor_count(monkeypatch: Any) -> None:
    box = open_box()

    def fail() -> None:
        raise OperationalError("the machine stopped")

    monkeypatch.setattr(connection, "_commit", fail)
    with pytest.raises(OperationalError):
        vote(box)
    monkeypatch.undo()
    assert Ballot.objects.filter(box_id=box).count() == 0
    assert public.results(box).ballots == 0


def test_of_a_vote_and_a_sheet_at_one_moment_one_stands(in_thread: InThread) -> None:
    box = open_box(is_revisable=False)
    printed(box)
    persons = [new_id() for _person in range(12)]
    acts: list[Callable[[], Any]] = [partial(vote, box, person) for person in persons]
    acts += [partial(hand, box, person) for person in persons]
    done = at_once(in_thread, acts)
    assert all(isinstance(one, Conflict) for one in done if isinstance(one, Problem))
    for person in persons:
        has_ballot = bool(public.own_ballots([box], person))
        assert has_ballot != public.took_paper(box, person)
    assert sum(isinstance(one, Conflict) for one in done) == len(persons)

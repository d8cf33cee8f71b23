"""Limits, pages of lists, locks, keys and events keep what they promise."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from veche.kernel import clock, crypto, ids, jobs, limits, locks, outbox, pagination
from veche.kernel.errors import Invalid, TooMany
from veche.kernel.logs import JsonLines
from veche.kernel.models import LimitWindow, OutboxDelivery, OutboxEvent


def test_a_limit_refuses_the_next_and_says_how_long_to_wait(town: Any) -> None:
    for _ in range(3):
        limits.hit("code:+79000000001", limit=3, seconds=600)
    with pytest.raises(TooMany) as refused:
        limits.hit("code:+79000000001", limit=3, seconds=600)
    assert 0 < refused.value.retry_after <= 600
    limits.hit("code:+79000000002", limit=3, seconds=600)
    stored = b"".join(bytes(row.key) for row in LimitWindow.objects.all())
    assert b"79000000001" not in stored


def test_a_window_ends_and_no_try_lengthens_it(town: Any) -> None:
    limits.hit("code", limit=2, seconds=600)
    row = LimitWindow.objects.get()
    end = row.ends_at
    limits.hit("code", limit=2, seconds=6000)
    with pytest.raises(TooMany):
        limits.hit("code", limit=2, seconds=6000)
    row.refresh_from_db()
    assert (row.hits, row.ends_at) == (3, end)
    LimitWindow.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    limits.hit("code", limit=2, seconds=600)
    row.refresh_from_db()
    assert row.hits == 1
    assert end <= row.ends_at <= clock.now() + timedelta(seconds=601)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_household_counts_as_one_visitor(address: str, counted: str) -> None:
    request = RequestFactory(REMOTE_ADDR=address).get("/")
    assert limits.client_of(request) == counted


def test_pages_by_keyset_give_every_row_once(town: Any) -> None:
    for number in range(23):
        OutboxEvent.objects.create(kind=f"k{number % 3}", payload={})
    seen: list[UUID] = []
    token = ""
    while True:
        page = pagination.keyset(
            OutboxEvent.objects.all(), order=("-kind", "id"), after=token, size=5
        )
        seen += [row.id for row in page.items]
        token = page.next_token
        if not token:
            break
    assert len(seen) == len(set(seen)) == 23


@pytest.mark.parametrize("token", ["x", "!!!", "e30", "WzEsMiwzXQ", "bnVsbA", "W251bGxd"])
def test_a_forged_page_token_is_a_plain_refusal(town: Any, token: str) -> None:
    with pytest.raises(Invalid):
        pagination.keyset(OutboxEvent.objects.all(), order=("-kind", "id"), after=token)


def test_locks_need_a_transaction(committed_town: Any) -> None:
    with pytest.raises(RuntimeError):
        locks.take(exclusive=["poll:1"])
    with transaction.atomic():
        locks.take(exclusive=["poll:1"], shared=["poll:2"])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND pid = pg_backend_pid()"
            )
            assert cursor.fetchone()[0] == 2


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_is_sealed_opens_only_as_it_was_bound(plain: bytes, bound: bytes) -> None:
    key = crypto.mac("test", b"key")
    sealed = crypto.seal(key, plain, bound)
    assert crypto.unseal(key, sealed, bound) == plain
    with pytest.raises(InvalidTag):
        crypto.unseal(key, sealed, bound + b"x")
    with pytest.raises(InvalidTag):
        crypto.unseal(key, sealed[:-1] + bytes([sealed[-1] ^ 1]), bound)


def test_keys_of_different_purposes_differ() -> None:
    assert crypto.mac("a", b"x") != crypto.mac("b", b"x")
    with pytest.raises(InvalidTag):
        crypto.unwrap(crypto.wrap(b"secret", "ballot box"))


def test_public_ids_avoid_letters_that_look_alike() -> None:
    text = "".join(ids.slug_id(12) for _ in range(200))
    assert not set(text) & set("lio01")
    assert ids.digits(12).isdigit()


@dataclass(frozen=True)
class Happened:
    """Something happened, for this test."""

    kind: ClassVar[str] = "kernel.test_happened"
    thing_id: UUID


def test_an_event_is_delivered_again_until_every_consumer_has_confirmed(town: Any) -> None:
    heard: list[str] = []
    fails = [True]

    def sure(payload: dict[str, Any], event_id: UUID) -> None:
        heard.append("sure")

    def shaky(payload: dict[str, Any], event_id: UUID) -> None:
        if fails.pop() if fails else False:
            raise ZeroDivisionError
        heard.append(payload["thing_id"])

    outbox.listen(Happened.kind, "1-sure", sure)
    outbox.listen(Happened.kind, "2-shaky", shaky)
    thing = uuid4()
    event_id = outbox.put(Happened(thing_id=thing))
    with pytest.raises(ZeroDivisionError):
        outbox.deliver_event(str(event_id))
    outbox.deliver_event(str(event_id))
    outbox.deliver_event(str(event_id))
    assert heard == ["sure", str(thing)]
    assert OutboxDelivery.objects.filter(event_id=event_id).count() == 2


@dataclass(frozen=True)
class Stumbled(Happened):
    """The same, heard by one who fails at first."""

    kind: ClassVar[str] = "kernel.test_stumbled"


def test_the_first_consumer_that_fails_holds_up_no_other(town: Any) -> None:
    heard: list[str] = []
    fails: list[type[Exception]] = [ZeroDivisionError]

    def first(payload: dict[str, Any], event_id: UUID) -> None:
        if fails:
            raise fails.pop()
        heard.append("first")

    outbox.listen(Stumbled.kind, "1-first", first)
    outbox.listen(Stumbled.kind, "2-next", lambda _payload, _id: heard.append("next"))
    event_id = outbox.put(Stumbled(thing_id=uuid4()))
    with pytest.raises(ZeroDivisionError):
        outbox.deliver_event(str(event_id))
    assert heard == ["next"]
    outbox.deliver_event(str(event_id))
    assert heard == ["next", "first"], "the rest comes again, and nobody hears twice"


def test_an_event_and_its_job_vanish_with_the_transaction(committed_town: Any) -> None:
    with pytest.raises(RuntimeError):
        outbox.put(Happened(thing_id=uuid4()))
    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert not OutboxEvent.objects.exists()
    assert jobs.run_waiting() == 0


def put_and_fail() -> None:
    with transaction.atomic():
        outbox.put(Happened(thing_id=uuid4()))
        raise ZeroDivisionError


def test_a_job_waits_once_and_carries_its_own_town(committed_town: Any) -> None:
    for _ in range(3):
        jobs.defer("kernel.forget_limits", once="forget")
    with pytest.raises(KeyError):
        jobs.defer("kernel.no_such_job")
    assert jobs.run_waiting() == 1


def test_what_a_killed_worker_left_half_done_is_queued_again(committed_town: Any) -> None:
    jobs.defer("kernel.forget_limits", once="forget")
    jobs.defer("kernel.forget_answers", once="answers")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', false)")
        cursor.execute("SELECT set_config('search_path', 'shared', false)")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    connection.close()
    jobs.defer("kernel.forget_answers", once="answers")  # meanwhile it was asked for again
    # In a thread of its own: browser tests may have left a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as own:
        rescued = own.submit(asyncio.run, _with_queue(jobs.rescue_jobs)).result()
    assert rescued == 2
    assert jobs.run_waiting() == 2


def test_an_event_that_used_up_its_tries_is_not_given_up(
    committed_town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "FAILED_AT_ONCE", 1)
    jobs.defer("kernel.deliver_event", once="twin", event_id=str(UUID(int=6)))
    jobs.defer("kernel.deliver_event", event_id=str(UUID(int=7)))
    jobs.defer("kernel.forget_answers")  # comes again by itself
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', false)")
        cursor.execute("SELECT set_config('search_path', 'shared', false)")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 8")
    connection.close()
    # Its twin waits again, so the one that failed stays where it is.
    jobs.defer("kernel.deliver_event", once="twin", event_id=str(UUID(int=6)))
    with ThreadPoolExecutor(max_workers=1) as own:
        assert own.submit(asyncio.run, _with_queue(jobs.retry_failed)).result() == 1
    assert jobs.run_waiting() == 2


class Queue:
    """As much of the queue as takes a job and calls it."""

    def __init__(self) -> None:
        self.tasks: dict[str, Any] = {}

    def task(self, *, name: str, retry: object) -> Any:
        return lambda function: self.tasks.setdefault(name, function)


@pytest.mark.parametrize("form", [logging.Formatter(), JsonLines()])
def test_a_failed_job_quotes_no_row(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, form: logging.Formatter
) -> None:
    def fail(_name: str, _space: str, _ids: dict[str, Any]) -> None:
        try:
            raise DatabaseError("Key (value)=(+79000000001) already exists")
        except DatabaseError as error:
            raise RuntimeError("no +79000000001") from error

    monkeypatch.setattr(jobs, "run", fail)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    queue: Any = Queue()
    jobs._register(queue, "kernel.forget_limits")
    try:
        queue.tasks["kernel.forget_limits"]("zarechye")
    except jobs.JobFailed:
        logging.getLogger("procrastinate").exception("Job failed")
    said = "\n".join(form.format(record) for record in caplog.records)
    assert "JobFailed" in said
    assert "RuntimeError at " in said, "its kind and its place"
    assert "79000000001" not in said


async def _with_queue(look: Callable[[Any], Awaitable[int]]) -> int:
    app = jobs.build_app()
    async with app.open_async():
        return await look(app)

"""Statements that nobody waits for: one trip, in their order, undone with what they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, cast

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from veche.kernel import jobs, outbox
from veche.kernel.database import rows
from veche.kernel.database.base import DatabaseWrapper
from veche.kernel.models import OutboxEvent, RetentionRun


@dataclass(frozen=True)
class Happened:
    """Something happened."""

    kind: ClassVar[str] = "a.happened"


def put_off(kind: str) -> OutboxEvent:
    row = OutboxEvent(kind=kind, payload={"number": 1})
    rows.add(row)
    return row


@transaction.atomic
def put_off_both(first: str, second: str) -> None:
    put_off(first)
    put_off(second)


@transaction.atomic
def put_off_and_fail(kind: str) -> None:
    put_off(kind)
    raise ValueError("not this")


def kinds() -> list[str]:
    return sorted(OutboxEvent.objects.values_list("kind", flat=True))


def test_what_was_put_off_is_there_for_the_next_question(town: Any) -> None:
    with transaction.atomic():
        row = put_off("a.first")
        found = OutboxEvent.objects.get(id=row.id)
    assert (found.kind, found.payload) == ("a.first", {"number": 1})
    assert found.put_at is not None


def test_values_of_the_database_are_left_to_it(town: Any) -> None:
    with transaction.atomic():
        rows.add(RetentionRun(job="a.job"))
    found = RetentionRun.objects.get(job="a.job")
    assert found.id is not None
    assert found.ran_at is not None


def test_many_are_sent_at_once_in_their_order(town: Any, monkeypatch: Any) -> None:
    trips: list[int] = []
    send = DatabaseWrapper.run_prepared

    def counted(self: DatabaseWrapper, *statements: Any) -> Any:
        trips.append(len(self._later) + len(statements))
        return send(self, *statements)

    monkeypatch.setattr(DatabaseWrapper, "run_prepared", counted)
    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        put_off("a.first")
        put_off("a.second")
        put_off("a.third")
    told = [one["sql"] for one in seen if "kernel_outboxevent" in one["sql"]]
    assert len(told) == 3
    assert trips == [3]
    assert kinds() == ["a.first", "a.second", "a.third"]


def test_what_belongs_to_a_savepoint_is_undone_with_it(town: Any) -> None:
    with transaction.atomic():
        put_off("a.before")
        with pytest.raises(ValueError, match="not this"):
            put_off_and_fail("a.inside")
        put_off("a.after")
    assert kinds() == ["a.after", "a.before"]


def test_a_mistake_in_what_was_put_off_undoes_the_act(committed_town: Any) -> None:
    with pytest.raises(DataError):
        put_off_both("a.good", "x" * 500)
    assert kinds() == []


def test_a_rolled_back_act_leaves_nothing_for_the_next(committed_town: Any) -> None:
    with pytest.raises(ValueError, match="not this"):
        put_off_and_fail("a.lost")
    with transaction.atomic():
        put_off("a.kept")
    assert kinds() == ["a.kept"]


def test_outside_of_a_transaction_nothing_is_put_off(committed_town: Any) -> None:
    put_off("a.now")
    assert not cast(DatabaseWrapper, connection)._later
    assert kinds() == ["a.now"]


def test_a_job_asked_for_once_waits_once(town: Any) -> None:
    for _ in range(2):
        with transaction.atomic():
            jobs.defer("kernel.forget_events", once="forget")
    with transaction.atomic():
        jobs.defer("kernel.forget_limits")
        jobs.defer("kernel.forget_limits")
    assert jobs.run_waiting() == 3


def test_nobody_stands_in_line_for_a_notify(town: Any) -> None:
    """Workers look for themselves: a release of the queue that switched it on would be slow."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger"
            " WHERE tgname = 'procrastinate_jobs_notify_queue_job_inserted_v1'"
        )
        assert cursor.fetchall() == [("D",)]


def test_an_event_outside_of_a_transaction_is_refused(committed_town: Any) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.put(Happened())

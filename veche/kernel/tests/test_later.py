"""Statements that nobody waits for: one trip, in their order, undone with what they belong to."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import psycopg
import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from veche.kernel import jobs, outbox
from veche.kernel.database import rows
from veche.kernel.database.base import DatabaseWrapper, Space
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


def test_a_cursor_that_was_open_sends_what_was_put_off_first(town: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        put_off("a.first")
        cursor.execute("SELECT kind FROM kernel_outboxevent")
        assert cursor.fetchall() == [("a.first",)]


def test_a_row_is_written_as_it_was_when_it_was_added(town: Any) -> None:
    with transaction.atomic():
        row = put_off("a.first")
        row.payload["number"] = 2
    assert OutboxEvent.objects.get(id=row.id).payload == {"number": 1}
    row.kind = "a.second"
    row.save()
    assert kinds() == ["a.second"], "known to be there: changed, not added again"


def test_after_a_failure_without_a_savepoint_nothing_goes_on(committed_town: Any) -> None:
    with transaction.atomic():
        put_off("a.before")
        with pytest.raises(ValueError, match="not this"), transaction.atomic(savepoint=False):
            put_off_and_fail("a.inside")
        with pytest.raises(TransactionManagementError):
            cast(DatabaseWrapper, connection).run_prepared(("SELECT 1", ()))
    assert kinds() == []


def other_town() -> Space:
    """The space of another town than the one that is entered."""
    here = cast(DatabaseWrapper, connection).space
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug FROM shared.municipality WHERE 't_' || slug <> %s", [here.schema]
        )
        slug = cursor.fetchone()[0]
    return Space(f"t_{slug}", here.role.replace(here.schema, f"t_{slug}"))


def test_a_space_is_left_also_in_the_middle_of_a_broken_transaction(committed_town: Any) -> None:
    database, other = cast(DatabaseWrapper, connection), other_town()
    here = database.space

    @transaction.atomic
    def break_there() -> None:
        database.enter(other)
        try:
            put_off("a.lost")
            with connection.cursor() as cursor:
                try:
                    cursor.execute("SELECT 1 / 0")
                finally:
                    database.run_later("SELECT 1", ())
        finally:
            database.enter(here)

    with pytest.raises(DatabaseError, match="zero"):
        break_there()
    assert database.space == here
    assert kinds() == []


def test_a_mistake_put_off_is_no_double_of_who_asks_next(committed_town: Any) -> None:
    @transaction.atomic
    def twice() -> None:
        row = put_off("a.first")
        rows.add(OutboxEvent(id=row.id, kind="a.again", payload={}))
        kinds()

    with pytest.raises(DatabaseError, match="put off") as told:
        twice()
    assert not isinstance(told.value, IntegrityError)
    assert kinds() == []


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [one for (one,) in cursor.fetchall()]


def test_the_server_keeps_what_is_run_often_in_whatever_town(committed_town: Any) -> None:
    """Planned once, and anew where the same names are other tables."""
    database = cast(DatabaseWrapper, connection)
    asked = ("SELECT kind FROM kernel_outboxevent WHERE kind = %s", ("a.first",))
    put_off("a.first")
    assert database.run_prepared(asked) == [("a.first",)]
    here = database.enter(other_town())
    assert database.run_prepared(asked) == []
    database.enter(here)
    assert database.run_prepared(asked) == [("a.first",)]
    assert len([one for one in prepared() if one.startswith("SELECT kind FROM")]) == 1
    list(OutboxEvent.objects.filter(kind="a.none"))
    assert not [one for one in prepared() if "a.none" in one], "nothing but what says so"


@pytest.mark.parametrize("is_in_act", [True, False])
def test_a_plan_from_before_a_migration_fails_once_at_most(
    committed_town: Any, admin_dsn: str, is_in_act: bool
) -> None:
    database = cast(DatabaseWrapper, connection)
    asked = ("SELECT * FROM changing", ())
    with psycopg.connect(admin_dsn, autocommit=True) as migration:
        migration.execute("SET search_path TO t_zarechye")
        migration.execute("CREATE TABLE changing AS SELECT 'x'::varchar(60) AS word")
        try:
            migration.execute("GRANT SELECT ON changing TO public")
            assert database.run_prepared(asked) == [("x",)]
            migration.execute("ALTER TABLE changing ALTER word TYPE varchar(80)")
            with (
                pytest.raises(DatabaseError, match="cached plan"),
                transaction.atomic() if is_in_act else nullcontext(),
            ):
                database.run_prepared(asked)
            assert database.run_prepared(asked) == [("x",)]
        finally:
            connection.close()
            migration.execute("DROP TABLE changing")

"""Two towns in one database cannot see each other by any route the serving login has."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import InternalError

from veche.commons.towns import public
from veche.kernel.models import OutboxEvent


def run(query: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query)


def write_and_fail() -> None:
    with transaction.atomic():
        OutboxEvent.objects.create(kind="x", payload={})
        raise ZeroDivisionError


def test_outside_a_town_no_table_is_readable(db: None) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        OutboxEvent.objects.count()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM t_zarechye.kernel_outboxevent")


def test_a_town_reads_neither_another_nor_the_queue(town: public.Town) -> None:
    OutboxEvent.objects.create(kind="x", payload={})
    for query in (
        "SELECT * FROM t_gorka.kernel_outboxevent",
        "SELECT * FROM shared.procrastinate_jobs",
        "INSERT INTO t_gorka.kernel_outboxevent VALUES (gen_random_uuid(), 'x', '{}', now())",
        "CREATE TABLE t_zarechye.mine (id int)",
        "UPDATE t_zarechye.django_migrations SET name = 'x'",
    ):
        with pytest.raises((ProgrammingError, InternalError)):
            run(query)
    assert OutboxEvent.objects.count() == 1
    with public.enter("gorka"):
        assert OutboxEvent.objects.count() == 0
    assert OutboxEvent.objects.count() == 1


def test_a_rollback_does_not_leave_the_town(town: public.Town) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert OutboxEvent.objects.count() == 0


def test_role_is_given_up_at_the_end(committed_town: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        connection.leave()  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user = session_user, current_schemas(false)")
            assert cursor.fetchone() == (True, ["shared", "ext"])

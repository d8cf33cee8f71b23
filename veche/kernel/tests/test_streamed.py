"""Rows read in parts and left half-read harm nobody."""

import pytest
from django.db import connection, transaction

from veche.kernel.models import OutboxEvent


def begun() -> object:
    """An iterator with rows still to come."""
    rows = OutboxEvent.objects.values_list("id").iterator(chunk_size=1)
    next(rows)
    return rows


def fill() -> None:
    OutboxEvent.objects.bulk_create(
        [OutboxEvent(kind="a.happened", payload={"number": number}) for number in range(5)]
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_what_was_undone_is_closed_without_harm_to_what_runs_now() -> None:
    fill()
    with transaction.atomic():
        left = begun()
        transaction.set_rollback(True)
    del left
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.usefixtures("town")
def test_what_is_still_open_is_closed_at_once() -> None:
    fill()
    left = begun()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (1,)
        del left
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,)

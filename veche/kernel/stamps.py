"""Stamps of what processes keep in memory: all asked in one query, once a request.

Whoever keeps a town's rows in memory has a table with one row (id 1) whose `stamp` changes with
them, declares that table here, and compares the stamp before it trusts its memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

_tables: dict[str, str] = {}
# What one request has asked already, by town; None outside of requests.
_asked: ContextVar[dict[UUID, dict[str, UUID]] | None] = ContextVar("stamps_asked", default=None)


def declare(table: str) -> None:
    """Name a table that holds a stamp."""
    name = connection.ops.quote_name(table)
    _tables[table] = f"SELECT '{table}', stamp FROM {name} WHERE id = 1"


def stamp(table: str, town_id: UUID) -> UUID | None:
    """The stamp of a declared table in the current town; None while it has no row."""
    asked = _asked.get()
    if asked is None:
        return _all().get(table)
    if town_id not in asked:
        asked[town_id] = _all()
    return asked[town_id].get(table)


def forget() -> None:
    """Ask anew: something has just been changed."""
    asked = _asked.get()
    if asked is not None:
        asked.clear()


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, the stamps are asked for once however many parts of a page need them."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def _all() -> dict[str, UUID]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_tables.values()))
        return dict(cursor.fetchall())

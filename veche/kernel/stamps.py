"""Stamps of what processes keep in memory: all asked in one query, once a request.

Whoever keeps a town's rows in memory compares a stamp before it trusts its memory. The stamp is a
row of `kernel_stamp` that the database renews with every change of the tables it stands for
(`restamping`, `Kept`), or lies in the one row (id 1) of a table of their own, declared here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.migrations.operations import RunSQL

from veche.kernel.database.base import DatabaseWrapper

KEPT_TOWNS = 32
Made = TypeVar("Made")
_OWN = "SELECT name, stamp FROM kernel_stamp"
_FIRST = "INSERT INTO kernel_stamp (name, stamp) VALUES ('{name}', gen_random_uuid())"
_tables: dict[str, str] = {}
# What one request has asked already, by town; None outside of requests.
_asked: ContextVar[dict[UUID, dict[str, UUID]] | None] = ContextVar("stamps_asked", default=None)


def declare(table: str) -> None:
    """Name a table that holds a stamp."""
    name = connection.ops.quote_name(table)
    _tables[table] = f"SELECT '{table}', stamp FROM {name} WHERE id = 1"


def restamping(name: str, tables: Sequence[str]) -> list[RunSQL]:
    """Operations of a migration: every change of one of these tables renews the stamp."""
    first = RunSQL([_FIRST.format(name=name)], RunSQL.noop)
    return [first, *[RunSQL([_trigger(name, one)], [_no_trigger(one)]) for one in tables]]


def _trigger(name: str, table: str) -> str:
    events = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
    return (
        f"CREATE TRIGGER {table}_restamp AFTER {events} ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION kernel_restamp('{name}')"
    )


def _no_trigger(table: str) -> str:
    return f"DROP TRIGGER {table}_restamp ON {table}"


def stamp(name: str, town_id: UUID) -> UUID | None:
    """A stamp by its name or its declared table; None while there is none."""
    asked = _asked.get()
    if asked is None:
        return _all().get(name)
    if town_id not in asked:
        asked[town_id] = _all()
    return asked[town_id].get(name)


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


class Kept(Generic[Made]):
    """What each town's rows were read into, as one process keeps it while their stamp stays.

    The stamp is read before the rows. Should they change between the two reads, newer rows are
    kept under the older stamp and are read again at the next call.
    """

    def __init__(self, name: str, read: Callable[[], Made]) -> None:
        self._name, self._read = name, read
        self._of: dict[UUID, tuple[UUID, Made]] = {}
        self._guard = threading.Lock()

    def of(self, town_id: UUID) -> Made:
        """What is kept of this town, read anew when it has changed; nobody may change it."""
        now = stamp(self._name, town_id)
        kept = self._of.get(town_id)
        if kept is not None and kept[0] == now:
            return kept[1]
        made = self._read()
        if now is not None:
            with self._guard:
                if len(self._of) >= KEPT_TOWNS:
                    self._of.clear()
                self._of[town_id] = (now, made)
        return made


def _all() -> dict[str, UUID]:
    query = " UNION ALL ".join([_OWN, *_tables.values()])
    rows = cast(DatabaseWrapper, connection).run_prepared((query, ()))
    return dict(rows)

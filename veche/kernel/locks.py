"""Advisory locks of the running transaction, taken once and in sorted order, so that no two acts
can wait for each other; and one that is held around what is no single transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from veche.kernel.database.base import DatabaseWrapper, Statement
from veche.kernel.errors import TooMany

# Who waits keeps a thread of the process busy.
WAITS_MS = 15_000


def take(*, exclusive: Iterable[str] = (), shared: Iterable[str] = ()) -> None:
    """Wait for the named locks; the end of the transaction gives them back.

    Names are the town's own: the schema's name is mixed into the 64-bit key.
    """
    query, keys = statement(exclusive=exclusive, shared=shared)
    with connection.cursor() as cursor:
        cursor.execute(query, keys)


def statement(
    *, exclusive: Iterable[str] = (), shared: Iterable[str] = ()
) -> tuple[str, list[int]]:
    """What `take` runs, for who sends it together with the statement after it."""
    if not connection.in_atomic_block:
        raise RuntimeError("Locks belong to a transaction; open one first.")
    schema = connection.space.schema  # type: ignore[attr-defined]
    wanted = dict.fromkeys(shared, "pg_advisory_xact_lock_shared")
    wanted.update(dict.fromkeys(exclusive, "pg_advisory_xact_lock"))
    keyed = sorted((_key(f"{schema}:{name}"), function) for name, function in wanted.items())
    # One statement: PostgreSQL works its columns out from left to right.
    columns = ", ".join(f"{function}(%s::bigint)" for _k, function in keyed)
    return f"SELECT {columns}", [key for key, _function in keyed]  # noqa: S608 -- two constants


@contextmanager
def held(name: str, asked: Statement) -> Iterator[list[tuple[Any, ...]]]:
    """Hold a lock around what is no single transaction; it is given back at the end.

    `asked` is run in the same trip, once the lock is held: what others kept meanwhile is seen.
    Whoever holds it too long for the next one has that one told to come again. The lock is the
    connection's: what was undone does not give it back, so it is given back whatever happens.
    """
    database = cast(DatabaseWrapper, connection)
    key = _key(f"{database.space.schema}:{name}")
    lock = ("SELECT pg_advisory_lock(%s::bigint)", (key,))
    try:
        yield _in_turn(database, lock, asked)
    finally:
        _give_back(database, key)


@contextmanager
def tried(name: str) -> Iterator[bool]:
    """Hold a lock as `held` does if nobody else holds it now; whether it is held. Waits for nobody.

    For what is long and may be refused: who waits for it would keep a thread and a connection.
    """
    database = cast(DatabaseWrapper, connection)
    key = _key(f"{database.space.schema}:{name}")
    ((is_held,),) = database.run_prepared(("SELECT pg_try_advisory_lock(%s::bigint)", (key,)))
    try:
        yield is_held
    finally:
        if is_held:
            _give_back(database, key)


def _give_back(database: DatabaseWrapper, key: int) -> None:
    database.run_prepared(("SELECT pg_advisory_unlock(%s::bigint)", (key,)))


def _in_turn(database: DatabaseWrapper, lock: Statement, asked: Statement) -> list[tuple[Any, ...]]:
    # The bound lasts to the end of the trip, or of the transaction around it.
    bound = (
        "SELECT set_config('lock_timeout', %s::text, true)",
        (WAITS_MS,),
    )
    try:
        return database.run_prepared(bound, lock, asked)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise TooMany(
            _("Слишком много попыток подряд"),
            advice=_("Подождите %(minutes)s мин. и попробуйте ещё раз.") % {"minutes": 1},
            retry_after=60,
        ) from None


def _key(name: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True
    )

"""Advisory locks of the running transaction, taken once and in sorted order, so that no two acts
can wait for each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection


def take(*, exclusive: Iterable[str] = (), shared: Iterable[str] = ()) -> None:
    """Wait for the named locks; the end of the transaction gives them back.

    Names are the town's own: the schema's name is mixed into the 64-bit key.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Locks belong to a transaction; open one first.")
    schema = connection.space.schema  # type: ignore[attr-defined]
    wanted = dict.fromkeys(shared, "pg_advisory_xact_lock_shared")
    wanted.update(dict.fromkeys(exclusive, "pg_advisory_xact_lock"))
    keyed = sorted((_key(f"{schema}:{name}"), function) for name, function in wanted.items())
    with connection.cursor() as cursor:
        for key, function in keyed:
            cursor.execute(f"SELECT {function}(%s)", (key,))  # noqa: S608 -- two constants


def _key(name: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True
    )

"""Marks in the database itself that something great is half done: whoever would serve it sees them.

A mark is an empty schema; it needs no table and no right but the administrator's, and everybody who
can connect can see that it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

RESTORE, UPGRADE = "veche_half_restored", "veche_half_upgraded"


@contextmanager
def half_done(admin_dsn: str, mark: str) -> Iterator[None]:
    """Set the mark, and take it away only when the block has come to its end."""
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        db.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(mark)))
    yield
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        db.execute(sql.SQL("DROP SCHEMA IF EXISTS {}").format(sql.Identifier(mark)))


def clear(db: psycopg.Connection) -> None:
    for mark in (RESTORE, UPGRADE):
        db.execute(sql.SQL("DROP SCHEMA IF EXISTS {}").format(sql.Identifier(mark)))


def standing(dsn: str) -> str:
    """The mark that stands in this database, or nothing."""
    with psycopg.connect(dsn) as db:
        row = db.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)", ([RESTORE, UPGRADE],)
        ).fetchone()
    return str(row[0]) if row else ""

"""A real PostgreSQL with two towns, made once and copied for each test process.

The server is the embedded one of `var/test`, or any PostgreSQL named by VECHE_TEST_DATABASE_URL
(its administrator's address).
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection, connections, transaction
from psycopg import conninfo, sql

from tests.environment import SHARED
from veche.commons.towns import public
from veche.config import env
from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "veche_test"


@contextmanager
def _cluster() -> Iterator[str]:
    """Administrator's address of the server that holds the databases of all test processes."""
    given = os.environ.get("VECHE_TEST_DATABASE_URL", "")
    server = None if given else EmbeddedPostgres(home_for(SHARED))
    if server is not None:
        server.start()
    yield given or server.url  # type: ignore[union-attr]
    if server is not None:
        server.stop()


@contextmanager
def _alone() -> Iterator[None]:
    # Roles are the cluster's: two processes that set one up at once would fail on its row.
    with open(SHARED / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_template() -> None:
    """Make what the test processes will copy, if it is not there yet."""
    with _cluster() as cluster, _alone():
        _template(cluster)


@pytest.fixture(scope="session")
def admin_dsn() -> Iterator[str]:
    """Administrator's address of this process's own copy of the template database."""
    with _cluster() as cluster:
        name = f"{PREFIX}_{os.getpid()}"
        dsn = conninfo.make_conninfo(cluster, dbname=name)
        with _alone():
            template = _template(cluster)
            with psycopg.connect(cluster, autocommit=True) as db:
                _drop_left_over(db)
                copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                db.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
            _prepare(dsn)
        yield dsn
        connections.close_all()
        with psycopg.connect(cluster, autocommit=True) as db:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            db.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(admin_dsn: str, django_db_blocker: Any) -> None:
    """Point Django's connection at the copy, as the login that serves requests."""

    login = conninfo.conninfo_to_dict(env.dsn_for(admin_dsn, "web"))
    connection.settings_dict.update(
        NAME=login["dbname"],
        USER=login["user"],
        PASSWORD=login["password"],
        HOST=login.get("host", ""),
        PORT=login.get("port", ""),
    )
    connection.close()


def _enter(slug: str) -> Any:
    public.forget_known()
    return public.enter(slug)


@pytest.fixture
def town(db: None) -> Iterator[Any]:
    """Inside the first town; everything is rolled back at the end."""
    with _enter("zarechye") as entered:
        yield entered


@pytest.fixture(scope="module")
def standing_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Inside the first town for a whole file: what is put there once, each test finds anew.

    A test that takes `town` too is undone alone; the rest goes when the file ends.
    """
    with django_db_blocker.unblock(), _enter("zarechye") as entered:
        # Each test closes its connection, and this transaction would end with it.
        with patch.object(connections["default"], "close"):
            outer = transaction.atomic()
            # As the tests' own: acts that must be outermost may stand in it.
            outer._from_testcase = True  # type: ignore[attr-defined]
            with outer:
                yield entered
                transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def committed_town(django_db_setup: None, django_db_blocker: Any, admin_dsn: str) -> Iterator[Any]:
    """Inside the first town with real commits, for threads; its tables are emptied at the end."""
    with django_db_blocker.unblock():
        with _enter("zarechye") as entered:
            yield entered
        connection.close()
        empty_town(admin_dsn, "t_zarechye")


@pytest.fixture
def in_thread(committed_town: Any) -> Callable[..., Any]:
    """Wrap a function to run in a thread of its own inside the same town."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                with _enter("zarechye"):
                    return function(*args, **kwargs)
            finally:
                connection.close()

        return run

    return wrap


def _template(cluster: str) -> str:
    """A database with both towns migrated, kept from run to run under the digest of migrations."""
    digest = subprocess.run(
        [sys.executable, "-m", "tests.prepare", "--digest"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    name = f"{PREFIX}_tpl_{digest[:12]}"
    with psycopg.connect(cluster, autocommit=True) as db:
        found = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if found:
            return name
        half = f"{name}_half"
        for statement in (
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'",
        ):
            db.execute(sql.SQL(statement).format(sql.Identifier(half)))
        _prepare(conninfo.make_conninfo(cluster, dbname=half))
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        db.execute(rename.format(sql.Identifier(half), sql.Identifier(name)))
    return name


def _prepare(dsn: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.prepare", dsn], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"The test database could not be prepared:\n{done.stderr}")


def _drop_left_over(db: psycopg.Connection) -> None:
    """Copies of processes that were killed."""
    rows = db.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s", (f"^{PREFIX}_[0-9]+$",)
    ).fetchall()
    for (name,) in rows:
        if not Path(f"/proc/{name.rpartition('_')[2]}").exists():
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            db.execute(drop.format(sql.Identifier(name)))


def empty_town(dsn: str, schema: str) -> None:
    """Empty the tables of a town and the queue."""
    # The queue's own triggers name its tables without a schema.
    with psycopg.connect(dsn, options="-c search_path=shared") as db:
        tables = db.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = %s AND tablename NOT IN ('django_migrations', 'kernel_stamp')"
            # Shipped norms come with the migrations, not with a test.
            " AND tablename NOT LIKE 'norms\\_%%'",
            (schema,),
        ).fetchall()
        db.execute(b"TRUNCATE " + ", ".join(row[0] for row in tables).encode() + b" CASCADE")
        db.execute("DELETE FROM shared.procrastinate_jobs")

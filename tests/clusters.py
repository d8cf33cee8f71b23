"""A PostgreSQL cluster for programs that share none with the house; it is thrown away after."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from veche.kernel.embedded_postgres import EmbeddedPostgres


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[EmbeddedPostgres]:
    """A running embedded server with fsync on, which nothing else uses."""
    folder = Path(tempfile.mkdtemp(prefix="veche-own-"))
    folder.chmod(0o711)  # PostgreSQL's own account passes through
    server = EmbeddedPostgres(folder / "db")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def own_database(own_cluster: EmbeddedPostgres) -> Callable[[], str]:
    """Makes an empty database in it and tells its address."""
    numbers = itertools.count()

    def make() -> str:
        name = f"own_{next(numbers)}"
        with psycopg.connect(own_cluster.url, autocommit=True) as db:
            db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return conninfo.make_conninfo(own_cluster.url, dbname=name)

    return make

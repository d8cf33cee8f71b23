"""A filled town, its copy, and empty databases beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import conninfo, sql

from tests.database import ROOT, empty_town
from tests.environment import STATE


class Installation:
    """A database and a state folder, looked at and worked on by the real commands."""

    def __init__(self, admin_dsn: str, state: Path, prefix: str) -> None:
        self.admin_dsn = admin_dsn
        self.state = state
        self.prefix = prefix
        self.told: Any = None
        # Set in the environment of each command, beside what names the installation.
        self.settings: dict[str, str] = {}

    def veche(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run("veche.config.cli", *arguments, **more)

    def beside(self, verb: str) -> Any:
        done = self._run("tests.operation.beside", verb)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _run(self, module: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": self.admin_dsn,
            "VECHE_STATE": str(self.state),
            "VECHE_ROLE_PREFIX": self.prefix,
            "VECHE_DEMO": "no",
            **self.settings,
            **more,
        }
        # The settings of the tests would take the address away again.
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )


@dataclass(frozen=True)
class Copied:
    """Where the parts of a copy lie."""

    main: Path
    keys: Path


@pytest.fixture(scope="module")
def filled(django_db_setup: None, admin_dsn: str) -> Iterator[Installation]:
    """The test town with closed boxes, contacts and photos; `told` is what it holds."""
    town = Installation(admin_dsn, STATE, "veche_test")
    town.told = town.beside("fill")
    yield town
    empty_town(admin_dsn, "t_zarechye")
    shutil.rmtree(STATE / "files", ignore_errors=True)


@pytest.fixture(scope="module")
def copied(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    """A copy of it: the main part in one place, the keys of persons in another."""
    place = tmp_path_factory.mktemp("copies")
    to, keys = place / "store", place / "elsewhere"
    done = filled.veche("backup", "--to", str(to), "--datakeys-to", str(keys))
    assert (done.returncode, done.stderr) == (0, "")
    (main,) = to.iterdir()
    assert str(main) in done.stdout
    return Copied(main, keys)


@pytest.fixture
def empty(admin_dsn: str, tmp_path: Path) -> Iterator[Installation]:
    """An empty database of another name, with other roles, and a state folder with the same keys.

    In the end nothing of it is left in the cluster.
    """
    name = f"veche_drill_{os.getpid()}"
    server = conninfo.make_conninfo(admin_dsn, dbname="postgres")
    with psycopg.connect(server, autocommit=True) as db:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        db.execute(made.format(sql.Identifier(name)))
    shutil.copytree(STATE / "keys", tmp_path / "state" / "keys")
    yield Installation(conninfo.make_conninfo(admin_dsn, dbname=name), tmp_path / "state", name)
    with psycopg.connect(server, autocommit=True) as db:
        pattern = (f"{name}%",)
        found = db.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", pattern)
        for (left,) in found.fetchall():
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            db.execute(drop.format(sql.Identifier(left)))
        roles = db.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", pattern)
        for (role,) in roles.fetchall():
            db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

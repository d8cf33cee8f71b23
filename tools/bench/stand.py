"""What every measurement stands on: a town of its own, and one way to tell a result."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg

from veche.config import env
from veche.config.running.children import environment_with
from veche.config.running.database import open_database, prepare_tables
from veche.config.running.static import build_pages, gather_static

TOWN = "zarechye"
_administrators: list[str] = []


@contextmanager
def town(state: Path) -> Iterator[None]:
    """An embedded database with an empty town, and built pages."""
    say("preparing a town")
    with open_database(state) as database:
        os.environ.update(database.environment)
        _administrators[:] = [database.admin_dsn]
        environment = environment_with({})
        prepare_tables(state, database, environment, say)
        build_pages(environment, say)
        gather_static(state, environment, say)
        yield


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """The administrator inside the town: what is filled in by millions asks no table's rights.

    Of rows made by one statement nobody looks whether what they name is there.
    """
    with psycopg.connect(_administrators[0], autocommit=True) as connection:
        connection.execute(f"SET search_path = t_{TOWN}, ext")
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET work_mem = '256MB'")
        yield connection


def clean_up(state: Path) -> None:
    """Remove the database's folder where it lies outside the state folder."""
    mark = state / "postgres-home"
    if mark.is_file():
        shutil.rmtree(mark.read_text("utf-8").strip(), ignore_errors=True)


def say(line: str) -> None:
    """Tell what is going on; results alone go to stdout."""
    print(line.rstrip(), file=sys.stderr, flush=True)


def tell(name: str, value: float, unit: str, **more: Any) -> None:
    """One result as one line of JSON."""
    result = {"name": name, "value": round(value, 3), "unit": unit, **more}
    print(json.dumps({**result, "commit": commit(), "machine": machine()}), flush=True)


@lru_cache
def commit() -> str:
    """What is measured."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=env.ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def machine() -> str:
    """What it is measured on, and how busy that is: a loaded machine measures itself."""
    cores = len(os.sched_getaffinity(0))
    return f"{cores} x {_processor()}, load {os.getloadavg()[0]:.1f}"


@lru_cache
def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"

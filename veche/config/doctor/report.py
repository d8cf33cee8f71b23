"""Look at everything and tell it, for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

import psycopg
from django.db import DatabaseError

from veche.config.doctor import database as db
from veche.config.doctor import machine, outside, work
from veche.config.doctor.findings import Check, Finding
from veche.config.running.command import as_typed
from veche.config.running.database import Database

CHECKS: tuple[Check, ...] = (
    machine.python,
    machine.room,
    machine.keys,
    machine.settings,
    machine.pages,
    machine.copies,
)
OF_DATABASE = (
    db.answer,
    db.half_done,
    db.tables,
)
OF_LOGIN = (
    db.roles,
    db.connections,
    db.clocks,
    db.time_zones,
)
NEEDS_TABLES: tuple[Check, ...] = (
    work.queue,
    work.votes,
    work.retention,
    work.stored_files,
    outside.mail,
    outside.gateway,
    outside.proxy,
)


def look(database: Database) -> list[Finding]:
    """Everything found; a check that cannot be made is a finding too."""
    found = [finding for check in CHECKS for finding in _made(check)]
    for of_database in OF_DATABASE:
        found += _made(partial(of_database, database))
    if any(one.code == db.NO_TABLES for one in found):
        return found
    for of_login in OF_LOGIN:
        found += _made(partial(of_login, database))
    if any(one.code in {"tables", "half-done"} and one.level == "wrong" for one in found):
        return found
    return [*found, *(finding for check in NEEDS_TABLES for finding in _made(check))]


def tell(database: Database, *, as_json: bool) -> int:
    """Print what was found; 1 when something is wrong."""
    found = look(database)
    is_well = all(finding.level != "wrong" for finding in found)
    if as_json:
        told = {"ok": is_well, "findings": [asdict(finding) for finding in found]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            print(as_typed(finding.line))
        print("Всё в порядке." if is_well else "Есть что исправить.")
    return 0 if is_well else 1


def _made(check: Check) -> Iterator[Finding]:
    try:
        yield from check()
    except (psycopg.Error, DatabaseError, OSError) as error:
        kind = type(error).__name__
        yield Finding(
            "wrong", "unchecked", f"Не удалось проверить ({kind})", "смотрите журнал базы"
        )

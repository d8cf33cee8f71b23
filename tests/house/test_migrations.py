"""Migrations as Django and PostgreSQL would run them: no drift, one line, no dangerous SQL."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from psycopg import sql

from tests.house.checks.tree import Fault, assert_none

# Rules that judge habits, or that a new table cannot break, with the reason of each.
RELAXED = {
    "prefer-text-field": "a limit of length is a promise of ours, checked in forms as well",
    "prefer-bigint-over-int": "small numbers stay small: ages, counts of stars, days",
    "prefer-bigint-over-smallint": "small numbers stay small",
    "prefer-identity": "Django makes identity columns by itself",
    "prefer-robust-stmts": "a migration runs once, in a transaction or alone",
    "prefer-timestamp-tz": "Django makes timestamptz only",
    "require-timeout-settings": "the runner of migrations sets lock_timeout and statement_timeout",
    "require-lock-timeout": "the runner of migrations sets it",
    "require-statement-timeout": "the runner of migrations sets it",
}
# What is no danger to a table that the same migration makes.
HARMLESS_WHEN_NEW = {
    "adding-foreign-key-constraint",
    "adding-not-nullable-field",
    "adding-field-with-default",
    "adding-required-field",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "require-concurrent-index-creation",
    "adding-serial-primary-key-field",
}
SQUAWK = Path(sys.executable).parent / "squawk"


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def own_labels() -> set[str]:
    return {app.label for app in apps.get_app_configs() if app.name.startswith("veche.")}


def own_migrations(loader: MigrationLoader) -> list[tuple[str, str]]:
    own = own_labels()
    return sorted(key for key in loader.disk_migrations if key[0] in own)


def test_models_and_migrations_agree(loader: MigrationLoader) -> None:
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=None, dry_run=True),
    )
    changes = detector.changes(graph=loader.graph)
    assert_none(
        Fault(
            label,
            "models differ from migrations: "
            + "; ".join(op.describe() for one in waiting for op in one.operations),
            f"manage makemigrations {label} --name <what it brings>",
        )
        for label, waiting in changes.items()
        if label in own_labels()
    )


def test_each_app_has_one_last_migration(loader: MigrationLoader) -> None:
    assert_none(
        Fault(label, f"has {len(leaves)} last migrations: {leaves}", "put one after the other")
        for label in {key[0] for key in own_migrations(loader)}
        if len(leaves := loader.graph.leaf_nodes(label)) != 1
    )


def test_python_in_migrations_can_be_undone(loader: MigrationLoader) -> None:
    """A step back must be possible even where it does nothing."""
    assert_none(
        Fault(f"{key[0]}.{key[1]}", "runs Python that has no way back", "give reverse_code")
        for key in own_migrations(loader)
        for operation in loader.disk_migrations[key].operations
        if isinstance(operation, RunPython) and not operation.reversible
    )


def sql_of(loader: MigrationLoader, key: tuple[str, str]) -> str:
    """The SQL of one migration, made without a connection."""
    migration = loader.graph.nodes[key]
    state = loader.project_state(key, at_end=False)
    # A connection that never opens: it only has to know for which PostgreSQL it writes.
    connection: Any = connections.create_connection("default")
    connection.pg_version = 150000
    connection.ops.compose_sql = composed
    editor = connection.schema_editor(collect_sql=True, atomic=False)
    with editor:
        migration.apply(state, editor, collect_sql=True)
    return "\n".join(editor.collected_sql)


def composed(text: str, values: Sequence[Any]) -> str:
    """SQL with its values written in, without asking a server how."""
    return text % tuple(sql.Literal(value).as_string(None) for value in values)


def squawk(text: str) -> list[dict[str, Any]]:
    excluded = [f"--exclude={rule}" for rule in RELAXED]
    answer = subprocess.run(
        [SQUAWK, "--reporter=json", "--pg-version=15.0", "--assume-in-transaction", *excluded],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode in (0, 1), answer.stderr
    found: list[dict[str, Any]] = json.loads(answer.stdout or "[]")
    return found


def dangers(text: str) -> list[str]:
    """What squawk says of the SQL, apart from what cannot hurt a table made by it."""
    lines = text.splitlines()
    made = {line.split('"')[1] for line in lines if line.startswith("CREATE TABLE")}
    told = []
    for danger in squawk(text):
        words = _statement(lines, danger["line"])
        touches_new = any(f'"{table}"' in words for table in made)
        if not (touches_new and danger["rule_name"] in HARMLESS_WHEN_NEW):
            told.append(f"{danger['rule_name']}: {danger['message']} | {words[:160]}")
    return told


def _statement(lines: list[str], number: int) -> str:
    """The statement at or after a line, counted from nought."""
    return " ".join(lines[number : number + 2])


def test_sql_of_migrations_is_gentle(loader: MigrationLoader) -> None:
    faults = []
    for key in own_migrations(loader):
        for told in dangers(sql_of(loader, key)):
            if told.partition(":")[0] in getattr(loader.disk_migrations[key], "excused", {}):
                continue
            faults.append(
                Fault(
                    ".".join(key),
                    told,
                    "two steps: add nullable, backfill in batches, constrain NOT VALID, validate; "
                    'what is safe after all: `excused = {"rule-name": "why"}` in the migration',
                )
            )
    assert_none(faults)


def test_dangerous_sql_is_found() -> None:
    told = dangers('ALTER TABLE "polls_poll" ADD COLUMN "kind" text NOT NULL;')
    assert told
    made = 'CREATE TABLE "polls_poll" ("id" bigint PRIMARY KEY);\n'
    index = 'CREATE INDEX "polls_kind" ON "polls_poll" ("kind");\n'
    assert dangers(index)
    assert not dangers(made + index)
    assert dangers(made + 'DROP TABLE "polls_old";')

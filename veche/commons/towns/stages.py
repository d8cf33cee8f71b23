"""Which pending changes of tables may come before the new code, and which must wait for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

Node = tuple[str, str]


def before_new_code(pending: Iterable[Migration]) -> list[Node]:
    """Those marked `deploy = "before"` that stand on none that must wait; in the given order."""
    free: list[Node] = []
    waiting: set[Node] = set()
    for migration in pending:
        node = (migration.app_label, migration.name)
        stands_on = {(app, name) for app, name in migration.dependencies}
        if getattr(migration, "deploy", "before") == "after" or stands_on & waiting:
            waiting.add(node)
        else:
            free.append(node)
    return free


def migrate_before() -> list[Node]:
    """Apply them in the town entered; what has been applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    targets = before_new_code(migration for migration, _backwards in plan)
    if targets:
        executor.migrate(targets)
    return targets

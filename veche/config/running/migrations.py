"""Which changes of tables this code knows, and which a database has had: is it older or newer?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import psycopg
from psycopg import conninfo, sql

from veche.config import env


def known() -> frozenset[str]:
    """Every migration of this code, as `app.name`, those of services switched off among them."""
    found = (env.ROOT / "veche").glob("**/migrations/[0-9]*.py")
    return frozenset(f"{path.parents[1].name}.{path.stem}" for path in found)


def digest_of_known() -> str:
    """Tells two sets of migrations apart."""
    return hashlib.sha256("\n".join(sorted(known())).encode()).hexdigest()


def foreign(applied: Iterable[str]) -> list[str]:
    """Applied changes of applications we have, that this code has not: the database is newer."""
    ours = known()
    labels = {name.partition(".")[0] for name in ours}
    return sorted(name for name in applied if name.partition(".")[0] in labels and name not in ours)


def applied(dsn: str) -> dict[str, list[str]]:
    """The migrations each town has had, by slug; empty where nothing is prepared yet."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(dsn) as connection:
        try:
            towns = connection.execute("SELECT slug FROM shared.municipality ORDER BY slug")
            slugs = [str(row[0]) for row in towns.fetchall()]
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            return {}
        for slug in slugs:
            if _enter(connection, dsn, slug):
                rows = connection.execute("SELECT app || '.' || name FROM django_migrations")
                found[slug] = [str(row[0]) for row in rows.fetchall()]
            else:
                found[slug] = []
    return found


def _enter(connection: psycopg.Connection, dsn: str, slug: str) -> bool:
    """Take the town's role, as the login that serves must; whether its tables are there."""
    has_table = connection.execute(
        "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'django_migrations'",
        (f"t_{slug}",),
    ).fetchone()
    if not has_table:
        return False
    role = f"{env.role_prefix(dsn)}_t_{slug}"
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(f"t_{slug}")))
    return True


def database_name(dsn: str) -> str:
    return str(conninfo.conninfo_to_dict(dsn)["dbname"])

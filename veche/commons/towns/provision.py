"""Roles, schemas and migrations: everything a database needs before the first request.

Runs as the cluster's administrator (roles) and as the owner (schemas, migrations), never as the
login that serves requests. Applying it again is cheap: an unchanged town is skipped by a digest of
all migration files.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from procrastinate.schema import SchemaManager
from psycopg import sql

from veche.commons.towns import public, stages
from veche.commons.towns.digest import migrations_digest
from veche.kernel.database.base import SHARED, Space

Log = Callable[[str], None]
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
PROVISION_LOCK = 7241519
MIGRATION_LOCK = PROVISION_LOCK + 1


class ProvisionError(Exception):
    """The database cannot be used; the message says what to change."""


def prepare_cluster(admin_dsn: str, prefix: str, passwords: dict[str, str]) -> None:
    """Roles `<prefix>_owner` and `<prefix>_web`, schemas `shared` and `ext`, extensions."""
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        if db.info.server_version < 150000:
            raise ProvisionError("Нужен PostgreSQL 15 или новее.")
        db.execute("SELECT pg_advisory_lock(%s)", (PROVISION_LOCK,))
        for kind in ("owner", "web"):
            name = f"{prefix}_{kind}"
            _ensure_role(db, name, login=True)
            db.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(name), sql.Literal(passwords[kind])
                )
            )
        owner, web = sql.Identifier(f"{prefix}_owner"), sql.Identifier(f"{prefix}_web")
        database = sql.Identifier(db.info.dbname)
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {web}, {owner}",
            "GRANT CREATE ON DATABASE {database} TO {owner}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "CREATE SCHEMA IF NOT EXISTS ext",
            "GRANT USAGE ON SCHEMA ext TO PUBLIC",
            "CREATE SCHEMA IF NOT EXISTS shared AUTHORIZATION {owner}",
            "GRANT USAGE ON SCHEMA shared TO PUBLIC",
            "ALTER DATABASE {database} SET veche.role_prefix = {prefix}",
        ):
            db.execute(
                sql.SQL(statement).format(
                    database=database, owner=owner, web=web, prefix=sql.Literal(prefix)
                )
            )
        for extension in EXTENSIONS:
            db.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA ext").format(
                    sql.Identifier(extension)
                )
            )


def prepare_shared(owner_dsn: str, prefix: str) -> None:
    """The queue's tables, the list of municipalities and the functions towns may call."""
    web = sql.Identifier(f"{prefix}_web")
    with psycopg.connect(owner_dsn, options="-c search_path=shared") as db:
        db.execute("SELECT pg_advisory_xact_lock(%s)", (PROVISION_LOCK,))
        if not _one(db, "SELECT to_regclass('shared.procrastinate_jobs')"):
            # The queue's script holds percent signs: no parameters, so none are looked for.
            db.execute(SchemaManager.get_schema().encode())
        db.execute((Path(__file__).parent / "shared.sql").read_bytes())
        for statement in (
            "GRANT SELECT ON shared.municipality TO {web}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON shared.procrastinate_jobs, "
            "shared.procrastinate_events, shared.procrastinate_periodic_defers, "
            "shared.procrastinate_workers TO {web}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA shared TO {web}",
        ):
            db.execute(sql.SQL(statement).format(web=web))


def create_town(
    admin_dsn: str,
    *,
    slug: str,
    name: str,
    area: str = "",
    region: str = "",
    hosts: Iterable[str] = (),
    time_zone: str = "Europe/Moscow",
    is_demo: bool = False,
    prefix: str,
) -> None:
    """Add a municipality: its two roles, its schema, its row; `migrate_towns` fills the schema.

    A known one gets these names, hosts and hours. ProvisionError for a host of another town.
    """
    owner, runtime = f"{prefix}_t_{slug}_owner", f"{prefix}_t_{slug}"
    hosts = list(hosts)
    with psycopg.connect(admin_dsn) as db:
        _require_free(db, slug, hosts)
        for role in (owner, runtime):
            _ensure_role(db, role, login=False)
        for statement in (
            "GRANT {town_owner} TO {owner}",
            "GRANT {runtime} TO {web}",
            "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {town_owner}",
            "GRANT USAGE ON SCHEMA {schema} TO {runtime}",
            "GRANT SELECT ON shared.municipality TO {runtime}, {town_owner}",
            "GRANT EXECUTE ON FUNCTION shared.defer_job, shared.take_own_job TO {runtime}",
            "GRANT EXECUTE ON FUNCTION shared.defer_job TO {town_owner}",
        ):
            db.execute(
                sql.SQL(statement).format(
                    town_owner=sql.Identifier(owner),
                    runtime=sql.Identifier(runtime),
                    owner=sql.Identifier(f"{prefix}_owner"),
                    web=sql.Identifier(f"{prefix}_web"),
                    schema=sql.Identifier(f"t_{slug}"),
                )
            )
        db.execute(
            "INSERT INTO shared.municipality"
            " (id, slug, name, area, region, hosts, time_zone, is_demo)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (slug) DO UPDATE SET"
            " name = excluded.name, area = excluded.area, region = excluded.region,"
            " hosts = excluded.hosts, time_zone = excluded.time_zone",
            (uuid.uuid4(), slug, name, area, region, hosts, time_zone, is_demo),
        )


def _require_free(db: psycopg.Connection, slug: str, hosts: list[str]) -> None:
    # Two that are added at once must not both find the name free.
    db.execute("LOCK TABLE shared.municipality IN SHARE ROW EXCLUSIVE MODE")
    taken = db.execute(
        "SELECT host, slug FROM shared.municipality, unnest(hosts) AS host"
        " WHERE slug <> %s AND host = ANY(%s) ORDER BY host",
        (slug, hosts),
    ).fetchall()
    if taken:
        named = ", ".join(f"{host} (город {owner})" for host, owner in taken)
        raise ProvisionError(f"Эти имена уже заняты: {named}.")


def drop_town(admin_dsn: str, *, slug: str, prefix: str) -> None:
    """Remove a municipality with everything it holds."""
    # The queue's own triggers name its tables without their schema.
    with psycopg.connect(admin_dsn, options="-c search_path=shared") as db:
        db.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(f"t_{slug}")))
        db.execute("DELETE FROM shared.procrastinate_jobs WHERE args ->> 'space' = %s", (slug,))
        db.execute("DELETE FROM shared.municipality WHERE slug = %s", (slug,))
        for role in (f"{prefix}_t_{slug}_owner", f"{prefix}_t_{slug}"):
            if _one(db, "SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)):
                db.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
                db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def migrate_towns(prefix: str, log: Log, *, only_before: bool = False) -> None:
    """Bring every town's schema up to date. Django's default connection must be the owner's.

    With `only_before`, no further than the old code can bear: it goes on serving meanwhile.

    Of several machines that start at once one migrates, the others wait and find it done.
    """
    digest = migrations_digest()
    with connection.cursor() as cursor:
        # Held until the connection closes, which is with this process at the latest.
        cursor.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        cursor.execute(
            "SELECT slug FROM shared.municipality WHERE schema_digest <> %s OR NOT is_ready"
            " ORDER BY slug",
            (digest,),
        )
        behind = [row[0] for row in cursor.fetchall()]
    for slug in behind:
        log(f"схема города {slug}")
        if only_before:
            _enter_as_owner(slug, prefix)
            stages.migrate_before()
            grant_tables(slug, prefix)
            continue
        _migrate(slug, prefix)
        connection.enter(SHARED)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE shared.municipality SET schema_digest = %s, is_ready = true"
                " WHERE slug = %s",
                (digest, slug),
            )
    connection.enter(SHARED)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))
    public.forget_known()


def known_towns(owner_dsn: str) -> list[dict[str, Any]]:
    """Every town of the list, in the words of `create_town`."""
    names = ("slug", "name", "area", "region", "hosts", "time_zone", "is_demo")
    with psycopg.connect(owner_dsn) as db:
        rows = db.execute(
            "SELECT slug, name, area, region, hosts, time_zone, is_demo"
            " FROM shared.municipality ORDER BY slug"
        ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _migrate(slug: str, prefix: str) -> None:
    _enter_as_owner(slug, prefix)
    call_command("migrate", verbosity=0, interactive=False)
    grant_tables(slug, prefix)


def _enter_as_owner(slug: str, prefix: str) -> None:
    space = Space(schema=f"t_{slug}", role=f"{prefix}_t_{slug}_owner")
    connection.enter(space)  # type: ignore[attr-defined]


def grant_tables(slug: str, prefix: str) -> None:
    """What the town's role may do with each of its tables."""
    schema, runtime = f"t_{slug}", f"{prefix}_t_{slug}"
    _enter_as_owner(slug, prefix)
    # A backup of an earlier release has not all of them: its migrations come later.
    there = set(connection.introspection.table_names())
    append_only = [
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "append_only", False) and model._meta.db_table in there
    ]
    statements = [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {runtime}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {runtime}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {runtime}",
        *(f'REVOKE UPDATE, DELETE ON "{table}" FROM {{runtime}}' for table in append_only),
    ]
    # Together: between a GRANT and its REVOKE, append-only tables could be written.
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(
                sql.SQL(statement).format(
                    schema=sql.Identifier(schema), runtime=sql.Identifier(runtime)
                )
            )


def _ensure_role(db: psycopg.Connection, name: str, *, login: bool) -> None:
    if _one(db, "SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)):
        return
    # NOINHERIT: a login reads nothing of a town until it takes that town's role by name.
    options = "LOGIN NOINHERIT" if login else "NOLOGIN"
    db.execute(sql.SQL(f"CREATE ROLE {{}} {options}").format(sql.Identifier(name)))


def _one(db: psycopg.Connection, query: str, parameters: tuple[object, ...] = ()) -> object:
    row = db.execute(query.encode(), parameters or None).fetchone()
    return row[0] if row else None

"""Bring a database up to date: `python -m veche.config.prepare` with the admin's DATABASE_URL.

A process of its own, because it logs in as the owner while everything else logs in as `web`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import django
import psycopg
from django.core.management import CommandError, call_command
from psycopg import conninfo, sql

from veche.config import env

DEMO_TOWN: dict[str, Any] = {
    "slug": "zarechye",
    "name": "Заречье-на-Оке",
    "area": "Береговой муниципальный округ",
    "region": "Заокская область",
    "hosts": ["localhost", "127.0.0.1", "[::1]", "zarechye.localhost"],
    "time_zone": "Europe/Moscow",
    "is_demo": True,
}


def ensure_database(server_dsn: str, name: str = "veche") -> str:
    """Make the database on a server of our own if it is missing; its administrator's DSN."""
    with psycopg.connect(server_dsn, autocommit=True) as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if not found:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(name)
                )
            )
    return conninfo.make_conninfo(server_dsn, dbname=name)


def prepare(
    admin_dsn: str,
    towns: list[dict[str, Any]],
    log: Callable[[str], None] = print,
    *,
    only_before: bool = False,
) -> None:
    """Roles, schemas and migrations of the installation, and of each town given and known."""
    prefix = env.role_prefix(admin_dsn)
    owner_dsn = env.dsn_for(admin_dsn, "owner")
    os.environ["VECHE_DSN"] = owner_dsn
    os.environ["VECHE_ROLE_PREFIX"] = prefix
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    django.setup()
    call_command(
        "prepare_database",
        admin_dsn=admin_dsn,
        owner_dsn=owner_dsn,
        prefix=prefix,
        passwords={kind: env.role_password(f"{prefix}_{kind}") for kind in ("owner", "web")},
        towns=towns,
        log=log,
        only_before=only_before,
    )


def main() -> int:
    admin = env.text("DATABASE_URL")
    try:
        prepare(admin, [DEMO_TOWN] if env.demo_wanted() != "no" else [])
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        print(f"База данных не готова: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

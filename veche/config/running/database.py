"""The database of this installation: the one in DATABASE_URL, else the embedded one, shared."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import conninfo

from veche.config import env
from veche.config.prepare import ensure_database
from veche.config.running import stamps
from veche.config.running.children import run_module
from veche.config.running.trouble import Trouble, explain_silence
from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for

OLDEST_SERVER = 150000


@dataclass(frozen=True)
class Database:
    """Addresses of the database for the administrator and for those who serve."""

    admin_dsn: str
    web_dsn: str
    title: str
    server: EmbeddedPostgres | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a serving process must know; the administrator's address is not part of it."""
        values = {"VECHE_DSN": self.web_dsn, "DATABASE_URL": ""}
        if self.admin_dsn:
            values["VECHE_ROLE_PREFIX"] = env.role_prefix(self.admin_dsn)
        return values


@contextmanager
def open_database(state: Path) -> Iterator[Database]:
    """The database, answering, for the length of the block."""
    given, login = env.text("DATABASE_URL"), env.text("VECHE_DSN")
    if given:
        yield _outer(given)
    elif login:
        # Somebody else prepares it; we only serve.
        yield Database("", login, f"PostgreSQL {_version(login)}, готовит администратор")
    else:
        server = EmbeddedPostgres(
            home_for(state),
            programs=Path(env.text("VECHE_PG_BIN")) if env.text("VECHE_PG_BIN") else None,
            production=env.is_production(),
        )
        server.start()
        try:
            admin = ensure_database(server.url)
            title = f"встроенная, PostgreSQL {_version(admin)}"
            yield Database(admin, env.dsn_for(admin, "web"), title, server)
        finally:
            server.stop()


def prepare_tables(
    state: Path, database: Database, environment: Mapping[str, str], log: Callable[[str], None]
) -> None:
    """Roles, schemas and migrations, unless neither our code nor the database has changed.

    In a process of its own, which logs in as the owner.
    """
    wanted = _mark(database, environment.get("VECHE_DEMO", ""))
    if stamps.is_fresh(state, "tables", wanted):
        return
    owner = {"VECHE_DSN": "", "DATABASE_URL": database.admin_dsn}
    run_module("veche.config.prepare", [], {**environment, **owner}, log)
    stamps.keep(state, "tables", wanted)


def identity(database: Database) -> str:
    """Tells this very database from one made anew under the same name."""
    # The web login exists only after the first preparation.
    with psycopg.connect(database.admin_dsn or database.web_dsn) as connection:
        row = connection.execute(
            "SELECT system_identifier, oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    return f"{row[0]}.{row[1]}" if row else stamps.NEVER


def _mark(database: Database, demo: str) -> str:
    """Changes with the code, the database, and the logins (their passwords hang on our key)."""
    # Not the whole address: the embedded server's socket lies elsewhere at every start.
    login = conninfo.conninfo_to_dict(database.web_dsn)
    try:
        code_and_place = (stamps.code_digest(), identity(database))
    except psycopg.errors.InsufficientPrivilege:
        return stamps.NEVER
    parts = (*code_and_place, str(login.get("user")), str(login.get("password")), demo)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _outer(given: str) -> Database:
    try:
        parts = conninfo.conninfo_to_dict(given)
    except psycopg.ProgrammingError:
        raise Trouble(
            "DATABASE_URL не читается: нужен адрес вида postgresql://имя:пароль@хост:5432/база."
        ) from None
    if not parts.get("dbname"):
        raise Trouble("В DATABASE_URL не названа база данных (последняя часть адреса).")
    version = _version(given)
    return Database(given, env.dsn_for(given, "web"), f"PostgreSQL {version}, {_place(given)}")


def _place(given: str) -> str:
    """Where the server is, without a password."""
    parts = conninfo.conninfo_to_dict(given)
    host = str(parts.get("host") or os.environ.get("PGHOST") or "локально")
    return f"{urlsplit('//' + host).hostname or host}/{parts['dbname']}"


def _version(dsn: str) -> str:
    """The server's version; refuses one too old or silent."""
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            number = connection.info.server_version
    except psycopg.OperationalError as error:
        raise Trouble(explain_silence(str(error), _place(dsn))) from None
    if number < OLDEST_SERVER:
        raise Trouble(f"Нужен PostgreSQL 15 или новее, а по этому адресу {number // 10000}.")
    return f"{number // 10000}.{number % 10000}"

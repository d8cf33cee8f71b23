"""`veche backup`: one moment of the database and of the uploads, while the town is being served.

Everything is read in one exported snapshot. Uploads are copied after it was taken: their bytes are
written before their rows, so each row of the snapshot finds its bytes; what was removed meanwhile
on purpose stays out.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from veche import __version__
from veche.config import env
from veche.config.keeping import parts
from veche.config.keeping.programs import CopyPrograms, find_programs
from veche.config.running.database import Database
from veche.config.running.migrations import digest_of_known
from veche.config.running.trouble import Trouble
from veche.kernel import clock

Say = Callable[[str], None]
LAST = "backup.json"
# Filled anew by itself; nothing of it is anybody's.
NOT_COPIED = ("kernel_cache",)
KEY_TABLES = ("identity_datakey", "identity_addresseekey")


@dataclass(frozen=True)
class Wishes:
    """Where the copy goes and what of it."""

    to: Path
    datakeys_to: Path
    with_vault: bool = False
    keep_days: int | None = None
    datakeys_keep_days: int | None = None


def back_up(state: Path, database: Database, wishes: Wishes, say: Say) -> Path:
    """Make a copy; its main folder."""
    if not database.admin_dsn:
        raise Trouble("Для копии задайте DATABASE_URL администратора базы.")
    if wishes.with_vault and not (state / "keys").is_dir():
        raise Trouble("Ключи заданы в окружении, в папке данных их нет: перепишите их сами.")
    programs = find_programs(database.admin_dsn)
    moment = clock.now()
    name = parts.new_name(moment)
    with psycopg.connect(database.admin_dsn) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.read_only = True
        snapshot = _one(reader, "SELECT pg_export_snapshot()")
        towns = _towns(reader)
        # The main folder gets its name last: where it stands, the others stand too.
        with parts.whole_or_nothing(wishes.to, name) as main:
            say("ключи персональных данных")
            _copy_datakeys(programs, wishes.datakeys_to, f"{name}{parts.DATAKEYS}", snapshot, towns)
            if wishes.with_vault:
                _copy_vault(state, wishes.datakeys_to, f"{name}{parts.VAULT}")
            say("база данных")
            _dump_main(programs, main / parts.DATABASE_FILE, snapshot, towns)
            say("загруженные файлы")
            files = _copy_files(state, main / parts.FILES_FOLDER)
            parts.Manifest(
                made_at=moment.isoformat(timespec="seconds"),
                version=__version__,
                server=str(_one(reader, "SHOW server_version")),
                migrations_digest=digest_of_known(),
                files=files,
                files_store=env.text("VECHE_FILES", "folder"),
                towns=[_described(reader, slug, title) for slug, title in towns],
                datakeys=f"{name}{parts.DATAKEYS}",
                vault=f"{name}{parts.VAULT}" if wishes.with_vault else "",
                shared_rows=rows_of(reader, "shared"),
            ).write(main)
            say("контрольные суммы")
    _remove_old(wishes, moment, say)
    _remember(state, moment, wishes.to / name)
    return wishes.to / name


def rows_of(connection: psycopg.Connection, schema: str) -> dict[str, int]:
    """How many rows each table of a schema has, but those that are not copied."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", (schema,)
    ).fetchall()
    counted = {}
    for (table,) in tables:
        if table not in NOT_COPIED:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
            row = connection.execute(query).fetchone()
            counted[table] = row[0] if row else 0
    return counted


def last(state: Path) -> tuple[datetime, str] | None:
    """When the last copy was made here, and its folder."""
    try:
        kept = json.loads((state / LAST).read_text("utf-8"))
        return datetime.fromisoformat(kept["made_at"]), str(kept["folder"])
    except (OSError, ValueError, KeyError):
        return None


def _towns(reader: psycopg.Connection) -> list[tuple[str, str]]:
    try:
        found = reader.execute("SELECT slug, name FROM shared.municipality ORDER BY slug")
        return [(str(slug), str(name)) for slug, name in found.fetchall()]
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        raise Trouble("В этой базе ещё нет Вече: копировать нечего.") from None


def _described(reader: psycopg.Connection, slug: str, name: str) -> parts.CopiedTown:
    query = sql.SQL("SELECT app || '.' || name FROM {} ORDER BY 1").format(
        sql.Identifier(f"t_{slug}", "django_migrations")
    )
    migrations = [str(row[0]) for row in reader.execute(query).fetchall()]
    return parts.CopiedTown(slug, name, rows_of(reader, f"t_{slug}"), migrations)


def _dump_main(
    programs: CopyPrograms, target: Path, snapshot: str, towns: Sequence[tuple[str, str]]
) -> None:
    # Owners and rights carry names of this server's roles; the restore makes them anew.
    arguments = ["--format=custom", "--compress=1", "--no-owner", "--no-privileges"]
    arguments += [f"--snapshot={snapshot}", f"--file={target}", "--schema=shared"]
    for slug, _name in towns:
        arguments.append(f"--schema=t_{slug}")
        arguments += [
            f"--exclude-table-data=t_{slug}.{table}" for table in (*NOT_COPIED, *KEY_TABLES)
        ]
    programs.run("pg_dump", arguments)


def _copy_datakeys(
    programs: CopyPrograms,
    place: Path,
    name: str,
    snapshot: str,
    towns: Sequence[tuple[str, str]],
) -> None:
    with parts.whole_or_nothing(place, name) as folder:
        arguments = ["--format=custom", "--compress=1", "--data-only", f"--snapshot={snapshot}"]
        arguments += [f"--file={folder / parts.DATAKEYS_FILE}"]
        # With no town there is no table to name, and pg_dump without one would take everything.
        tables = [f"--table=t_{slug}.{key}" for slug, _name in towns for key in KEY_TABLES]
        programs.run("pg_dump", [*arguments, *(tables or ["--table=shared.municipality"])])


def _copy_vault(state: Path, place: Path, name: str) -> None:
    with parts.whole_or_nothing(place, name) as folder:
        for path in sorted((state / "keys").glob("*.key")):
            shutil.copyfile(path, folder / path.name)


def _copy_files(state: Path, target: Path) -> int:
    """Copy the uploads that are whole; how many."""
    source, copied = state / "files", 0
    target.mkdir(mode=0o700)
    if env.text("VECHE_FILES", "folder") != "folder" or not source.is_dir():
        return 0
    for path in sorted(source.rglob("*")):
        if path.name.startswith(".") or not path.is_file():
            continue
        place = target / path.relative_to(source)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # removed on purpose since the snapshot
            shutil.copyfile(path, place)
            copied += 1
    return copied


def _remove_old(wishes: Wishes, moment: datetime, say: Say) -> None:
    keys = (parts.DATAKEYS, parts.VAULT)
    for place, suffixes, days in (
        (wishes.to, ("",), wishes.keep_days),
        (wishes.datakeys_to, keys, wishes.datakeys_keep_days),
    ):
        if days is not None:
            for name in parts.remove_old(place, suffixes, days, moment):
                say(f"старая копия удалена: {name}")


def _remember(state: Path, moment: datetime, folder: Path) -> None:
    kept = {"made_at": moment.isoformat(timespec="seconds"), "folder": str(folder)}
    half = state / f".{LAST}.half"
    half.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    half.rename(state / LAST)


def _one(connection: psycopg.Connection, query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""

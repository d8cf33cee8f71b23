"""`veche restore`: a copy into an empty database, or in the place of one that is kept aside.

Nothing is overwritten: what stands in the way is renamed, and comes back if the restore fails.
A restore that was cut off leaves a mark, and `veche run` does not serve such a database.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

from veche.config import env
from veche.config.keeping import parts
from veche.config.keeping.backup import KEY_TABLES, rows_of
from veche.config.keeping.programs import CopyPrograms, find_programs
from veche.config.running import marks, migrations, stamps
from veche.config.running.database import Database
from veche.config.running.trouble import Trouble
from veche.kernel import clock

Say = Callable[[str], None]
LEAVING_SECONDS = 3.0


@dataclass(frozen=True)
class Source:
    """The parts of a copy, all found whole."""

    main: Path
    manifest: parts.Manifest
    datakeys: Path | None
    vault: Path | None

    @classmethod
    def found(cls, main: Path, datakeys_in: Path, *, without_datakeys: bool) -> Source:
        """Check the parts and that this code can read them."""
        main = main.resolve()
        parts.verify(main)
        manifest = parts.Manifest.read(main)
        newer = migrations.foreign(name for town in manifest.towns for name in town.migrations)
        if newer:
            raise Trouble(
                f"Копия сделана более новой версией {manifest.version} (в ней есть {newer[0]}): "
                "поставьте её или новее."
            )
        datakeys = None if without_datakeys else datakeys_in / manifest.datakeys
        if datakeys is not None:
            if not datakeys.is_dir():
                raise Trouble(
                    f"Нет {datakeys}: назовите папку ключей в --datakeys. Без неё "
                    "(--without-datakeys) имена, контакты и адреса не откроет никто."
                )
            parts.verify(datakeys)
        vault = datakeys_in / manifest.vault if manifest.vault else None
        if vault is not None and vault.is_dir():
            parts.verify(vault)
        return cls(main, manifest, datakeys, vault if vault and vault.is_dir() else None)


def restore(state: Path, database: Database, source: Source, *, replace: bool, say: Say) -> None:
    """Bring the copy back; on any failure everything is as it was before."""
    if not database.admin_dsn:
        raise Trouble("Для восстановления задайте DATABASE_URL администратора базы.")
    _refuse_users(database.admin_dsn)
    if not replace and (is_filled(database.admin_dsn) or _has_files(state)):
        raise Trouble(
            f"База «{migrations.database_name(database.admin_dsn)}» или папка файлов не пуста. "
            "Восстановите в пустую или повторите с --replace: нынешняя будет отложена."
        )
    if source.vault is not None:
        _refuse_other_keys(source.vault, state)
    programs = find_programs(database.admin_dsn)
    stamp = f"{clock.now():%Y%m%dT%H%M%SZ}"
    with (
        _room_in_database(database.admin_dsn, stamp, say),
        _room_for_files(state, stamp, say),
        marks.half_done(database.admin_dsn, marks.RESTORE),
    ):
        _rebuild(programs, database.admin_dsn, source, say)
        say("загруженные файлы")
        _copy_files(source, state)
        say("сверка с описью")
        _compare(database.admin_dsn, source)
    if source.vault is not None:
        _copy_keys(source.vault, state)
    for name in ("tables", "demo"):
        stamps.keep(state, name, stamps.NEVER)


def is_filled(admin_dsn: str) -> bool:
    """Whether anything of ours, or a half of it, is in the database."""
    with psycopg.connect(admin_dsn) as db:
        return bool(
            db.execute(
                "SELECT 1 FROM pg_namespace WHERE nspname = 'shared' OR nspname LIKE 't\\_%'"
            ).fetchone()
        )


def _has_files(state: Path) -> bool:
    folder = state / parts.FILES_FOLDER
    return folder.is_dir() and any(folder.iterdir())


def _refuse_users(admin_dsn: str) -> None:
    """Whoever has just left may still be seen for a moment, so those who stay are counted."""
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        deadline = time.monotonic() + LEAVING_SECONDS
        while found := _users(db):
            if time.monotonic() > deadline:
                raise Trouble(f"С базой работают ещё ({found}): остановите Вече на всех машинах.")
            time.sleep(0.1)


def _users(db: psycopg.Connection[Any]) -> int:
    row = db.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _room_in_database(admin_dsn: str, stamp: str, say: Say) -> Iterator[None]:
    """An empty database of this name; the one that was there is kept under another."""
    if not is_filled(admin_dsn):
        try:
            yield
        except BaseException:
            _empty(admin_dsn)
            raise
        return
    name = migrations.database_name(admin_dsn)
    kept = f"{name}_before_{stamp.lower()}"[:63]
    server = psycopg.conninfo.make_conninfo(admin_dsn, dbname="postgres")
    _rename(server, name, kept)
    try:
        _create(server, name, kept)
        yield
    except BaseException:
        with psycopg.connect(server, autocommit=True) as db:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            db.execute(drop.format(sql.Identifier(name)))
        _rename(server, kept, name)
        raise
    say(f"прежняя база отложена под именем {kept}: удалите её, когда убедитесь, что всё цело")


def _create(server: str, name: str, like: str) -> None:
    """An empty database that sorts and compares as the other does."""
    with psycopg.connect(server, autocommit=True) as db:
        row = db.execute(
            "SELECT datcollate, datctype FROM pg_database WHERE datname = %s", (like,)
        ).fetchone()
        collate, ctype = row or ("C.UTF-8", "C.UTF-8")
        db.execute(
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}"
            ).format(sql.Identifier(name), sql.Literal(collate), sql.Literal(ctype))
        )


def _rename(server: str, old: str, new: str) -> None:
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(old), sql.Identifier(new)
            )
        )


def _empty(admin_dsn: str) -> None:
    """Take away what a failed restore has put into a database that was empty."""
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        found = db.execute(
            "SELECT nspname FROM pg_namespace"
            " WHERE nspname IN ('shared', 'ext') OR nspname LIKE 't\\_%'"
        ).fetchall()
        for (schema,) in found:
            db.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        marks.clear(db)


@contextmanager
def _room_for_files(state: Path, stamp: str, say: Say) -> Iterator[None]:
    folder, kept = state / parts.FILES_FOLDER, state / f"files.before-{stamp}"
    if not _has_files(state):
        kept = folder
    else:
        folder.rename(kept)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if kept != folder:
            kept.rename(folder)
        raise
    if kept != folder:
        say(f"прежние файлы отложены в {kept}")


def _rebuild(programs: CopyPrograms, admin_dsn: str, source: Source, say: Say) -> None:
    """Roles, schemas and rights made anew around the rows of the copy."""
    prefix, owner_dsn = env.role_prefix(admin_dsn), env.dsn_for(admin_dsn, "owner")
    os.environ.update(VECHE_DSN=owner_dsn, VECHE_ROLE_PREFIX=prefix)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    django.setup()

    def load(schema: str, role: str) -> None:
        say(f"схема {schema}")
        jobs = f"--jobs={min(4, len(os.sched_getaffinity(0)))}"
        common = ["--exit-on-error", "--no-owner", "--no-privileges", f"--role={role}"]
        main = [*common, jobs, f"--schema={schema}", str(source.main / parts.DATABASE_FILE)]
        programs.run("pg_restore", main)
        if source.datakeys is not None and schema != "shared":
            keys = [f"--schema={schema}", *(f"--table={key}" for key in KEY_TABLES), "--data-only"]
            archive = str(source.datakeys / parts.DATAKEYS_FILE)
            programs.run("pg_restore", [*common, *keys, archive])

    call_command(
        "rebuild_database",
        admin_dsn=admin_dsn,
        owner_dsn=owner_dsn,
        prefix=prefix,
        passwords={kind: env.role_password(f"{prefix}_{kind}") for kind in ("owner", "web")},
        load=load,
    )


def _copy_files(source: Source, state: Path) -> None:
    if source.manifest.files_store != "folder":
        return
    shutil.copytree(
        source.main / parts.FILES_FOLDER, state / parts.FILES_FOLDER, dirs_exist_ok=True
    )
    for path in (state / parts.FILES_FOLDER).rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _compare(admin_dsn: str, source: Source) -> None:
    """Each table has as many rows as when the copy was made."""
    without = () if source.datakeys is not None else KEY_TABLES
    expected = {"shared": source.manifest.shared_rows}
    expected |= {f"t_{town.slug}": town.rows for town in source.manifest.towns}
    with psycopg.connect(admin_dsn) as db:
        for schema, rows in expected.items():
            present = rows_of(db, schema)
            for table in sorted(rows.keys() | present.keys()):
                if table not in without and rows.get(table) != present.get(table):
                    raise Trouble(
                        f"В таблице {schema}.{table} {present.get(table, 0)} строк, "
                        f"а в копии {rows.get(table, 0)}: копия не восстановлена."
                    )


def _refuse_other_keys(vault: Path, state: Path) -> None:
    """Looked at before anything is exchanged: the copy's keys never overwrite others."""
    folder = state / "keys"
    for path in vault.glob("*.key"):
        target = folder / path.name
        if target.exists() and target.read_bytes() != path.read_bytes():
            raise Trouble(
                f"В {folder} другой {path.name}, чем в копии: уберите его и скопируйте {path} сами."
            )


def _copy_keys(vault: Path, state: Path) -> None:
    """Keys of the copy into a state folder without keys of its own, or with the very same."""
    folder = state / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in vault.glob("*.key"):
        target = folder / path.name
        shutil.copyfile(path, target)
        target.chmod(0o600)

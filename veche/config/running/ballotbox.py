"""The command `veche box`, in a process of its own that loads no Django: run, mirror, status.

It starts the box's own PostgreSQL and the box itself (`veche.ballotbox.serve`), whose environment
holds nothing but what is the box's; whichever dies is started again.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from veche.ballotbox import canonical, keys, mirror, store, surroundings
from veche.ballotbox.faults import Fault
from veche.ballotbox.surroundings import Surroundings
from veche.config import env
from veche.config.running import beside
from veche.config.running.children import end_group, environment_with, spawn
from veche.config.running.command import as_typed, here
from veche.config.running.place import Address, make_state_folder, only_run, probe_port
from veche.config.running.trouble import Trouble, explain_os_error, explain_silence
from veche.kernel.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError, home_for
from veche.kernel.ties import leave_with

NAME = "box"
# What a process needs to run at all; all else that it is told begins with BOX_.
NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "PYTHONUNBUFFERED")
# Nothing of a statement, its parameters or its times reaches a file; nothing goes elsewhere.
QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_autovacuum_min_duration": "-1",
    "track_activities": "off",
    "track_commit_timestamp": "off",
    "shared_preload_libraries": "",
    "archive_mode": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "40",
    "max_locks_per_transaction": "64",
    "shared_buffers": "128MB",
    # After a crash: one call for the whole disk, instead of opening a thousand files.
    "recovery_init_sync_method": "syncfs",
}
FAILURES_BORNE = 5
STEADY_SECONDS = 60.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.05
ASK_SECONDS = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What a Fault of the settings and keys says to whoever runs the box.
WORDS = {
    "setting": "Настройки урны не годятся",
    "key-mode": "Файл ключа открыт другим: оставьте его только владельцу (chmod 600)",
    "key-missing": "Файла ключа нет",
    "key-form": "Файл ключа повреждён",
}


def main(arguments: Sequence[str]) -> int:
    """Carry out `veche box …`; known trouble is one sentence and exit code 1."""
    options = _parser().parse_args(arguments)
    try:
        if options.verb == "mirror":
            return _mirror(options.source, options.folder)
        if options.verb == "registrar":
            return _registrar()
        box = _settings()
        return _status(box) if options.verb == "status" else run(box, options.with_parent)
    except (Trouble, EmbeddedPostgresError, env.SettingsError) as trouble:
        sentence = str(trouble)
    except Fault as fault:
        said = str(fault).removeprefix(f"{fault.code}: ")
        sentence = f"{WORDS.get(fault.code, 'Отказ')} [{fault.code}]: {said}"
    except psycopg.OperationalError as error:
        sentence = explain_silence(str(error))
    except OSError as error:
        sentence = explain_os_error(error)
    print(f"✗ {as_typed(sentence)}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"{here()} box",
        description="Урна: отдельная программа с отдельной базой данных.",
        epilog="Настройки читаются из окружения и файла box.env: docs/operate/ballot-box.md.",
    )
    return add_verbs(parser)


def add_verbs(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The verbs of `veche box`."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="ДЕЙСТВИЕ")
    running = verbs.add_parser("run", help="открыть урну (BOX_STATE, BOX_HOST, BOX_PORT, BOX_URL)")
    running.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    copying = verbs.add_parser("mirror", help="скопировать журнал голосования и проверить его")
    copying.add_argument("source", metavar="АДРЕС", help="https://урна/p/номер")
    copying.add_argument("folder", type=Path, metavar="ПАПКА")
    verbs.add_parser("status", help="работает ли урна, её адрес и открытые ключи")
    verbs.add_parser("registrar", help="открытый ключ этого города для урны (BOX_REGISTRAR_KEY)")
    return parser


def _settings() -> Surroundings:
    given = {"BOX_STATE": str(env.state_dir() / NAME), **os.environ}
    return surroundings.read(surroundings.gather(given))


def run(box: Surroundings, with_parent: bool = False) -> int:
    """Keep the box open until a signal comes."""
    stop = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        leave_with(os.getppid(), signal.SIGTERM)
    where = Address(box.host, box.port)
    make_state_folder(box.state)
    with only_run(box.state, where):
        probe_port(where)
        surroundings.make_keys(box)
        print(f"Урна: {box.url}", flush=True)
        while not stop.is_set():
            with _database(box, stop) as database:
                _keep_open(box, database, stop)
    return 0


class Database:
    """The box's database, ours or another's; `is_ready` says whether ours still runs."""

    def __init__(self, dsn: str, server: EmbeddedPostgres | None = None) -> None:
        self.dsn, self._server = dsn, server

    @property
    def is_ready(self) -> bool:
        return self._server is None or self._server.is_ready


@contextmanager
def _database(box: Surroundings, stop: threading.Event) -> Iterator[Database]:
    """The database with all its tables."""
    if box.dsn:
        _migrate_patiently(box.dsn, stop)
        yield Database(box.dsn)
        return
    programs = os.environ.get("BOX_PG_BIN", "")
    server = EmbeddedPostgres(
        home_for(box.state), programs=Path(programs) if programs else None, settings=QUIET
    )
    server.start()
    try:
        dsn = _own_database(server.url)
        _migrate(dsn)
        yield Database(dsn, server)
    finally:
        server.stop()


def _own_database(admin: str) -> str:
    """Role and database of the box; its password lives as long as this process."""
    password = secrets.token_urlsafe(32)
    name = sql.Identifier(NAME)
    with psycopg.connect(admin, autocommit=True) as db:
        # Hashed here, so that not even the server ever sees it.
        hashed = db.pgconn.encrypt_password(password.encode(), NAME.encode(), b"scram-sha-256")
        if not db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (NAME,)).fetchone():
            db.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        change = sql.SQL("ALTER ROLE {} PASSWORD {}")
        db.execute(change.format(name, sql.Literal(hashed.decode())))
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
            making = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            db.execute(making.format(name, name))
    return conninfo.make_conninfo(admin, dbname=NAME, user=NAME, password=password)


def _migrate(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as db:
        try:
            store.migrate(db)
        except RuntimeError as error:
            raise Trouble(f"Таблицы урны другой версии: {error}") from None


def _migrate_patiently(dsn: str, stop: threading.Event) -> None:
    """The same in a database of others, which may be away for a while."""
    is_told = False
    while not stop.is_set():
        try:
            _migrate(dsn)
            return
        except psycopg.OperationalError as error:
            if not is_told:
                print(f"! {explain_silence(str(error))}", flush=True)
                is_told = True
            stop.wait(1)


def _keep_open(box: Surroundings, database: Database, stop: threading.Event) -> None:
    """The box's process, started again whenever it dies, until its database does or we stop."""
    environment = _environment(box, database.dsn)
    failures: list[float] = []
    while database.is_ready and not stop.is_set():
        process = spawn(["-m", "veche.ballotbox.serve"], environment, output=None)
        try:
            while process.poll() is None and database.is_ready and not stop.wait(LOOK_SECONDS):
                pass
            if stop.is_set():
                _ask_to_stop(process)
        finally:
            end_group(process)
        # Killed, it starts at once; one that ends by itself again and again cannot work.
        if not stop.is_set() and database.is_ready and process.returncode > 0:
            now = time.monotonic()
            failures = [at for at in failures if now - at < STEADY_SECONDS] + [now]
            if len(failures) >= FAILURES_BORNE:
                raise Trouble("Урна падает раз за разом: причина в строках выше.")
            stop.wait(2.0 ** (len(failures) - 2))


def _ask_to_stop(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)


def _environment(box: Surroundings, dsn: str) -> dict[str, str]:
    """What the box's process is told: nothing of the town's, wherever we were started."""
    ours = environment_with({})
    given = {"BOX_STATE": str(box.state), **os.environ}
    return {
        **{name: ours[name] for name in NEEDED if name in ours},
        **surroundings.gather(given),
        "BOX_DSN": dsn,
    }


def _mirror(source: str, folder: Path) -> int:
    found = mirror.mirror(source, folder)
    print(f"✓ {found.origin}: записей {found.size}, новых {found.size - found.before}")
    print(f"  SHA-256 манифеста: {found.manifest_hash.hex()}")
    if not found.has_entries:
        print("  Сами бюллетени публикуются после закрытия: повторите тогда.")
    return 0


def _registrar() -> int:
    """What the organisation that runs the box must be told of this town."""
    state = env.state_dir()
    print(f"BOX_REGISTRAR_KEY={beside.registrar_key(state)}")
    print(f"Общий секрет пропусков — в файле {beside.pass_secret(state)}: передайте его так же,")
    print("как пароль, и положите там, где укажет BOX_PASS_SECRET_FILE.")
    return 0


def _status(box: Surroundings) -> int:
    print(f"Адрес: {box.url} (слушает {box.host}:{box.port}), папка {box.state}")
    for title, path in (("журнала", box.log_key), ("обещаний", box.promise_key)):
        key = keys.read_key(path).public_key().public_bytes_raw()
        print(f"Открытый ключ {title}: {canonical.to_base64(key)}")
    door = Address(box.host, box.port).own_door
    host = f"[{door[0]}]" if ":" in door[0] else door[0]
    try:
        with urllib.request.urlopen(f"http://{host}:{door[1]}/health", timeout=ASK_SECONDS) as it:
            health: Mapping[str, object] = json.load(it)
    except urllib.error.HTTPError as error:
        health = json.load(error)
    except OSError:
        raise Trouble("Урна не отвечает: запустите её (veche box run).") from None
    print(f"Здоровье: {json.dumps(health, ensure_ascii=False)}")
    return 0 if health.get("database") and health.get("sealer") else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

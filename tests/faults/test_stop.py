"""However a run ends, nothing of it is left, nothing else is touched, and the next one works."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.faults.running import ROOT, RunningTown

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@pytest.fixture(autouse=True)
def _with_box(town: RunningTown) -> None:
    town.has_box = True


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """Somebody else's process on the same machine."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_it_started_and_nothing_else(
    town: RunningTown, bystander: subprocess.Popen[bytes], how: signal.Signals
) -> None:
    town.start()
    assert town.healthz() == 200
    assert len(town.ours()) >= 5  # supervisor, server, its processes, jobs, database
    assert town.end(how) == 0
    assert town.ours() == {}
    assert bystander.poll() is None
    assert "Traceback" not in town.said()


def test_ctrl_c_in_a_terminal_stops_make_run(town: RunningTown) -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execvpe("make", ["make", "run"], town.environment)
    try:
        _read_until(terminal, "Ctrl-C")
        assert town.healthz() == 200
        os.write(terminal, b"\x03")
        assert "Остановлено" in _read_until(terminal, "Остановлено")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    assert town.all_gone()


@pytest.mark.soak
def test_killing_make_takes_the_town_along(town: RunningTown) -> None:
    town.start(["make", "run"])
    assert town.end(signal.SIGKILL) == -signal.SIGKILL
    assert town.all_gone(), town.ours()


def test_killed_supervisor_leaves_nothing_and_starts_again(town: RunningTown) -> None:
    town.start()
    town.end(signal.SIGKILL)
    assert town.all_gone(), town.ours()
    town.start()
    assert town.healthz() == 200
    assert town.end() == 0


@pytest.mark.soak
def test_start_at_once_after_the_kill_works(town: RunningTown) -> None:
    town.start()
    town.end(signal.SIGKILL)
    town.start()
    assert town.healthz() == 200
    assert town.end() == 0


def test_power_cut_loses_no_committed_row(town: RunningTown) -> None:
    town.start()
    with psycopg.connect(_admin_dsn(town), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.kept (number int)")
        connection.execute("INSERT INTO public.kept VALUES (7)")
    for number in town.ours():
        town.kill(number)
    assert town.process is not None
    town.process.wait()
    town.start()
    with psycopg.connect(_admin_dsn(town)) as connection:
        row = connection.execute("SELECT max(number) FROM public.kept").fetchone()
    assert row == (7,)
    assert town.end() == 0


@pytest.mark.parametrize("which", ["running.serve", "cli worker"])
def test_killed_child_is_started_again(town: RunningTown, which: str) -> None:
    town.start()
    before = _numbers(town, which)
    for number in before:
        town.kill(number)
    deadline = time.monotonic() + 30
    while town.healthz() != 200 or not _numbers(town, which) - before:
        assert time.monotonic() < deadline, town.said()
        time.sleep(0.1)
    assert "запускаем снова" in town.said()
    assert town.end() == 0


def test_killed_web_process_is_replaced(town: RunningTown) -> None:
    town.start()
    server = min(_numbers(town, "running.serve"))
    town.kill(max(_numbers(town, "running.serve")))
    time.sleep(0.5)
    assert town.healthz() == 200
    assert server in town.ours()
    assert town.end() == 0


def _numbers(town: RunningTown, mark: str) -> set[int]:
    return {number for number, line in town.ours().items() if mark in line}


def _admin_dsn(town: RunningTown) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from veche.config import env\n"
            "from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for\n"
            "print(EmbeddedPostgres(home_for(env.state_dir())).url)",
        ],
        cwd=ROOT,
        env=town.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return psycopg.conninfo.make_conninfo(done.stdout.strip(), dbname="veche")


def _read_until(terminal: int, mark: str, seconds: float = 120) -> str:
    """What the terminal shows until the mark comes or the other side leaves."""
    shown, deadline = b"", time.monotonic() + seconds
    while mark.encode() not in shown and time.monotonic() < deadline:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        shown += piece
    return shown.decode("utf-8", "replace")

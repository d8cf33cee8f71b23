"""A town run by its real command, in a state folder and on a port of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "veche.config.cli", "run")
OURS = ("VECHE_", "DATABASE_URL", "DJANGO_", "HOST", "PORT", "PYTEST_")
START_SECONDS = 120


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningTown:
    """Starts, looks at and ends one run; `ours` finds its processes by the state folder."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = free_port()
        self.output = state.parent / "output.txt"
        self.process: subprocess.Popen[bytes] | None = None
        # Only where the box is looked at: it is another program, with a database of its own.
        self.has_box = False

    @property
    def environment(self) -> dict[str, str]:
        return clean_environment(
            VECHE_STATE=str(self.state),
            VECHE_DEMO="empty",
            VECHE_BOX="yes" if self.has_box else "no",
            PORT=str(self.port),
            HOST="127.0.0.1",
        )

    def begin(self, command: Sequence[str] = COMMAND, **more: str) -> None:
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | more,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def start(self, command: Sequence[str] = COMMAND, **more: str) -> None:
        self.begin(command, **more)
        self.wait_open()

    def wait_open(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while not re.search("Вече (работает|запущено)", self.said()):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def healthz(self) -> int:
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer,
        ):
            return int(answer.status)
        return 0

    def end(self, how: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def ours(self) -> dict[int, str]:
        """Every living process of this run, by number: those that know its state folder."""
        marks = [os.fsencode(self.state), *map(os.fsencode, self.homes())]
        return {
            number: line.replace(b"\0", b" ").decode()
            for number, line, environment in _processes()
            if any(mark in line or mark in environment for mark in marks)
        }

    def homes(self) -> list[Path]:
        """Where the databases of the town and of its ballot box lie, if not in the state folder."""
        found = []
        for state in (self.state, self.state / "box"):
            with suppress(FileNotFoundError):
                home = Path((state / "postgres-home").read_text("utf-8").strip())
                assert len(home.parts) > 3, home  # a short mark would match everybody's
                found.append(home)
        return found

    def all_gone(self, seconds: float = 15) -> bool:
        deadline = time.monotonic() + seconds
        while self.ours():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def kill(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)

    def clean_up(self) -> None:
        for number in self.ours():
            self.kill(number)
        if self.process is not None:
            self.process.wait(timeout=30)
        for home in self.homes():
            shutil.rmtree(home, ignore_errors=True)


def _processes() -> Iterator[tuple[int, bytes, bytes]]:
    """Number, command line and environment of every living process but us."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with suppress(OSError):
            if (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                continue
            line = (folder / "cmdline").read_bytes()
            yield int(folder.name), line, (folder / "environ").read_bytes()

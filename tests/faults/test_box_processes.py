"""Several processes take ballots at one port: each is there again after a kill, none is left."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.bench.box import standing
from tools.bench.box.standing import StandingBox

pytestmark = pytest.mark.faults
SECONDS = 60.0


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingBox]:
    monkeypatch.setenv("BOX_PROCESSES", "2")
    with standing.cluster() as server, standing.box_on(server) as made:
        yield made


def beside(box: StandingBox) -> list[int]:
    """Processes that the first one has started and that serve."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == box.process.pid and b"served" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except OSError:
            continue
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_second_process_comes_back(box: StandingBox) -> None:
    (second,) = beside(box)
    os.kill(second, signal.SIGKILL)
    wait_until(lambda: beside(box) not in ([], [second]))
    wait_until(lambda: standing.listening(box.port) == 2)
    # Whichever of the two is asked.
    assert {tuple(box.public_keys().items()) for _ in range(10)} == {
        tuple(box.public_keys().items())
    }


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_none_is_left_when_the_first_one_goes(box: StandingBox, number: int) -> None:
    assert len(beside(box)) == 1
    box.process.send_signal(number)
    box.process.wait(timeout=SECONDS)
    wait_until(lambda: standing.listening(box.port) == 0)

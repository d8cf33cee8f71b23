"""How long the second start of an installation takes, until it answers that it is healthy."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.bench.stand import clean_up, say, tell
from veche.config import env

RUNS = 3  # the middle one counts
FIRST_START_SECONDS = 600


def run(name: str) -> None:
    """Tell the seconds from the command to the first 200 of `/healthz`."""
    state = env.state_dir().with_name(f"{env.state_dir().name}-started")
    state.mkdir()
    try:
        say("the first start, with an empty town")
        with started(state):
            pass
        spent = []
        for _ in range(RUNS):
            with started(state) as seconds:
                spent.append(seconds)
        tell(name, statistics.median(spent), "s", each=[round(one, 2) for one in spent])
    finally:
        clean_up(state)
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def started(state: Path) -> Iterator[float]:
    """The town as `veche run` serves it; the seconds until it was healthy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"VECHE_STATE": str(state), "HOST": "127.0.0.1", "PORT": str(port)}
    environment = {**os.environ, **own, "VECHE_DSN": "", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "veche.config.cli", "run"]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=env.ROOT, env=environment, stdout=sys.stderr)
    try:
        _wait_healthy(process, f"http://127.0.0.1:{port}/healthz")
        yield time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _wait_healthy(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + FIRST_START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The town did not start.")
        with (
            suppress(OSError),
            urllib.request.urlopen(address, timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.02)
    raise RuntimeError("The town is not healthy.")

"""New code takes over while people ask: not one request is dropped."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time

import pytest

from tests.faults.running import ROOT, RunningTown
from tests.faults.test_votes import job_processes, web_server

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(600)]


class Steady:
    """Clients that ask again and again until told to stop, each time by a new connection."""

    def __init__(self, port: int, clients: int = 4) -> None:
        self.port = port
        self.good, self.bad = 0, [""][:0]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask_on) for _ in range(clients)]

    def __enter__(self) -> Steady:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _ask_on(self) -> None:
        while not self._stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", "/sign-in/")
                answer = connection.getresponse()
                answer.read()
                if answer.status == 200:
                    self.good += 1
                else:
                    self.bad.append(str(answer.status))
            except (OSError, http.client.HTTPException) as error:
                self.bad.append(repr(error))
            finally:
                connection.close()


def reload(town: RunningTown) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "veche.config.cli", "reload"],
        cwd=ROOT,
        env=town.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def test_steady_requests_outlive_two_reloads(town: RunningTown) -> None:
    town.start()
    before = {web_server(town), *job_processes(town)}
    with Steady(town.port) as clients:
        for _ in range(2):
            seen = clients.good
            done = reload(town)
            assert (done.returncode, done.stderr) == (0, "")
            assert clients.good > seen
        time.sleep(1)
    assert clients.bad == []
    assert not before & town.ours().keys()
    assert len({web_server(town)} | set(job_processes(town))) >= 2
    assert town.end() == 0
    assert town.all_gone()


def test_code_that_does_not_start_leaves_the_old_one_at_work(town: RunningTown) -> None:
    town.start()
    old = web_server(town)
    # The new server reads the keys anew; without one it cannot start.
    key = town.state / "keys" / "vault.key"
    kept = key.read_text()
    key.write_text("short")
    try:
        with Steady(town.port, clients=1) as clients:
            done = reload(town)
        assert done.returncode == 1
        assert "Работает прежний код" in done.stderr
    finally:
        key.write_text(kept)
    assert clients.good
    assert clients.bad == []
    assert web_server(town) == old
    assert town.end() == 0


def test_without_a_run_there_is_nothing_to_reload(town: RunningTown) -> None:
    done = reload(town)
    assert done.returncode == 1
    assert "не запущено" in done.stderr

"""Votes over real HTTP while the processes behind it are killed: none is lost, none is doubled."""

from __future__ import annotations

import http.client
import json
import queue
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

from tests.faults.running import ROOT, RunningTown

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(900)]
CLIENTS = 6
TOKEN = "v" * 32


def beside(town: RunningTown, *arguments: str) -> Any:
    """What `voting_town` says, run in the town's own state folder."""
    command = [sys.executable, "-m", "tests.faults.voting_town", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=town.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Voters:
    """Browsers that vote one after another and try again until they have been answered."""

    def __init__(self, town: RunningTown, slug: str, sessions: list[str]) -> None:
        self.path = f"/polls/{slug}/vote/"
        self.port = town.port
        self.waiting: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
        for pair in enumerate(sessions):
            self.waiting.put(pair)
        self.acknowledged: dict[str, str] = {}
        self.answers: dict[int, int] = {}
        self.broken = 0
        self._threads = [threading.Thread(target=self._vote_on) for _ in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait_acknowledged(self, number: int, seconds: float = 400) -> None:
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < number:
            assert time.monotonic() < deadline, (len(self.acknowledged), self.answers)
            time.sleep(0.02)

    def join(self) -> None:
        for thread in self._threads:
            thread.join(timeout=400)
            assert not thread.is_alive()

    def _vote_on(self) -> None:
        while True:
            try:
                number, session = self.waiting.get_nowait()
            except queue.Empty:
                return
            choice = "abc"[number % 3]
            if self.vote(session, choice):
                self.acknowledged[session] = choice
            else:
                self.broken += 1
                time.sleep(0.2)
                self.waiting.put((number, session))

    def vote(self, session: str, choice: str) -> bool:
        """Whether the receipt was reached; False when nobody knows what became of the vote."""
        body = urllib.parse.urlencode({"q": choice, "csrfmiddlewaretoken": TOKEN})
        headers = {
            "Cookie": f"session={session}; csrf={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
        is_receipt = answer.getheader("Location", "").endswith("/receipt/")
        return answer.status == 302 and is_receipt


def web_server(town: RunningTown) -> int:
    """The server's own process, parent of those that answer."""
    servers = [n for n, line in town.ours().items() if "veche.config.running.serve" in line]
    return next(number for number in servers if _parent(number) not in servers)


def web_processes(town: RunningTown) -> list[int]:
    """The processes that answer requests."""
    server = web_server(town)
    return [number for number in town.ours() if _parent(number) == server]


def job_processes(town: RunningTown) -> list[int]:
    return [n for n, line in town.ours().items() if "veche.config.cli worker" in line]


def _parent(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def wait_healthy(town: RunningTown) -> None:
    deadline = time.monotonic() + 120
    while town.healthz() != 200:
        assert time.monotonic() < deadline, town.said()
        time.sleep(0.1)


@pytest.mark.parametrize("votes", [150, pytest.param(1000, marks=pytest.mark.soak)])
def test_votes_outlive_the_processes_that_took_them(town: RunningTown, votes: int) -> None:
    town.start()
    poll = beside(town, "prepare", str(votes))
    voters = Voters(town, poll["slug"], poll["sessions"])
    voters.start()

    voters.wait_acknowledged(votes // 5)
    for number in web_processes(town):
        town.kill(number)
    voters.wait_acknowledged(2 * votes // 5)
    for number in job_processes(town):
        town.kill(number)
    voters.wait_acknowledged(3 * votes // 5)
    before = dict(voters.acknowledged)
    town.kill(web_server(town))
    wait_healthy(town)

    held = beside(town, "count", poll["poll_id"])
    assert {session: held["own"].get(session) for session in before} == before
    voters.join()
    assert voters.broken > 0, "nothing was interrupted, so nothing was tested"
    assert not [status for status in voters.answers if status >= 500], voters.answers

    held = beside(town, "count", poll["poll_id"])
    assert voters.acknowledged == held["own"]
    assert held["rows"] == held["voters"] == held["ballots"] == votes
    assert held["by_rows"] == held["kept"]
    town.end()

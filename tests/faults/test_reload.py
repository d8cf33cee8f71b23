"""New code takes over while people ask: not one request is dropped."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.running import ROOT, RunningTown
from tests.faults.test_votes import TOKEN, Voters, beside, job_processes, web_server

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(600)]


BALLOTS = 40_000  # some 5 MB: more than any buffer on the way takes in
A_FORM = "POST /sign-in/", f"csrfmiddlewaretoken={TOKEN}&con".encode()
OTHER_HALF = b"tact=nobody"
VOTES = 250
RELOAD = (sys.executable, "-m", "veche.config.cli", "reload")


class Steady:
    """Clients that ask again and again until told to stop, each time by a new connection.

    Those who hesitate knock first and speak a while later, as over a slow network.
    """

    def __init__(self, port: int, clients: int = 4, hesitate: float = 0) -> None:
        self.port, self.hesitate = port, hesitate
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
                connection.connect()
                time.sleep(self.hesitate)
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
        RELOAD,
        cwd=ROOT,
        env=town.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


@pytest.mark.soak
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


def test_who_knocks_before_the_change_and_speaks_after_it_is_heard(town: RunningTown) -> None:
    town.start()
    with Steady(town.port, clients=8, hesitate=0.4) as clients:
        done = reload(town)
        assert (done.returncode, done.stderr) == (0, "")
        time.sleep(1)
    assert clients.good > 8
    assert clients.bad == []
    assert town.end() == 0


class PatientVoters(Voters):
    """Votes all the while, not all at once."""

    def vote(self, session: str, choice: str) -> bool:
        time.sleep(0.15)
        return super().vote(session, choice)


def test_votes_given_meanwhile_are_all_taken_and_none_twice(town: RunningTown) -> None:
    town.start()
    poll = beside(town, "prepare", str(VOTES))
    voters = PatientVoters(town, poll["slug"], poll["sessions"])
    voters.start()
    voters.wait_acknowledged(20)
    done = reload(town)
    assert (done.returncode, done.stderr) == (0, "")
    assert not voters.waiting.empty(), "the voting was over before the change"
    voters.join()
    assert voters.broken == 0, voters.answers
    held = beside(town, "count", poll["poll_id"])
    assert voters.acknowledged == held["own"]
    assert held["rows"] == held["ballots"] == VOTES
    assert town.end() == 0


@pytest.mark.soak
def test_a_form_half_sent_and_a_file_half_read_come_to_their_end(town: RunningTown) -> None:
    town.start()
    path = f"/polls/{beside(town, 'fill', str(BALLOTS))['slug']}/ballots.csv"
    old = {*job_processes(town), web_server(town)}
    with knock(town, f"GET {path}", b"") as reader, knock(town, *A_FORM) as sender:
        begun = reader.recv(12)
        assert begun == b"HTTP/1.1 200"
        with subprocess.Popen(RELOAD, cwd=ROOT, env=town.environment) as reloading:
            wait_until_asked_to_leave(town, old)
            sender.sendall(OTHER_HALF)
            answered, read = everything(sender), begun + everything(reader)
            assert reloading.wait(timeout=120) == 0
    assert answered.startswith(b"HTTP/1.1 422"), answered[:300]
    _, _, rows = read.partition(b"\r\n\r\n")
    assert rows.count(b"\r\n") == BALLOTS + 1, "a line for each ballot and one of names"
    assert not old & town.ours().keys()
    assert town.end() == 0


@contextmanager
def knock(town: RunningTown, line: str, body: bytes) -> Iterator[socket.socket]:
    """Somebody slow who has asked, or begun to; they read as little as they can."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        door.settimeout(60)
        door.connect(("127.0.0.1", town.port))
        head = f"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if body:
            head += f"Cookie: csrf={TOKEN}\r\nContent-Length: {len(body) + len(OTHER_HALF)}\r\n"
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
        door.sendall(f"{head}\r\n".encode() + body)
        yield door


def everything(door: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    read = b""
    while piece := door.recv(65536):
        read += piece
    return read


def wait_until_asked_to_leave(town: RunningTown, old: set[int]) -> None:
    """The old ones are asked all at once, and who has nothing to do goes first: the jobs."""
    deadline = time.monotonic() + 90
    while old <= town.ours().keys():
        assert time.monotonic() < deadline, town.said()
        time.sleep(0.05)
    time.sleep(0.5)
    assert old & town.ours().keys(), "the old server left in the middle of requests"


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

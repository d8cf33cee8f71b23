"""Whoever reads a large file slowly keeps nobody else from the pages."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.faults.running import RunningTown
from tests.faults.test_votes import beside
from veche.kernel.web.sending import AT_ONCE

pytestmark = [
    pytest.mark.soak,
    pytest.mark.faults,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(600),
]
BALLOTS = 40_000  # some 5 MB: more than any buffer on the way takes in
PATIENCE = 30


@contextmanager
def slow_reader(town: RunningTown, path: str) -> Iterator[bytes]:
    """Somebody who asked for a file and reads no further than its first line, which is given."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        door.settimeout(PATIENCE)
        door.connect(("127.0.0.1", town.port))
        door.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        yield door.recv(12)


def get(town: RunningTown, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("localhost", town.port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_slow_readers_hold_neither_pages_nor_each_other_for_good(town: RunningTown) -> None:
    town.start(VECHE_WEB_PROCESSES="1")
    path = f"/polls/{beside(town, 'fill', str(BALLOTS))['slug']}/ballots.csv"
    with ExitStack() as readers:
        begun = [readers.enter_context(slow_reader(town, path)) for _ in range(AT_ONCE)]
        assert begun == [b"HTTP/1.1 200"] * AT_ONCE
        # One more is told to come later, and is not left waiting.
        status, body = get(town, path)
        assert status == 503, town.said()
        assert b"Traceback" not in body
        for page in ("/", "/polls/", "/healthz"):
            assert get(town, page)[0] == 200, town.said()
    deadline = time.monotonic() + PATIENCE
    while (answer := get(town, path))[0] == 503:
        assert time.monotonic() < deadline, "the places of those who left are not free again"
        time.sleep(0.2)
    status, body = answer
    assert status == 200
    assert body.count(b"\r\n") == BALLOTS + 1
    assert "Traceback" not in town.said()
    assert town.end() == 0

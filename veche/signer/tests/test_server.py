"""The signer as a process: its lines, its refusals, its limits, and its sudden death."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from veche.ballotbox import blindsign
from veche.ballotbox.faults import Fault
from veche.signer import client, server

POLL = UUID("6f1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c11")
ROOT = Path(__file__).resolve().parents[3]


class Running:
    """A signer of a folder, started and killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / server.SOCKET
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "veche.signer", "run", str(self.folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < deadline:
            with suppressed(), client._connected(self.socket):
                return
        raise AssertionError(self.process.communicate())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> bytes:
        self.process.send_signal(number)
        return bytes(self.process.communicate(timeout=30)[0])


@contextmanager
def suppressed() -> Iterator[None]:
    try:
        yield
    except OSError:
        time.sleep(0.05)


@pytest.fixture
def signer() -> Iterator[Running]:
    # Addresses of sockets are short.
    with tempfile.TemporaryDirectory(prefix="veche-signer-") as folder:
        running = Running(Path(folder) / "signer")
        yield running
        if running.process.poll() is None:
            running.stop(signal.SIGKILL)


def blinded(spki: bytes) -> bytes:
    return blindsign.blind(blindsign.read_public_key(spki), blindsign.prepare(b"token")).message


def send(path: Path, data: bytes) -> list[dict[str, object]]:
    """Bytes as they are; all that comes back."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(20)
        connection.connect(str(path))
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as file:
            return [json.loads(line) for line in file]


def test_it_makes_signs_rewraps_rotates_and_forgets(signer):
    made = client.make(signer.socket, POLL, [0, 1])
    message = blinded(made[1].spki)
    signed = client.sign(signer.socket, POLL, 1, made[1].wrapped, message)
    assert len(signed) == 256
    assert client.rotate(signer.socket) == 1
    assert client.sign(signer.socket, POLL, 1, made[1].wrapped, message) == signed
    fresh = client.rewrap(signer.socket, POLL, {n: key.wrapped for n, key in made.items()})
    client.retire(signer.socket, POLL)
    assert client.sign(signer.socket, POLL, 1, fresh[1], message) == signed
    client.forget(signer.socket, POLL)
    with pytest.raises(Fault, match="poll-key"):
        client.sign(signer.socket, POLL, 1, fresh[1], message)
    assert signer.stop() == b""


def test_a_killed_signer_signs_the_same_once_it_is_back(signer):
    made = client.make(signer.socket, POLL, [1])
    message = blinded(made[1].spki)
    signed = client.sign(signer.socket, POLL, 1, made[1].wrapped, message)
    stop = threading.Event()
    found: list[bytes] = []

    def ask() -> None:
        while not stop.is_set():
            with suppressed():
                found.append(client.sign(signer.socket, POLL, 1, made[1].wrapped, message))

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for one in askers:
        one.start()
    for _ in range(3):
        time.sleep(0.3)
        signer.stop(signal.SIGKILL)
        signer.start()
        before = len(found)
        client.sign(signer.socket, POLL, 1, made[1].wrapped, message)
    time.sleep(0.3)
    stop.set()
    for one in askers:
        one.join()
    assert len(found) > before
    assert set(found) == {signed}


def test_only_its_owner_reaches_it(signer):
    assert stat.S_IMODE(signer.socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(signer.folder.stat().st_mode) == 0o700


def test_a_second_signer_leaves_the_folder_alone(signer):
    second = subprocess.run(
        [sys.executable, "-m", "veche.signer", "run", str(signer.folder)],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 1
    assert b"Another signer" in second.stderr
    assert client.make(signer.socket, POLL, [1])


GOOD: dict[str, object] = {"do": "make", "poll": str(POLL), "strata": [1]}
CHANGES: list[dict[str, object]] = [
    {"poll": "no"},
    {"poll": str(POLL).upper()},
    {"strata": []},
    {"strata": [1, 1]},
    {"strata": [-1]},
    {"strata": [65536]},
    {"strata": [True]},
    {"strata": ["1"]},
    {"strata": [[1]]},
    {"strata": list(range(1001))},
    {"more": 1},
]
WRONG = [
    b"\n",
    b"[]\n",
    b"{}\n",
    b'{"do":"make"}\n',
    b'{"do":["make"]}\n',
    b"\xff\xfe\n",
    b'{"do": "rotate"}\n',
    b'{"do":"rotate"}',
    b'{"do":"rotate","do":"rotate"}\n',
    *(
        json.dumps({**GOOD, **change}, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        for change in CHANGES
    ),
]


def test_what_is_no_request_is_refused_and_no_more(signer):
    for line in WRONG:
        answers = send(signer.socket, line)
        assert [set(answer) for answer in answers] == [{"code", "message"}], line
        assert answers[0]["code"] == "request-form", line
    assert not list((signer.folder / "polls").iterdir())
    assert signer.stop() == b""


def test_blinded_numbers_that_are_none(signer):
    made = client.make(signer.socket, POLL, [1])
    for message, code in (
        (b"", "blinded-length"),
        (bytes(256), "blinded-range"),
        (b"\xff" * 256, "blinded-range"),
        (b"\x01" * 257, "blinded-length"),
    ):
        with pytest.raises(Fault) as caught:
            client.sign(signer.socket, POLL, 1, made[1].wrapped, message)
        assert caught.value.code == code


def test_too_long_a_line_ends_the_connection(signer):
    try:
        answers = send(signer.socket, b"x" * (server.LINE_MAX + 100_000))
    except OSError:
        answers = []
    assert answers == []
    assert client.make(signer.socket, POLL, [1])


def test_of_too_many_at_once_the_rest_is_told_to_come_again(signer):
    made = client.make(signer.socket, POLL, [1])
    held = []
    try:
        for _ in range(server.CONNECTIONS_MAX):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.connect(str(signer.socket))
            held.append(connection)
        with pytest.raises(client.Unreachable):
            client.sign(signer.socket, POLL, 1, made[1].wrapped, blinded(made[1].spki))
    finally:
        for connection in held:
            connection.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with suppressed():
            assert client.sign(signer.socket, POLL, 1, made[1].wrapped, blinded(made[1].spki))
            return
    raise AssertionError("It did not recover.")


def test_answers_to_all_voters_have_one_length(signer):
    made = client.make(signer.socket, POLL, [1])
    lengths = set()
    for _ in range(20):
        signed = client.sign(signer.socket, POLL, 1, made[1].wrapped, blinded(made[1].spki))
        lengths.add(len(signed))
    assert lengths == {256}


def test_nothing_of_the_house_and_no_database_is_loaded():
    load = (
        "import json, sys; import veche.signer.server, veche.signer.client;"
        "print(json.dumps(sorted(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", load],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    loaded = set(json.loads(answer.stdout))
    ours = {name for name in loaded if name.startswith("veche.")}
    assert all(name.startswith(("veche.signer", "veche.ballotbox")) for name in ours)
    assert not {"django", "ninja", "psycopg", "procrastinate", "httpx", "logging.config"} & loaded

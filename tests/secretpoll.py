"""A box in a process of its own, and a registrar who gives out blanks, for tests of the client.

Keys and manifest are those of `ballotbox.tests.makers`, so whoever asks for a blank gets one.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import psycopg

from veche.ballotbox import blindsign, manifest, sealing, store
from veche.ballotbox.tests import makers
from veche.ballotbox.tests.makers import LOG_KEY, POLL

ROOT = Path(__file__).resolve().parents[1]
SERVER = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian(
    "veche.ballotbox.tests.served:make", factory=True, interface=Interfaces.ASGI,
    address="127.0.0.1", port=int(sys.argv[1]), workers=1, log_enabled=False,
).serve()
"""


class Registrar:
    """Gives out blanks to persons by the last part of the address, once each; serves `files`."""

    def __init__(self) -> None:
        self.issued: dict[str, bytes] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        registrar = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name is the library's
                length = int(self.headers["Content-Length"])
                order = json.loads(self.rfile.read(length))
                assert self.headers["X-CSRFToken"] == "csrf"
                status, answer = registrar.sign(self.path, order)
                self._send(status, "application/json", json.dumps(answer).encode())

            def do_GET(self) -> None:
                found = registrar.files.get(self.path.partition("?")[0])
                kind, data = found or ("text/plain", b"")
                self._send(200 if found else 404, kind, data)

            def _send(self, status: int, kind: str, data: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                """Nothing is told."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def sign(self, path: str, order: dict[str, Any]) -> tuple[int, dict[str, str]]:
        """The answer to a request for a blank: the same one again gets the same."""
        blinded = base64.b64decode(order["blinded"])
        if self.issued.setdefault(path, blinded) != blinded:
            return 409, {"code": "already-issued"}
        signed = blindsign.blind_sign(makers.signer_of(order["stratum"]), blinded)
        return 200, {"blind_sig": base64.b64encode(signed).decode()}


@contextmanager
def registering() -> Iterator[Registrar]:
    """A registrar who answers."""
    registrar = Registrar()
    threading.Thread(target=registrar.server.serve_forever, daemon=True).start()
    yield registrar
    registrar.server.shutdown()


def prepare(dsn: str) -> str:
    """Tables and the poll of the makers in an empty database."""
    with psycopg.connect(dsn, autocommit=True) as db:
        store.migrate(db)
        sealing.add_poll(db, manifest.write(makers.make_manifest()), LOG_KEY)
    return dsn


@contextmanager
def serving(dsn: str) -> Iterator[str]:
    """The address of the poll in a box that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)],
        cwd=ROOT,
        env={**os.environ, "BOX_DSN": dsn},
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/p/{POLL}"
    try:
        deadline = time.monotonic() + 60
        while not is_up(address):
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/manifest").status_code == 200
    except httpx.TransportError:
        return False

"""A box in a temporary folder, with a registrar's key of its own and an embedded PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import conninfo

from veche.ballotbox import canonical, keys, merkle, registrar, store, surroundings
from veche.ballotbox.registrar import Counts
from veche.kernel.embedded_postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60
CLOSE_SECONDS = 600
# While this file stands in its folder, the time of all polls is over for the box (`served`).
OVER = "over"


@dataclass
class StandingBox:
    """A running box: its port, process, database, folder, and its registrar's key."""

    port: int
    process: subprocess.Popen[bytes]
    dsn: str
    state: Path
    registrar_key: Ed25519PrivateKey

    @property
    def host(self) -> str:
        """What names of its logs begin with."""
        return f"127.0.0.1:{self.port}"

    @property
    def pass_secret(self) -> bytes:
        """What registrar and box share for passes."""
        return keys.read_secret(self.state / "keys" / "passes")

    @property
    def log_key(self) -> Ed25519PrivateKey:
        """The box's own key, for measurements of its parts outside of it."""
        return keys.read_key(self.state / "keys" / "log.ed25519")

    def address(self, poll: UUID) -> str:
        """Where a poll is published."""
        return f"http://{self.host}/p/{poll}"

    def public_keys(self) -> dict[str, bytes]:
        """Those of logs and of promises."""
        found = json.loads(self._ask("keys"))
        return {name: canonical.from_base64(text, "keys") for name, text in found.items()}

    def begin(self, manifest: bytes) -> None:
        """Tell the box of a poll, as its registrar."""
        tag = registrar.POLL_TAG
        self._ask("registrar/poll", registrar.sign(tag, manifest, self.registrar_key))

    def close(self, poll: UUID, issued: Mapping[int, int]) -> dict[str, Any]:
        """Close a poll as its registrar, as soon as its time is over: now."""
        counts = Counts(poll, issued, merkle.EMPTY_ROOT, closing=True)
        data = registrar.write_counts(counts)
        message = registrar.sign(registrar.COUNTS_TAG, data, self.registrar_key)
        mark = self.state / OVER
        mark.touch()
        try:
            return dict(json.loads(self._ask("registrar/counts", message)))
        finally:
            mark.unlink()

    def _ask(self, path: str, data: bytes | None = None) -> bytes:
        request = urllib.request.Request(f"http://{self.host}/{path}", data)
        try:
            with urllib.request.urlopen(request, timeout=CLOSE_SECONDS) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from error


@contextmanager
def cluster() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL with fsync on, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="veche-box-"))
    folder.chmod(0o711)  # PostgreSQL's own account passes through
    server = EmbeddedPostgres(folder / "db")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def box_on(server: EmbeddedPostgres, name: str = "box") -> Iterator[StandingBox]:
    """A box on a new database of this server."""
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    dsn = conninfo.make_conninfo(server.url, dbname=name)
    with psycopg.connect(dsn, autocommit=True) as db:
        store.migrate(db)
    key = Ed25519PrivateKey.generate()
    with socket.socket() as free, tempfile.TemporaryDirectory(prefix="veche-box-") as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        state = Path(folder)
        given = {
            "BOX_STATE": folder,
            "BOX_PORT": str(port),
            "BOX_URL": f"http://127.0.0.1:{port}",
            "BOX_REGISTRAR_KEY": canonical.to_base64(key.public_key().public_bytes_raw()),
            "BOX_DSN": dsn,
        }
        place = surroundings.read(surroundings.gather({**os.environ, **given}))
        surroundings.make_keys(place)
        command = [sys.executable, "-m", "tools.bench.box.served"]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given})
        standing = StandingBox(port, process, dsn, state, key)
        try:
            _wait(standing, place.processes)
            yield standing
        finally:
            process.terminate()
            process.wait(timeout=30)


def listening(port: int) -> int:
    """How many processes listen at the port."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[1:4:2] == [f"0100007F:{port:04X}", "0A"] for line in lines)


def _wait(box: StandingBox, processes: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and box.process.poll() is None:
        if listening(box.port) == processes:
            with suppress(RuntimeError):  # its sealer is not there yet
                box.public_keys()
                return
        time.sleep(0.1)
    raise RuntimeError("The box did not start.")

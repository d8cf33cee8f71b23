"""A real box with a cluster of its own and a real signer, for tests of secret polls.

Import the fixtures `box_program`, `signer_socket` and `box`.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import blindsign, canonical, entries, manifest, store
from veche.ballotbox.app import Box, Settings
from veche.ballotbox.entries import Body, Choice, Mark, Token
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.office import Told
from veche.commons.ballots import public
from veche.commons.ballots.rules import Question
from veche.commons.ballots.secrecy import closing
from veche.commons.ballots.tests import makers
from veche.kernel import clock
from veche.kernel.ids import new_id

HOST = "box.test"
ROOT = Path(__file__).resolve().parents[4]
REGISTRAR = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PROMISE = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
QUESTIONS = (
    Question("road", "one", ("yes", "no", "unsure"), exclusive=("unsure",)),
    Question("what", "several", ("a", "b", "c"), required=False, maximum=2),
)
HOUR = timedelta(hours=1)
# 200 voters in two parts of a town.
PEOPLE = {"Центр": 110, "Заречье": 100}


class BoxProgram:
    """The box's application in this process, behind a transport that waits for it."""

    def __init__(self, dsn: str, folder: Path) -> None:
        self.dsn = dsn
        self.ahead = timedelta()
        self.is_down = False
        self.sent: list[str] = []
        # Called with the path before and after a request; may raise instead of the network.
        self.on_way: Callable[[str, str], None] = lambda when, path: None
        log_key = folder / "log.ed25519"
        log_key.write_text(f"{canonical.to_base64(LOG.private_bytes_raw())}\n")
        log_key.chmod(0o600)
        told = Told(HOST, REGISTRAR.public_key().public_bytes_raw(), log_key)
        now = lambda: time.time() + self.ahead.total_seconds()  # noqa: E731
        self._app = Box(Settings(dsn, PROMISE, bytes(32), clock=now, told=told))
        self._runner, self._lock = asyncio.Runner(), threading.Lock()
        self._runner.run(self._app.__aenter__())
        transport = httpx.ASGITransport(self._app)
        self._http = httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}")
        deadline = time.monotonic() + 60
        # Its sealer starts beside it.
        while self.ask("GET", "/keys").status_code != 200 and time.monotonic() < deadline:
            self._runner.run(asyncio.sleep(0.1))

    def end(self) -> None:
        self._runner.run(self._http.aclose())
        self._runner.run(self._app.__aexit__())
        self._runner.close()

    def ask(self, method: str, path: str, data: bytes = b"") -> httpx.Response:
        with self._lock:
            return self._runner.run(self._http.request(method, path, content=data))

    def cast(self, poll: UUID, ballot: bytes) -> httpx.Response:
        """As a browser does."""
        return self.ask("POST", f"/p/{poll}/cast", ballot)

    def rows(self, sql: Any, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as db:
            return db.execute(sql, values).fetchall()


class Bridge(httpx.BaseTransport):
    """What the registrar's client is given instead of the network."""

    def __init__(self, program: BoxProgram) -> None:
        self._program = program

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        program, path = self._program, request.url.raw_path.decode()
        if program.is_down:
            raise httpx.ConnectError("down")
        program.on_way("before", path)
        answer = program.ask(request.method, path, request.read())
        program.sent.append(path)
        program.on_way("after", path)
        return httpx.Response(answer.status_code, content=answer.content)


@pytest.fixture(scope="session")
def box_program(own_database: Callable[[], str]) -> Iterator[BoxProgram]:
    dsn = own_database()
    with psycopg.connect(dsn, autocommit=True) as db:
        store.migrate(db)
    with tempfile.TemporaryDirectory(prefix="veche-box-") as folder:
        program = BoxProgram(dsn, Path(folder))
        yield program
        program.end()


@pytest.fixture(scope="session")
def signer_socket() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="veche-signer-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "veche.signer", "run", f"{folder}/signer"], cwd=ROOT
        )
        path = Path(folder) / "signer" / "socket"
        deadline = time.monotonic() + 60
        while not path.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        yield path
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture
def box(
    box_program: BoxProgram,
    signer_socket: Path,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> BoxProgram:
    """The box as the registrar of this test knows it."""
    settings.SIGNER_SOCKET = signer_socket
    settings.BOX_URL = f"http://{HOST}"
    settings.STATE_DIR = tmp_path
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    key = keys / "registrar.ed25519"
    key.write_text(f"{canonical.to_base64(REGISTRAR.private_bytes_raw())}\n")
    key.chmod(0o600)
    made = httpx.Client
    bridged = lambda **given: made(**given, transport=Bridge(box_program))  # noqa: E731
    monkeypatch.setattr(httpx, "Client", bridged)
    box_program.ahead, box_program.is_down = timedelta(), False
    box_program.sent.clear()
    box_program.on_way = lambda when, path: None
    return box_program


@dataclass
class SecretPoll:
    """A frozen poll and its people by the labels of their strata."""

    id: UUID
    people: dict[str, list[UUID]]
    closes_at: datetime

    @property
    def data(self) -> bytes:
        return public.secret_manifest(self.id)

    @property
    def manifest(self) -> Manifest:
        return manifest.read(self.data)


def freeze(
    paper: Sequence[Question] = QUESTIONS,
    sizes: Mapping[str, int] = PEOPLE,
    *,
    opens_in: timedelta = -HOUR,
    is_revisable: bool = True,
    **more: Any,
) -> SecretPoll:
    """A secret poll that runs from an hour ago to an hour from now."""
    now = clock.now()
    people = {label: [new_id() for _ in range(size)] for label, size in sizes.items()}
    poll = SecretPoll(new_id(), people, now + HOUR)
    public.freeze_secret(
        poll.id,
        paper=paper,
        strata=list(people.items()),
        opens_at=now + opens_in,
        closes_at=poll.closes_at,
        is_revisable=is_revisable,
        **more,
    )
    return poll


class Browser:
    """What a voter's browser does and keeps."""

    def __init__(self, poll: SecretPoll, stratum: int = 1) -> None:
        self.poll, self.stratum = poll, stratum
        self.key = Ed25519PrivateKey.generate()
        self._manifest, self._hash = poll.manifest, manifest.manifest_hash(poll.data)
        strata = {one.id: one.key for one in self._manifest.strata}
        self._public = blindsign.read_public_key(strata[stratum])
        token = Token(self._hash, stratum, self.key.public_key().public_bytes_raw())
        self._prepared = blindsign.prepare(entries.write_token(token))
        self._blinded = blindsign.blind(self._public, self._prepared)
        self.token = b""

    @property
    def blinded(self) -> bytes:
        return self._blinded.message

    def finish(self, answer: bytes) -> None:
        """Take the blinding off; it checks itself."""
        inverse = self._blinded.inverse
        self.token = blindsign.finalize(self._public, self._prepared, answer, inverse)

    def take(self, *person_ids: UUID) -> None:
        """Ask the registrar for the blank."""
        self.finish(public.secret_token(self.poll.id, person_ids, self.blinded, self.stratum))

    def ballot(self, choice: Choice, seq: int = 1) -> bytes:
        return entries.sign_ballot(
            self._manifest,
            self._hash,
            prepared=self._prepared,
            token_signature=self.token,
            body=Body(seq, choice),
            key=self.key,
        )


def marked(*options: int) -> Choice:
    """The first question's option and the second's."""
    first, *rest = options
    return (Mark(first, 1),), tuple(Mark(one, 1) for one in rest)


def vote(
    box: BoxProgram, poll: SecretPoll, person: UUID, choice: Choice, stratum: int = 1
) -> Browser:
    """A whole vote."""
    browser = Browser(poll, stratum)
    browser.take(person)
    answer = box.cast(poll.id, browser.ballot(choice))
    assert answer.status_code == 200, answer.text
    return browser


def end(box: BoxProgram, poll: SecretPoll) -> None:
    """Let the hours of a poll end on both sides, and do what is due."""
    box.ahead = 2 * HOUR
    makers.move_close(poll.id, clock.now() - timedelta(seconds=1))
    public.close_box(poll.id)
    closing.count(poll.id)

"""A ballot box run by its real command, with a registrar and voters who talk to it over HTTP."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.faults.running import RunningTown, clean_environment
from veche.ballotbox import canonical, entries, keys, manifest, merkle, note, passes, registrar
from veche.ballotbox.entries import Body
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.passes import Pass
from veche.ballotbox.registrar import COUNTS_TAG, POLL_TAG, Counts
from veche.ballotbox.tests.makers import CHOICE, make_open_manifest
from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for
from veche.kernel.embedded_postgres.cluster import read_postmaster

REGISTRAR = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
CLI = ("-m", "veche.config.cli", "box")
AGAIN_SECONDS = 0.05


class RunningBox(RunningTown):
    """Starts, looks at and ends one box; its processes are found by the state folder."""

    @property
    def environment(self) -> dict[str, str]:
        kept = clean_environment()
        public = REGISTRAR.public_key().public_bytes_raw()
        return {
            **{name: text for name, text in kept.items() if not name.startswith("BOX_")},
            "BOX_STATE": str(self.state),
            "BOX_PORT": str(self.port),
            "BOX_URL": "https://ballot.example",
            "BOX_REGISTRAR_KEY": canonical.to_base64(public),
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        return home_for(self.state)

    def wait_open(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + 120
        while not self.is_open():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def is_open(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/health").status_code == 200
        return False

    def number(self, part: str) -> int:
        """The process that serves, seals, or keeps the database; 0 while there is none."""
        if part == "postgres":
            postmaster = read_postmaster(self.home / "data")
            return postmaster.pid if postmaster else 0
        word = f"veche.ballotbox.{part}"
        return next((one for one, line in self.ours().items() if word in line), 0)

    def begin_poll(self, **changes: object) -> Manifest:
        """An open poll that the registrar begins here; its epochs are as short as can be."""
        told = httpx.get(f"{self.address}/keys").json()
        log, promise = (canonical.from_base64(told[name], "keys") for name in ("log", "promise"))
        poll = uuid4()
        origin = f"ballot.example/p/{poll}"
        now = datetime.now(UTC)
        made = replace(
            make_open_manifest(),
            poll=poll,
            origin=origin,
            log=note.Verifier(origin, log),
            promise=note.Verifier(note.promise_name(origin), promise),
            opens=instant(now - timedelta(hours=1)),
            closes=instant(now + timedelta(hours=1)),
            include_by=instant(now + timedelta(hours=2)),
            epoch_seconds=1,
            epoch_min_ballots=50,
            **changes,  # type: ignore[arg-type]
        )
        message = registrar.sign(POLL_TAG, manifest.write(made), REGISTRAR)
        answer = httpx.post(f"{self.address}/registrar/poll", content=message)
        assert answer.status_code == 200, answer.text
        return made

    def pass_key(self, poll: UUID) -> bytes:
        return passes.key_of(keys.read_secret(self.state / "keys" / "passes"), poll)

    def counts(self, counts: Counts) -> httpx.Response:
        message = registrar.sign(COUNTS_TAG, registrar.write_counts(counts), REGISTRAR)
        return httpx.post(f"{self.address}/registrar/counts", content=message, timeout=60)

    def own_server(self) -> EmbeddedPostgres:
        """The box's cluster, for whoever looks into it: the box's settings are not ours to give."""
        return EmbeddedPostgres(self.home)


def instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Voters:
    """Voters of an open poll who send the same ballot until it is acknowledged."""

    box: RunningBox
    made: Manifest
    promised: dict[int, str] = field(default_factory=dict)
    checkpoints: set[str] = field(default_factory=set)
    sent: int = 0
    _last_at: float = 0.0
    longest: float = 0.0

    def __post_init__(self) -> None:
        self._key = self.box.pass_key(self.made.poll)
        data = manifest.manifest_hash(manifest.write(self.made))
        self._body = entries.write_body(self.made, data, Body(1, CHOICE))
        self._until = int(time.time()) + 7200

    def _pseudonym(self, number: int) -> bytes:
        return merkle.leaf_hash(number.to_bytes(4, "big"))

    def leaf(self, number: int) -> bytes:
        """The leaf that this voter's ballot has in the log."""
        head = entries.OPEN + self._pseudonym(number) + b"\x00\x01\x02\x01"
        return merkle.leaf_hash(head + self._body)

    def ballot(self, number: int) -> bytes:
        """What this voter sends."""
        issued = Pass(self.made.poll, self._pseudonym(number), 1, 2, 1, self._until)
        return passes.write(self._key, issued) + self._body

    def vote(self, work: Callable[[], None], count: int = 16) -> None:
        """Vote, so many at a time, while the work goes on in a thread of its own."""
        asyncio.run(self._vote(work, count))

    async def _vote(self, work: Callable[[], None], count: int) -> None:
        working = asyncio.create_task(asyncio.to_thread(work))
        self._last_at = time.monotonic()
        async with httpx.AsyncClient(timeout=10) as client:
            jobs = [self._one(client, working) for _ in range(count)]
            await asyncio.gather(*jobs, self._look(client, working))
        await working

    async def _one(self, client: httpx.AsyncClient, working: asyncio.Task[None]) -> None:
        while not working.done():
            number, self.sent = self.sent, self.sent + 1
            ballot = self.ballot(number)
            while not (text := await self._drop(client, ballot)):
                await asyncio.sleep(AGAIN_SECONDS)
            self.promised[number] = text
            now = time.monotonic()
            self.longest, self._last_at = max(self.longest, now - self._last_at), now

    async def _drop(self, client: httpx.AsyncClient, ballot: bytes) -> str:
        with suppress(httpx.TransportError):
            url = f"{self.box.address}/p/{self.made.poll}/open"
            answer = await client.post(url, content=ballot)
            assert answer.status_code in (200, 503), answer.text
            return answer.text if answer.status_code == 200 else ""
        return ""

    async def _look(self, client: httpx.AsyncClient, working: asyncio.Task[None]) -> None:
        while not working.done():
            with suppress(httpx.TransportError):
                url = f"{self.box.address}/p/{self.made.poll}/checkpoint"
                answer = await client.get(url)
                if answer.status_code == 200:
                    self.checkpoints.add(answer.text)
            await asyncio.sleep(0.2)


def memory_of(number: int) -> int:
    """Bytes of memory that a process holds by itself."""
    found = re.search(r"^RssAnon:\s+(\d+) kB", Path(f"/proc/{number}/status").read_text(), re.M)
    assert found is not None
    return int(found[1]) * 1024

"""The box as a bare ASGI application: it takes ballots and serves what is published.

    GET  /p/<poll>/manifest             bytes of the manifest
    GET  /p/<poll>/checkpoint           newest signed checkpoint
    GET  /p/<poll>/tile/…               tiles, and after the close bundles of entries (`tiles`)
    GET  /p/<poll>/seq?voter=<hex>      {"seq": last number of this key or pseudonym}
    POST /p/<poll>/cast                 a secret ballot as it is (`entries`) → promise (`note`)
    POST /p/<poll>/open                 pass ‖ body of an open ballot → promise (`promises`)
    GET  /keys                          {"log", "promise"}: public keys, of which manifests are made
    GET  /health                        what failed inside since the start, by its kind alone
    POST /registrar/poll                a poll to begin (`registrar`) → {"checkpoint"}
    POST /registrar/counts              tokens issued, or the close → {"size", "ballots", …}

No cookie, no session, no address of the caller is read; nothing is logged. Refusals are JSON
{"code", "message"}, whose codes are those of `Fault` and these: `not-found`, `method`, `cut-off`,
`too-large`, `busy` (come again), `unknown` and `internal` (send the same again).
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, Self
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from veche.ballotbox import (
    canonical,
    curve,
    entries,
    merkle,
    note,
    openballots,
    passes,
    promises,
    registrar,
    store,
)
from veche.ballotbox import manifest as manifests
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.office import Failures, Office, Told
from veche.ballotbox.store import CAST, Cast
from veche.ballotbox.tiles import ENTRIES, parse_path, write_bundle
from veche.groupcommit import Closed, Full, GroupCommit, Statement, Unknown

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# The largest that an entry of any poll can be: more is not even read.
BODY_MAX = 0xFFFF
# How often one voter may change a ballot, so that one token cannot fill the log.
SEQ_MAX = 100
POLLS_KEPT = 1000
# So long a group waits for more ballots: many small groups cost the processor more than one.
PAUSE_SECONDS = 0.003
HEALTH_SECONDS = 2.0
BYTES, TEXT, JSON = "application/octet-stream", "text/plain; charset=utf-8", "application/json"
FOR_EVER, FRESH, NEVER = "public, max-age=31536000, immutable", "no-cache", "no-store"
STATUSES = MappingProxyType(
    {
        "not-found": 404,
        "method": 405,
        "too-large": 413,
        "ballot-differs": 409,
        "poll-closed": 409,
        "poll-not-open": 409,
        "poll-differs": 409,
        "poll-open": 409,
        "poll-unknown": 404,
        "counts-lower": 409,
        "close-differs": 409,
        "pass-mac": 403,
        "pass-expired": 403,
        "registrar-signature": 403,
        "busy": 503,
        "unknown": 503,
        "internal": 500,
    }
)
_PATH = re.compile(r"/p/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(.+)", re.ASCII)
_number = lru_cache(POLLS_KEPT)(UUID)
_VOTER = re.compile(rb"voter=([0-9a-f]{64})")
_COMMON = (
    (b"access-control-allow-origin", b"*"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"86400"),
)


class Answer(NamedTuple):
    """What is sent back."""

    body: bytes
    kind: str = BYTES
    cache: str = NEVER
    status: int = 200


@dataclass(frozen=True)
class Settings:
    """What the box is told: its database, the key it promises with, the secret of passes.

    Without `told` nothing of a registrar's is taken. `clock` tells Unix seconds.
    """

    dsn: str
    promise_key: Ed25519PrivateKey
    pass_secret: bytes
    capacity: int = 4096
    group_max: int = 512
    clock: Callable[[], float] = time.time
    told: Told | None = None


class Poll(NamedTuple):
    """A poll as the box reads it once: its manifest never changes."""

    manifest: Manifest
    data: bytes
    hash: bytes
    keys: dict[int, RSAPublicKey]
    pass_key: bytes
    opens: float
    closes: float


class Promised(NamedTuple):
    """A ballot on its way in, with the log that promises it."""

    cast: Cast
    origin: str


class Box:
    """The application; enter it, or let the server's lifespan do so, before it answers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._polls: dict[UUID, Poll] = {}
        self._stack = AsyncExitStack()
        self._promise_key = settings.promise_key
        self._failures = Failures()
        self._office: Office | None = None

    async def __aenter__(self) -> Self:
        settings = self._settings
        limits: dict[str, Any] = {
            "capacity": settings.capacity,
            "group_max": settings.group_max,
            "pause": PAUSE_SECONDS,
        }
        connect = lambda: store.connect_to_cast(settings.dsn)  # noqa: E731
        together: Statement[Promised, str] = Statement(CAST.sql, _columns, self._promise_all)
        self._pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
            settings.dsn, min_size=1, max_size=4, open=False, kwargs={"autocommit": True}
        )
        await self._stack.enter_async_context(self._pool)
        if settings.told is not None:
            office = Office(settings.told, settings.dsn, settings.promise_key, self._failures.note)
            self._office = await self._stack.enter_async_context(office)
        self._casts = await self._stack.enter_async_context(GroupCommit(connect, CAST, **limits))
        self._opens = await self._stack.enter_async_context(
            GroupCommit(connect, together, **limits)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await _send(send, scope["method"], await self._answer(scope, receive))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.__aenter__()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.__aexit__()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive) -> Answer:
        try:
            return await self._route(scope, receive)
        except Fault as fault:
            return _refusal(fault.code, str(fault))
        except (Full, Closed, psycopg.OperationalError):
            return _refusal("busy", "busy: try again in a moment")
        except Unknown:
            return _refusal("unknown", "unknown: it may have been taken; send the very same again")
        except Exception as error:
            # Whatever is told of an error, here or to the server's log, could repeat a ballot.
            self._failures.note(type(error).__name__)
            return _refusal("internal", "internal: the box failed; send the very same again")

    async def _route(self, scope: Message, receive: Receive) -> Answer:
        method, path = scope["method"], scope["path"]
        match = _PATH.fullmatch(path)
        if match is None:
            return await self._tell(method, path, receive)
        name = match[2]
        if method == "OPTIONS":
            return Answer(b"", status=204)
        posted = {"cast": self._cast, "open": self._open}.get(name)
        _require_method(method, posted is not None)
        poll = await self._poll(_number(match[1]))
        if posted:
            return await posted(poll, await _body(receive))
        return await self._read(poll, name, scope["query_string"])

    async def _tell(self, method: str, path: str, receive: Receive) -> Answer:
        """What belongs to no poll's address: the box itself, and its registrar."""
        if path == "/health":
            _require_method(method, False)
            return await self._health()
        office = self._office
        if office is None or path not in ("/keys", "/registrar/poll", "/registrar/counts"):
            raise Fault("not-found", "no such address")
        if path == "/keys":
            _require_method(method, False)
            return Answer(canonical.write_json(office.public_keys()), JSON, FRESH)
        _require_method(method, True)
        message = await _body(receive, registrar.MESSAGE_MAX)
        if path == "/registrar/poll":
            return Answer(canonical.write_json(await office.begin(message)), JSON)
        counts = office.read_counts(message)
        if counts.closing and self._settings.clock() < (await self._poll(counts.poll)).closes:
            raise Fault("poll-open", "the poll is not over yet")
        return Answer(canonical.write_json(await office.count(counts)), JSON)

    @property
    def is_sealing(self) -> bool:
        """Whether the registrar would be answered, if there is one."""
        return self._office is None or self._office.is_sealing

    async def _health(self) -> Answer:
        try:
            async with self._pool.connection(HEALTH_SECONDS) as db:
                await db.execute("SELECT 1")
            is_database = True
        except psycopg.OperationalError:
            is_database = False
        is_sealer = self.is_sealing
        found = {"database": is_database, "sealer": is_sealer, "failures": self._failures.counted}
        status = 200 if is_database and is_sealer else 503
        return Answer(canonical.write_json(found), JSON, NEVER, status)

    async def _poll(self, number: UUID) -> Poll:
        poll = self._polls.get(number)
        if poll is None:
            async with self._pool.connection() as db:
                data = await store.manifest_of(db, number)
            if data is None:
                raise Fault("not-found", "no such poll in this box")
            if len(self._polls) >= POLLS_KEPT:
                self._polls.clear()
            poll = self._polls[number] = _poll_of(data, self._settings.pass_secret)
        return poll

    async def _read(self, poll: Poll, name: str, query: bytes) -> Answer:
        if name == "manifest":
            return Answer(poll.data, JSON, FOR_EVER)
        async with self._pool.connection() as db:
            if name == "checkpoint":
                checkpoint = await store.checkpoint_of(db, poll.manifest.poll)
                return Answer((checkpoint or "").encode(), TEXT, FRESH)
            if name == "seq":
                match = _VOTER.fullmatch(query)
                if match is None:
                    raise Fault("voter-form", "voter= and 64 hexadecimal digits are expected")
                voter = bytes.fromhex(match[1].decode())
                seq = await store.last_seq(db, poll.manifest.poll, voter)
                return Answer(canonical.write_json({"seq": seq}), JSON)
            if not name.startswith("tile/"):
                raise Fault("not-found", "no such address")
            return Answer(await _tile(db, poll.manifest, name), BYTES, FOR_EVER)

    async def _cast(self, poll: Poll, data: bytes) -> Answer:
        self._require_mode(poll, manifests.SECRET)
        ballot = entries.read_ballot(poll.manifest, poll.hash, data)
        _require_seq(poll.manifest, ballot.seq)
        for point in (ballot.token.ballot_key, ballot.signature[:32]):
            curve.require_usual(point)
        entries.verify_ballot(poll.keys, ballot)
        leaf = merkle.leaf_hash(data)
        voter = ballot.token.ballot_key
        await self._casts.put(Cast(poll.manifest.poll, voter, ballot.seq, leaf, data))
        promise = note.sign_promise(poll.manifest.origin, leaf, self._promise_key)
        return Answer(promise.encode(), TEXT)

    async def _open(self, poll: Poll, data: bytes) -> Answer:
        self._require_mode(poll, manifests.OPEN)
        manifest = poll.manifest
        if len(data) != passes.SIZE + manifest.body_len:
            length = passes.SIZE + manifest.body_len
            raise Fault("ballot-length", f"{length} bytes are expected")
        now = self._settings.clock()
        admitted = passes.read(poll.pass_key, data[: passes.SIZE], manifest.poll, now)
        entry = openballots.write(admitted, data[passes.SIZE :])
        ballot = openballots.read(manifest, poll.hash, entry)
        _require_seq(manifest, ballot.seq)
        cast = Cast(manifest.poll, ballot.pseudonym, ballot.seq, merkle.leaf_hash(entry), entry)
        promise = await self._opens.put(Promised(cast, manifest.origin))
        return Answer(promise.encode(), TEXT)

    def _require_mode(self, poll: Poll, mode: str) -> None:
        if poll.manifest.mode != mode:
            raise Fault("poll-mode", "this poll is held in the other mode")
        now = self._settings.clock()
        if now < poll.opens:
            raise Fault("poll-not-open", "the poll is not open yet")
        if now >= poll.closes:
            raise Fault("poll-closed", "the poll is closed")

    def _promise_all(
        self, rows: Sequence[Promised], records: Sequence[tuple[Any, ...]]
    ) -> Sequence[str | Exception]:
        """One signature for the ballots of each log that stand; each gets its path."""
        answers: list[str | Exception | None] = [
            *store.outcomes([row.cast for row in rows], records)
        ]
        logs: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            if answers[place] is None:
                logs.setdefault(row.origin, []).append(place)
        for origin, places in logs.items():
            leaves = [rows[place].cast.leaf for place in places]
            made = promises.sign(origin, leaves, self._promise_key)
            for place, promise in zip(places, made, strict=True):
                answers[place] = promise
        return [answer for answer in answers if answer is not None]


def _require_method(method: str, is_posted: bool) -> None:
    if method not in (("POST",) if is_posted else ("GET", "HEAD")):
        raise Fault("method", "another method is expected here")


def _columns(rows: Sequence[Promised]) -> Sequence[Any]:
    return CAST.columns([row.cast for row in rows])


def _poll_of(data: bytes, pass_secret: bytes) -> Poll:
    manifest = manifests.read(data)
    is_secret = manifest.mode == manifests.SECRET
    return Poll(
        manifest,
        data,
        manifests.manifest_hash(data),
        entries.stratum_keys(manifest) if is_secret else {},
        passes.key_of(pass_secret, manifest.poll),
        datetime.fromisoformat(manifest.opens).timestamp(),
        datetime.fromisoformat(manifest.closes).timestamp(),
    )


def _require_seq(manifest: Manifest, seq: int) -> None:
    # Where ballots cannot be changed, the key of the table alone lets each voter in once.
    if seq > (SEQ_MAX if manifest.change_allowed else 1):
        raise Fault("body-seq", "more changes than this poll allows")


async def _tile(db: AsyncConnection[Any], manifest: Manifest, name: str) -> bytes:
    tile = parse_path(name)
    if tile.level != ENTRIES:
        data = await store.tile_of(db, manifest.poll, tile)
    elif manifest.publish == "at_close" and not await store.is_closed(db, manifest.poll):
        raise Fault("not-found", "entries are published after the close")
    else:
        found = await store.entries_of(db, manifest.poll, tile)
        data = None if found is None else write_bundle(found)
    if data is None:
        raise Fault("not-found", "the log has not grown so far")
    return data


async def _body(receive: Receive, most: int = BODY_MAX) -> bytes:
    """The whole body; Fault as soon as it is larger than any entry, or than `most`."""
    parts, length, is_more = [], 0, True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Fault("cut-off", "the message did not arrive whole")
        part = message.get("body", b"")
        length += len(part)
        if length > most:
            raise Fault("too-large", f"{most} bytes at most are read")
        parts.append(part)
        is_more = message.get("more_body", False)
    return b"".join(parts)


def _refusal(code: str, message: str) -> Answer:
    body = canonical.write_json({"code": code, "message": message})
    return Answer(body, JSON, NEVER, STATUSES.get(code, 400))


@lru_cache
def _headers(kind: str, cache: str) -> tuple[tuple[bytes, bytes], ...]:
    return (*_COMMON, (b"content-type", kind.encode()), (b"cache-control", cache.encode()))


async def _send(send: Send, method: str, answer: Answer) -> None:
    headers = [*_headers(answer.kind, answer.cache)]
    if answer.status == 204:
        headers += _PREFLIGHT
    else:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    if answer.status == 503:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = b"" if method == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})

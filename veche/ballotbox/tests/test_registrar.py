"""What the registrar tells the box over HTTP, with the sealer as a process of its own behind it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import canonical, entries, keys, manifest, note, registrar, store
from veche.ballotbox.app import Box, Settings
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.office import Told
from veche.ballotbox.registrar import COUNTS_TAG, POLL_TAG, Counts
from veche.ballotbox.tests.makers import LOG_KEY, PASS_SECRET, PROMISE_KEY, make_manifest
from veche.ballotbox.tests.test_app import DURING, Clock, refusal
from veche.ballotbox.tiles import parse_path, read_bundle

REGISTRAR = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
AFTER = 1_800_000_000.0
ROOT = bytes(range(32))


class Client:
    """A box with its office, and its registrar."""

    def __init__(self, dsn: str, folder: Path, runner: asyncio.Runner) -> None:
        seed = canonical.to_base64(LOG_KEY.private_bytes_raw())
        log_key = folder / "log.ed25519"
        log_key.write_text(f"{seed}\n")
        log_key.chmod(0o600)
        self.clock = Clock()
        told = Told("vote.example", REGISTRAR.public_key().public_bytes_raw(), log_key)
        clock = lambda: self.clock.now  # noqa: E731
        self.box = Box(Settings(dsn, PROMISE_KEY, PASS_SECRET, clock=clock, told=told))
        self.runner = runner
        transport = httpx.ASGITransport(self.box, raise_app_exceptions=True)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://ballot.test")

    def get(self, path: str) -> httpx.Response:
        return self.runner.run(self.http.get(path))

    def post(self, path: str, data: bytes) -> httpx.Response:
        return self.runner.run(self.http.post(path, content=data))

    def poll(self, made: Manifest, key: Ed25519PrivateKey = REGISTRAR) -> httpx.Response:
        message = registrar.sign(POLL_TAG, manifest.write(made), key)
        return self.post("/registrar/poll", message)

    def counts(self, counts: Counts, key: Ed25519PrivateKey = REGISTRAR) -> httpx.Response:
        message = registrar.sign(COUNTS_TAG, registrar.write_counts(counts), key)
        return self.post("/registrar/counts", message)

    def size(self, poll: UUID) -> int:
        text = self.get(f"/p/{poll}/checkpoint").text
        return int(text.split("\n")[1])


@pytest.fixture(scope="module")
def dsn(own_database: Callable[[], str]) -> str:
    dsn = own_database()
    with psycopg.connect(dsn, autocommit=True) as db:
        store.migrate(db)
    return dsn


@pytest.fixture(scope="module")
def box(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with asyncio.Runner() as runner:
        client = Client(dsn, tmp_path_factory.mktemp("keys"), runner)
        runner.run(client.box.__aenter__())
        while client.get("/health").status_code == 503:
            runner.run(asyncio.sleep(0.05))
        yield client
        runner.run(client.http.aclose())
        runner.run(client.box.__aexit__())


@pytest.fixture
def client(box: Client) -> Client:
    box.clock.now = DURING
    return box


def another(**changes: Any) -> Manifest:
    """A manifest of a poll that the box has never heard of."""
    poll = uuid4()
    origin = f"vote.example/p/{poll}"
    return replace(
        make_manifest(),
        poll=poll,
        origin=origin,
        log=note.verifier_of(origin, LOG_KEY),
        promise=note.verifier_of(note.promise_name(origin), PROMISE_KEY),
        **changes,
    )


def test_keys_are_those_of_manifests(client):
    public = {"log": LOG_KEY, "promise": PROMISE_KEY}
    told = {
        name: canonical.to_base64(key.public_key().public_bytes_raw())
        for name, key in public.items()
    }
    assert client.get("/keys").content == canonical.write_json(told)


def test_a_poll_begins_and_again_it_is_the_same(client):
    made = another()
    first = client.poll(made)
    assert first.status_code == 200
    checkpoint = note.verify_checkpoint(first.json()["checkpoint"], made.log)
    assert checkpoint.size == 1
    assert client.get(f"/p/{made.poll}/manifest").content == manifest.write(made)
    client.counts(Counts(made.poll, {1: 5}))
    assert client.poll(made).content == first.content
    assert refusal(client.poll(replace(made, change_allowed=False))) == (409, "poll-differs")
    assert client.size(made.poll) == 2


def wrong_polls() -> dict[str, tuple[bytes, tuple[int, str]]]:
    made = another()
    good = registrar.sign(POLL_TAG, manifest.write(made), REGISTRAR)
    stranger = registrar.sign(POLL_TAG, manifest.write(made), LOG_KEY)
    elsewhere = f"other.example/p/{made.poll}"
    foreign = replace(
        made,
        origin=elsewhere,
        log=note.verifier_of(elsewhere, LOG_KEY),
        promise=note.verifier_of(note.promise_name(elsewhere), PROMISE_KEY),
    )
    other_log = replace(made, log=note.verifier_of(made.origin, REGISTRAR))
    other_promise = replace(
        made, promise=note.verifier_of(note.promise_name(made.origin), REGISTRAR)
    )

    def signed(one: Manifest) -> bytes:
        return registrar.sign(POLL_TAG, manifest.write(one), REGISTRAR)

    return {
        "empty": (b"", (403, "registrar-signature")),
        "forged": (stranger, (403, "registrar-signature")),
        "cut": (good[:-1], (403, "registrar-signature")),
        "of the other kind": (
            registrar.sign(COUNTS_TAG, manifest.write(made), REGISTRAR),
            (403, "registrar-signature"),
        ),
        "no manifest": (registrar.sign(POLL_TAG, b"{}", REGISTRAR), (400, "manifest-form")),
        "foreign host": (signed(foreign), (400, "origin")),
        "foreign log": (signed(other_log), (400, "log-key")),
        "foreign promise": (signed(other_promise), (400, "promise-key")),
        "oversized": (good + bytes(registrar.MESSAGE_MAX), (413, "too-large")),
    }


WRONG_POLLS = wrong_polls()


@pytest.mark.parametrize("name", WRONG_POLLS)
def test_wrong_polls_leave_no_row(client, dsn, name):
    message, refused = WRONG_POLLS[name]
    with psycopg.connect(dsn) as db:
        before = db.execute("SELECT count(*) FROM poll").fetchone()
        assert refusal(client.post("/registrar/poll", message)) == refused
        assert db.execute("SELECT count(*) FROM poll").fetchone() == before


def test_counts_grow_and_leave_ballots_waiting(client, dsn):
    made = another()
    client.poll(made)
    first = client.counts(Counts(made.poll, {1: 5, 2: 7}))
    assert first.status_code == 200
    assert {name: first.json()[name] for name in ("size", "ballots")} == {"size": 2, "ballots": 0}
    # Sent again, or kept by a stranger and sent later: nothing is added.
    assert client.counts(Counts(made.poll, {1: 5, 2: 7})).content == first.content
    assert client.counts(Counts(made.poll, {1: 6, 2: 7})).json()["size"] == 3
    replayed = client.counts(Counts(made.poll, {1: 5, 2: 7}))
    assert refusal(replayed) == (409, "counts-lower")
    assert client.size(made.poll) == 3


def test_a_poll_is_closed_once_it_is_over(client):
    made = another()
    client.poll(made)
    closing = Counts(made.poll, {1: 5}, ROOT, closing=True)
    assert refusal(client.counts(closing)) == (409, "poll-open")
    client.clock.now = AFTER
    first = client.counts(closing)
    assert first.status_code == 200
    assert note.verify_checkpoint(first.json()["checkpoint"], made.log).size == 3
    assert client.counts(closing).content == first.content
    assert refusal(client.counts(replace(closing, issued={1: 6}))) == (409, "close-differs")
    assert refusal(client.counts(replace(closing, issued_root=bytes(32)))) == (409, "close-differs")
    assert refusal(client.counts(Counts(made.poll, {1: 9}))) == (409, "poll-closed")
    bundle = client.get(f"/p/{made.poll}/tile/entries/000.p/3").content
    close = entries.read_close(read_bundle(parse_path("tile/entries/000.p/3"), bundle)[-1])
    assert (close.issued, close.issued_root) == ({1: 5, 2: 0}, ROOT)


TOLD = registrar.write_counts(Counts(UUID(int=5), {1: 2}))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "registrar-form"),
        (b"{}", "registrar-form"),
        (
            TOLD.replace(b"1", b"01"),
            "registrar-form",
        ),
        (TOLD.replace(b":2", b":-2"), "counts-form"),
        (
            TOLD.replace(b"false", b"true"),
            "registrar-form",
        ),
        (TOLD, "poll-unknown"),
    ],
)
def test_wrong_counts_are_named(client, data, code):
    answer = client.post("/registrar/counts", registrar.sign(COUNTS_TAG, data, REGISTRAR))
    assert refusal(answer)[1] == code


def test_counts_of_a_stranger_are_refused(client):
    made = another()
    client.poll(made)
    counts = Counts(made.poll, {1: 5})
    assert refusal(client.counts(counts, LOG_KEY)) == (403, "registrar-signature")
    assert client.size(made.poll) == 1


def test_a_stratum_that_the_poll_has_not_is_refused(client):
    made = another()
    client.poll(made)
    assert refusal(client.counts(Counts(made.poll, {9: 1}))) == (400, "counts-stratum")


def test_a_killed_sealer_is_started_again_and_counted(client):
    made = another()
    client.poll(made)
    link = client.box._office._sealer

    async def kill_and_wait() -> None:
        process = link._process
        process.kill()
        while link._process in (process, None):
            await asyncio.sleep(0.05)

    client.runner.run(kill_and_wait())
    assert client.counts(Counts(made.poll, {1: 1})).status_code == 200
    health = client.get("/health").json()
    assert (health["database"], health["sealer"]) == (True, True)
    assert health["failures"]["SealerEnded"] >= 1


def test_addresses_of_the_office(client):
    assert refusal(client.post("/keys", b"")) == (405, "method")
    assert refusal(client.get("/registrar/poll")) == (405, "method")
    assert refusal(client.get("/registrar/other")) == (404, "not-found")


def test_failures_are_counted_without_their_words(client, monkeypatch):
    def fail(*_: Any) -> None:
        raise RuntimeError("a ballot could stand here")

    monkeypatch.setattr(registrar, "verify", fail)
    assert refusal(client.post("/registrar/poll", b"")) == (500, "internal")
    told = client.get("/health")
    assert told.json()["failures"]["RuntimeError"] == 1
    assert "stand" not in told.text


def test_key_files_must_be_ours_alone(tmp_path):
    path = tmp_path / "keys" / "one"
    keys.make_once(path)
    secret = keys.read_secret(path)
    keys.make_once(path)
    assert keys.read_secret(path) == secret
    assert (path.stat().st_mode & 0o777, len(secret)) == (0o600, 32)
    path.chmod(0o640)
    with pytest.raises(ValueError, match="key-mode"):
        keys.read_secret(path)
    path.chmod(0o600)
    path.write_text("AAAA\n")
    with pytest.raises(ValueError, match="key-form"):
        keys.read_secret(path)
    with pytest.raises(ValueError, match="key-missing"):
        keys.read_secret(tmp_path / "none")


def test_public_keys_are_whole():
    good = canonical.to_base64(LOG_KEY.public_key().public_bytes_raw())
    assert canonical.to_base64(keys.public_key(good)) == good
    for wrong in ("", good[:-4], good + "\n"):
        with pytest.raises(ValueError, match="key-form"):
            keys.public_key(wrong)

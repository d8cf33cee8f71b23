"""The box over HTTP with a real PostgreSQL: what it takes, refuses, tells and keeps to itself."""

import asyncio
import io
import logging
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

import httpx
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veche.ballotbox import app, entries, manifest, merkle, note, passes, promises, sealing, store
from veche.ballotbox.app import Box, Settings
from veche.ballotbox.entries import Body
from veche.ballotbox.passes import Pass
from veche.ballotbox.sealing import Issued
from veche.ballotbox.tests.makers import (
    CHOICE,
    LIGHT,
    LOG_KEY,
    PASS_SECRET,
    POLL,
    PROMISE_KEY,
    Poll,
    flipped,
    make_open_manifest,
)
from veche.ballotbox.tiles import parse_path, read_bundle, read_tile

OPEN_POLL = UUID("7a1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c22")
OPEN_ORIGIN = f"vote.example/p/{OPEN_POLL}"
OPEN = make_open_manifest(
    poll=OPEN_POLL,
    origin=OPEN_ORIGIN,
    log=note.verifier_of(OPEN_ORIGIN, LOG_KEY),
    promise=note.verifier_of(note.promise_name(OPEN_ORIGIN), PROMISE_KEY),
    change_allowed=False,
)
OPEN_DATA = manifest.write(OPEN)
OPEN_HASH = manifest.manifest_hash(OPEN_DATA)
DURING = 1_796_500_000.0  # 2026-12-05
NOTHING = Issued({}, merkle.EMPTY_ROOT)
SECRET = Poll()
VOTERS = [SECRET.voter(number) for number in range(4)]
ELSEWHERE = SECRET.voter(9, stratum=2)


Answer = TypeVar("Answer")


class Clock:
    now = DURING


@dataclass
class Client:
    """The application with a loop of its own, asked as a browser would."""

    runner: asyncio.Runner
    http: httpx.AsyncClient
    db: psycopg.Connection[Any]
    box: Box
    clock: Clock

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.runner.run(work)

    def get(self, path: str, poll: UUID = POLL) -> httpx.Response:
        return self.run(self.http.get(f"/p/{poll}/{path}"))

    def post(self, path: str, data: bytes, poll: UUID = POLL) -> httpx.Response:
        return self.run(self.http.post(f"/p/{poll}/{path}", content=data))

    def rows(self) -> int:
        row = self.db.execute("SELECT count(*) FROM pending").fetchone()
        return int(row[0]) if row else -1


@pytest.fixture(scope="module")
def dsn(own_database: Callable[[], str]) -> str:
    return own_database()


@pytest.fixture
def client(dsn: str) -> Iterator[Client]:
    clock = Clock()
    with psycopg.connect(dsn, autocommit=True) as db, asyncio.Runner() as runner:
        db.execute("DROP SCHEMA public CASCADE")
        db.execute("CREATE SCHEMA public")
        store.migrate(db)
        for data in (SECRET.data, OPEN_DATA):
            sealing.add_poll(db, data, LOG_KEY)
        box = Box(Settings(dsn, PROMISE_KEY, PASS_SECRET, clock=lambda: clock.now))
        runner.run(box.__aenter__())
        transport = httpx.ASGITransport(box, raise_app_exceptions=True)
        http = httpx.AsyncClient(transport=transport, base_url="http://ballot.test")
        yield Client(runner, http, db, box, clock)
        runner.run(http.aclose())
        runner.run(box.__aexit__())


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/json"
    raw = answer.json()
    assert raw.keys() == {"code", "message"}
    return answer.status_code, raw["code"]


def open_ballot(number: int, seq: int = 1, choice: Any = CHOICE, **changes: Any) -> bytes:
    key = passes.key_of(PASS_SECRET, OPEN_POLL)
    issued = Pass(OPEN_POLL, bytes([number]) * 32, 1, 2, 1, int(DURING) + 60)
    body = entries.write_body(OPEN, OPEN_HASH, Body(seq, choice))
    return passes.write(key, issued._replace(**changes)) + body


def test_a_secret_ballot_is_promised_and_its_repeat_alike(client):
    ballot = SECRET.ballot(VOTERS[0])
    first, again = client.post("cast", ballot), client.post("cast", ballot)
    assert (first.status_code, again.content) == (200, first.content)
    leaf, promise = merkle.leaf_hash(ballot), SECRET.manifest.promise
    note.verify_promise(first.text, SECRET.manifest.origin, leaf, promise)
    assert client.rows() == 1


def test_a_secret_ballot_is_changed_by_a_higher_number_only(client):
    client.post("cast", SECRET.ballot(VOTERS[0]))
    other = client.post("cast", SECRET.ballot(VOTERS[0], LIGHT))
    assert refusal(other) == (409, "ballot-differs")
    assert client.post("cast", SECRET.ballot(VOTERS[0], LIGHT, seq=2)).status_code == 200
    voter = VOTERS[0].key.public_key().public_bytes_raw().hex()
    assert client.get(f"seq?voter={voter}").json() == {"seq": 2}
    assert client.get(f"seq?voter={'00' * 32}").json() == {"seq": 0}
    too_often = SECRET.ballot(VOTERS[0], seq=app.SEQ_MAX + 1)
    assert refusal(client.post("cast", too_often)) == (400, "body-seq")
    assert client.rows() == 2


def test_lengths_of_answers_do_not_tell_the_choice(client):
    answers = [client.post("cast", SECRET.ballot(VOTERS[0], CHOICE))]
    answers.append(client.post("cast", SECRET.ballot(VOTERS[1], LIGHT)))
    assert len({len(one.content) for one in answers}) == 1
    assert len({len(SECRET.ballot(VOTERS[0], one)) for one in (CHOICE, LIGHT)}) == 1


def weak_ballot() -> bytes:
    """Under the neutral point as key, S = 0 and R neutral too: a signature of any text at all."""
    good = SECRET.ballot(VOTERS[0])
    neutral = (1).to_bytes(32, "little")
    place = 1 + entries.PREPARED_SIZE - 32
    return good[:place] + neutral + good[place + 32 : -64] + neutral + bytes(32)


def wrong_secret_ballots() -> dict[str, tuple[bytes, str]]:
    good = SECRET.ballot(VOTERS[0])
    stranger = replace(VOTERS[0], token=VOTERS[1].token)
    thief = replace(VOTERS[0], seed=VOTERS[1].seed)
    body = 1 + entries.PREPARED_SIZE + entries.TOKEN_SIZE
    moved = bytearray(good)
    moved[1 + 32 + 15 + 32 + 1] = 2
    return {
        "empty": (b"", "ballot-length"),
        "cut": (good[:-1], "ballot-length"),
        "long": (good + b"\x00", "ballot-length"),
        "forged token": (SECRET.ballot(stranger), "token-signature"),
        "another's key": (SECRET.ballot(thief), "ballot-signature"),
        "another stratum": (bytes(moved), "token-signature"),
        "a key that fits all": (weak_ballot(), "ballot-key"),
        "another type": (b"\x03" + good[1:], "entry-type"),
        "another poll's token": (flipped(good, 8 * (1 + 32 + 15)), "token-manifest"),
        "another poll's body": (flipped(good, 8 * (body + 16)), "body-manifest"),
        "altered": (flipped(good, 8 * len(good) - 1), "ballot-signature"),
    }


@pytest.mark.parametrize("name", wrong_secret_ballots())
def test_wrong_secret_ballots_leave_no_row(client, name):
    data, code = wrong_secret_ballots()[name]
    assert refusal(client.post("cast", data)) == (400, code)
    assert client.rows() == 0


def test_open_ballots_of_a_group_have_one_signature(client):
    ballots = [open_ballot(number) for number in range(5)]

    async def together() -> list[httpx.Response]:
        posts = (client.http.post(f"/p/{OPEN_POLL}/open", content=one) for one in ballots)
        return list(await asyncio.gather(*posts))

    answers = client.run(together())
    for ballot, answer in zip(ballots, answers, strict=True):
        number = ballot[30:31] * 32
        entry = b"\x05" + number + b"\x00\x01\x02\x01" + ballot[passes.SIZE :]
        promises.verify(answer.text, OPEN_ORIGIN, merkle.leaf_hash(entry), OPEN.promise)
    assert len({one.text.partition("\n\n")[2] for one in answers}) < len(answers)
    assert client.rows() == 5


def test_one_pseudonym_has_one_ballot_where_it_cannot_be_changed(client):
    def outcome(data: bytes) -> Any:
        answer = client.post("open", data, OPEN_POLL)
        return 200 if answer.status_code == 200 else refusal(answer)

    assert outcome(open_ballot(1)) == 200
    assert outcome(open_ballot(1, expires=int(DURING) + 90)) == 200
    assert outcome(open_ballot(1, choice=LIGHT)) == (409, "ballot-differs")
    assert outcome(open_ballot(1, stratum=2)) == (409, "ballot-differs")
    assert outcome(open_ballot(1, seq=2)) == (400, "body-seq")
    assert client.rows() == 1


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (open_ballot(1)[:-1], (400, "ballot-length")),
        (flipped(open_ballot(1), 8 * 30), (403, "pass-mac")),
        (open_ballot(1, poll=POLL), (400, "pass-poll")),
        (open_ballot(1, stratum=9), (400, "pass-stratum")),
        (open_ballot(1, expires=int(DURING)), (403, "pass-expired")),
        (open_ballot(1)[:-1] + b"\x00", (400, "body-padding")),
        (b"\x00" * (app.BODY_MAX + 1), (413, "too-large")),
    ],
)
def test_wrong_open_ballots_leave_no_row(client, data, refused):
    assert refusal(client.post("open", data, OPEN_POLL)) == refused
    assert client.rows() == 0


def test_each_mode_has_its_door(client):
    assert refusal(client.post("open", open_ballot(1))) == (400, "poll-mode")
    secret = SECRET.ballot(VOTERS[0])
    assert refusal(client.post("cast", secret, OPEN_POLL)) == (400, "poll-mode")


def test_nobody_votes_too_early_or_too_late(client):
    ballot = SECRET.ballot(VOTERS[0])
    client.clock.now = 1_700_000_000
    assert refusal(client.post("cast", ballot)) == (409, "poll-not-open")
    client.clock.now = 1_800_000_000
    assert refusal(client.post("cast", ballot)) == (409, "poll-closed")
    client.clock.now = DURING
    sealing.seal(client.db, POLL, LOG_KEY, closing=NOTHING)
    assert refusal(client.post("cast", ballot)) == (409, "poll-closed")
    assert client.rows() == 0


def test_what_is_published_is_a_log_that_can_be_counted(client):
    ballots = [SECRET.ballot(one) for one in (*VOTERS, ELSEWHERE)]
    for ballot in ballots:
        assert client.post("cast", ballot).status_code == 200
    served = client.get("manifest")
    assert served.content == SECRET.data
    assert "immutable" in served.headers["cache-control"]
    assert note.verify_checkpoint(client.get("checkpoint").text, SECRET.manifest.log).size == 1
    sealing.seal(client.db, POLL, LOG_KEY)
    hidden = client.get("tile/entries/000.p/6")
    assert refusal(hidden) == (404, "not-found")
    leaves = read_tile(parse_path("tile/0/000.p/6"), client.get("tile/0/000.p/6").content)
    assert leaves[1:] == sorted(map(merkle.leaf_hash, ballots))
    sealing.seal(client.db, POLL, LOG_KEY, closing=Issued({1: 4, 2: 1}, merkle.EMPTY_ROOT))
    told = client.get("checkpoint")
    assert told.headers["cache-control"] == "no-cache"
    checkpoint = note.verify_checkpoint(told.text, SECRET.manifest.log)
    assert checkpoint.size == 8
    tile = parse_path("tile/entries/000.p/8")
    log = read_bundle(tile, client.get(tile.path).content)
    assert log[1:6] == sorted(ballots, key=merkle.leaf_hash)
    assert entries.read_close(log[-1]).ballots == {1: 4, 2: 1}
    leaves = read_tile(parse_path("tile/0/000.p/8"), client.get("tile/0/000.p/8").content)
    root = merkle.range_hash(0, 8, merkle.perfect_of(map(merkle.leaf_hash, log)))
    assert leaves == list(map(merkle.leaf_hash, log))
    assert root == checkpoint.root
    # A tile of an earlier size is still there; one beyond the log is not.
    assert client.get("tile/0/000.p/6").status_code == 200
    assert refusal(client.get("tile/0/000.p/9")) == (404, "not-found")


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("tile/0/000", (404, "not-found")),
        ("tile/0/0", (400, "tile-path")),
        ("tile/0/../manifest", (400, "tile-path")),
        ("nothing", (404, "not-found")),
        ("seq?voter=1", (400, "voter-form")),
        ("seq", (400, "voter-form")),
        ("cast", (405, "method")),
    ],
)
def test_wrong_addresses_are_named(client, path, refused):
    assert refusal(client.get(path)) == refused


def test_other_polls_and_methods_are_refused(client):
    assert refusal(client.get("manifest", UUID(int=1))) == (404, "not-found")
    assert refusal(client.post("manifest", b"")) == (405, "method")
    assert refusal(client.run(client.http.get("/"))) == (404, "not-found")
    head = client.run(client.http.head(f"/p/{POLL}/manifest"))
    assert (head.status_code, head.content) == (200, b"")


def test_any_page_may_ask_and_no_cookie_is_given(client):
    before = client.run(client.http.options(f"/p/{POLL}/cast"))
    assert before.status_code == 204
    assert before.headers["access-control-allow-methods"] == "GET, POST"
    for answer in (before, client.get("manifest"), client.post("cast", b"")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "set-cookie" not in answer.headers


def test_a_full_box_says_come_again(client, monkeypatch):
    monkeypatch.setattr(client.box._casts, "_capacity", 0)
    answer = client.post("cast", SECRET.ballot(VOTERS[0]))
    assert refusal(answer) == (503, "busy")
    assert answer.headers["retry-after"] == "1"


def test_a_broken_database_is_told_and_the_same_ballot_taken_after(client):
    ballot = SECRET.ballot(VOTERS[0])
    assert client.post("cast", ballot).status_code == 200
    client.db.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    later = SECRET.ballot(VOTERS[1])
    assert refusal(client.post("cast", later)) == (503, "unknown")
    assert client.post("cast", later).status_code == 200
    assert client.rows() == 2


def test_nothing_is_logged_even_when_the_box_fails(client, monkeypatch, capfd):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger("veche")
    monkeypatch.setattr(root, "level", logging.DEBUG)
    root.addHandler(handler)

    def fail(*_: Any) -> None:
        raise RuntimeError("a ballot could stand here")

    client.post("cast", SECRET.ballot(VOTERS[0]))
    monkeypatch.setattr(entries, "verify_ballot", fail)
    answer = client.post("cast", SECRET.ballot(VOTERS[1]))
    root.removeHandler(handler)
    assert refusal(answer) == (500, "internal")
    assert "could stand" not in answer.text
    assert stream.getvalue() == ""
    assert "".join(capfd.readouterr()) == ""


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["cast", "open"]), st.sampled_from([POLL, OPEN_POLL]), st.data())
def test_no_bytes_bring_it_down(client, door, poll, data):
    good = SECRET.ballot(VOTERS[0]) if door == "cast" else open_ballot(1)
    sent = data.draw(
        st.one_of(
            st.binary(max_size=900),
            st.integers(0, 8 * len(good) - 1).map(lambda bit: flipped(good, bit)),
            st.integers(0, len(good) - 1).map(lambda end: good[:end]),
        )
    )
    assert refusal(client.post(door, sent, poll))[0] in (400, 403)
    assert client.rows() == 0


def test_the_server_starts_and_ends_it(dsn, client):
    said: list[str] = []
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive():
        return next(messages)

    async def send(message):
        said.append(message["type"])

    box = Box(Settings(dsn, PROMISE_KEY, PASS_SECRET))
    client.run(box({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

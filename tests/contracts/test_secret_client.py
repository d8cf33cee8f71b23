"""The browser's client, as a program under Node, against the box in a process of its own.

The town's keys, the registrar and the published files are those of `ballotbox.tests.makers`; both
recounts, and the close that the box writes, must come to one result.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import secretpoll
from tests.contracts import test_carts_secret as carts
from tests.contracts import test_recount_secret as secrets
from tests.secretpoll import ROOT, Registrar
from tools.recount import recount
from veche.ballotbox import (
    counting,
    entries,
    manifest,
    merkle,
    note,
    promises,
    proof,
    sealing,
)
from veche.ballotbox.faults import Fault
from veche.ballotbox.sealing import Issued
from veche.ballotbox.tests import makers
from veche.ballotbox.tests.makers import CHOICE, LIGHT, LOG_KEY, POLL, PROMISE_KEY, Poll
from veche.ballotbox.tiles import ENTRIES, Tile, read_bundle

Json = dict[str, Any]


class Client:
    """The program, which answers an order a line."""

    def __init__(self, program: Path) -> None:
        self.process = subprocess.Popen(
            ["node", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, **order: Any) -> Json:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: Json = json.loads(self.process.stdout.readline())
        return answer

    def recount(self, folder: Path, *saved: Path) -> Json:
        return self(do="recount", folder=str(folder), saved=[str(path) for path in saved])


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frontend = ROOT / "frontend"
    built = tmp_path_factory.mktemp("client") / "client.mjs"
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    esbuild = frontend / "node_modules" / "esbuild" / "bin" / "esbuild"
    command = [str(esbuild), "tests/client.ts", f"--outfile={built}", *options]
    subprocess.run(command, cwd=frontend, check=True)
    return built


@pytest.fixture(scope="module")
def client(program: Path) -> Iterator[Client]:
    client = Client(program)
    yield client
    assert client.process.stdin is not None
    client.process.stdin.close()
    client.process.wait(20)


@pytest.fixture(scope="module")
def registrar() -> Iterator[Registrar]:
    with secretpoll.registering() as registrar:
        yield registrar


@pytest.fixture(scope="module")
def dsn(own_database: Callable[[], str]) -> str:
    return secretpoll.prepare(own_database())


@pytest.fixture(scope="module")
def box(dsn: str) -> Iterator[str]:
    with secretpoll.serving(dsn) as address:
        yield address


def saved(address: str, folder: Path) -> Path:
    """The published files of a poll as a mirror keeps them."""
    size = int(httpx.get(f"{address}/checkpoint").text.split("\n")[1])
    paths = ["manifest", "checkpoint", f"tile/entries/000.p/{size}", f"tile/0/000.p/{size}"]
    for path in paths:
        answer = httpx.get(f"{address}/{path}")
        assert answer.status_code == 200, path
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(answer.content)
    return folder


def test_votes_of_the_browser_in_the_box_of_python(
    client: Client, box: str, dsn: str, registrar: Registrar, tmp_path: Path
) -> None:
    poll = makers.make_manifest()
    expected = manifest.manifest_hash(manifest.write(poll)).hex()

    def vote(person: int, choice: entries.Choice, **more: Any) -> Json:
        order: Json = {"do": "vote", "box": box, "key": str(person), "expected": expected}
        order |= {"stratum": 1 + person % 2, "token": f"{registrar.address}/{person}"}
        return client(**order, choice=choice, **more)

    first = vote(0, CHOICE)
    assert first["isNew"], first
    assert first["steps"] == ["loading", "blank", "sealing", "dropping", "dropped"]
    assert [vote(person, CHOICE)["isNew"] for person in (1, 2, 0)] == [True, True, False]
    assert vote(0, LIGHT, isChange=True)["isNew"]
    other = client(
        do="vote", box=box, key="elsewhere", token=f"{registrar.address}/0", stratum=1, choice=LIGHT
    )
    assert other["code"] == "already-issued"
    assert client(do="receipt", box=box, promise=first["promise"])["state"] == "promised"
    issued = Issued({1: 2, 2: 1}, merkle.EMPTY_ROOT)
    with psycopg.connect(dsn, autocommit=True) as db:
        sealing.seal(db, POLL, LOG_KEY, closing=issued)
    receipt = client(do="receipt", box=box, promise=first["promise"])
    assert receipt["state"] == "included", receipt
    found = proof.parse(receipt["proof"])
    proof.verify(found, base64.b64decode(receipt["leaf"]), poll.log)
    folder = saved(box, tmp_path)
    said = client.recount(folder)
    assert said["lines"] == recount.recount(str(folder))
    assert "3 voters, log of 7 entries" in said["lines"][0]
    log = [row for row in bundle(folder, 7) if row[:1] == entries.BALLOT]
    ballots = [entries.read_ballot(poll, bytes.fromhex(expected), row) for row in log]
    assert [ballot.choice for ballot in counting.last_ballots(ballots).values()].count(LIGHT) == 1
    assert client(do="kept", key="0")["kept"] == [
        "hash", "key", "seed", "seq", "stage", "stratum", "token",
    ]  # fmt: skip


def bundle(folder: Path, size: int) -> list[bytes]:
    tile = Tile(ENTRIES, 0, size)
    return read_bundle(tile, (folder / tile.path).read_bytes())


def made(voters: int, **close: Any) -> Poll:
    poll = Poll(makers.make_manifest(voters=1000))
    people = [poll.voter(number, 1 + number % 2) for number in range(voters)]
    poll.seal([poll.ballot(one, CHOICE if n % 3 else LIGHT) for n, one in enumerate(people)])
    poll.seal([poll.ballot(people[1], LIGHT, 2)])
    poll.close(**close)
    return poll


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Poll, Path]:
    poll = made(4)
    return poll, poll.publish(tmp_path_factory.mktemp("small"))


def test_both_recounts_agree_on_a_log_of_many_tiles(client: Client, tmp_path: Path) -> None:
    poll = made(270)
    folder = poll.publish(tmp_path)
    said = client.recount(folder)
    assert said.get("lines") == recount.recount(str(folder)), said
    close = entries.read_close(poll.log[-1])
    lines = said["lines"]
    for question in poll.manifest.questions:
        start = lines.index(question.id) + 1
        for line, (votes, points) in zip(lines[start:], close.tally[question.id], strict=False):
            ending = f"{votes} votes" + (f", {points} points" if points else "")
            assert line.endswith(f": {ending}")
    for name in ("tile/0/000", "tile/1/000.p/1"):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(makers.flipped(whole, 100))
        assert client.recount(folder)["code"] == wrong(folder) == "tile-hash"
        path.unlink()
        assert client.recount(folder)["code"] == wrong(folder) == "file-missing"
        path.write_bytes(whole)


def wrong(folder: Path) -> str:
    with pytest.raises(ValueError, match="^[a-z]+-[a-z-]+(: |$)") as caught:
        recount.recount(str(folder))
    return str(caught.value).split(":")[0]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_flipped_bit_of_any_file_is_named(
    client: Client, small: tuple[Poll, Path], data: st.DataObject
) -> None:
    _, folder = small
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(paths))
    whole = path.read_bytes()
    try:
        path.write_bytes(makers.flipped(whole, data.draw(st.integers(0, len(whole) * 8 - 1))))
        answer = client.recount(folder)
        assert "lines" not in answer
        assert answer["code"] != "failed", answer
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"tally": {}}, "close-tally"),
        ({"ballots": {1: 1, 2: 2}}, "close-ballots"),
        ({"issued": {1: 1, 2: 2}}, "counts-differ"),
    ],
)
def test_close_that_tells_another_count(
    client: Client, told: Any, name: str, tmp_path: Path
) -> None:
    folder = made(4, **told).publish(tmp_path)
    assert client.recount(folder)["code"] == wrong(folder) == name


def test_what_people_kept(client: Client, small: tuple[Poll, Path], tmp_path: Path) -> None:
    poll, folder = small
    perfect = merkle.perfect_of(map(merkle.leaf_hash, poll.log))
    path = tuple(merkle.inclusion_proof(2, len(poll.log), perfect))
    receipt = proof.Proof(2, path, poll.checkpoint(), poll.log[2])
    lost = note.sign_promise(makers.ORIGIN, merkle.leaf_hash(b"left out"), PROMISE_KEY)
    kept = merkle.leaf_hash(poll.log[2])
    texts = {
        "old": poll.checkpoint(3),
        "receipt": proof.write(receipt),
        "promise": note.sign_promise(makers.ORIGIN, kept, PROMISE_KEY),
        "lost": lost,
        "longer": note.sign_checkpoint(note.Checkpoint(makers.ORIGIN, 99, bytes(32)), LOG_KEY),
        "other": note.sign_checkpoint(note.Checkpoint(makers.ORIGIN, 3, bytes(32)), LOG_KEY),
    }
    files = {}
    for name, text in texts.items():
        files[name] = tmp_path / name
        files[name].write_bytes(text.encode())
    good = [files[name] for name in ("old", "receipt", "promise")]
    assert client.recount(folder, *good)["lines"] == recount.recount(str(folder), good)
    for name, code in (
        ("lost", "promise-broken"),
        ("longer", "checkpoint-size"),
        ("other", "checkpoint-root"),
    ):
        assert client.recount(folder, files[name])["code"] == code


def test_manifest_shown_to_others(client: Client, small: tuple[Poll, Path], tmp_path: Path) -> None:
    poll, folder = small
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "manifest").write_bytes(poll.data.replace(b'"eligible":1000', b'"eligible":1001'))
    assert client.recount(copy)["code"] == wrong(copy) == "manifest-hash"


def test_open_poll_is_counted_too(client: Client, tmp_path: Path) -> None:
    poll = secrets.open_log()
    folder = poll.publish(tmp_path / "poll")
    assert client.recount(folder)["lines"] == recount.recount(str(folder))
    leaves = list(map(merkle.leaf_hash, poll.log))
    for name, promised in (("kept", leaves[1:6]), ("broken", [*leaves[1:5], merkle.EMPTY_ROOT])):
        text = promises.sign(makers.ORIGIN, promised, PROMISE_KEY)[-1]
        (tmp_path / name).write_bytes(text.encode())
    assert "lines" in client.recount(folder, tmp_path / "kept")
    assert client.recount(folder, tmp_path / "broken")["code"] == "promise-broken"


@pytest.mark.parametrize(
    "change",
    [
        secrets.alter,
        secrets.stuff,
        secrets.swap_keys,
        secrets.foreign,
        secrets.too_many,
        secrets.unlawful,
        secrets.short,
        secrets.unknown,
        secrets.second_manifest,
    ],
)
def test_operator_who_signs_everything_is_caught_alike(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    change: Callable[[Poll], None],
) -> None:
    monkeypatch.setattr(Poll, "ballots", lambda poll: [])
    folder = secrets.made(change).publish(tmp_path)
    # The browser names the rule that an unlawful ballot breaks.
    code = re.sub("^body-.*", "body-form", client.recount(folder)["code"])
    assert code == wrong(folder)


@settings(max_examples=300, deadline=None)
@given(carts.filled)
def test_browser_takes_what_the_box_takes(client: Client, drawn: tuple[Any, Any]) -> None:
    """Every mark of every kind of question, carts among them."""
    paper = tuple(replace(one, id=f"q{n}") for n, one in enumerate(drawn[0], 1))
    raw = {one.id: said for one, said in zip(paper, drawn[1], strict=True) if said is not None}
    poll = makers.make_manifest(tuple(map(carts.boxed, paper)))
    data = manifest.write(poll)
    digest = manifest.manifest_hash(data)
    marks = tuple(carts.marks_of(one, raw.get(one.id)) for one in poll.questions)
    body = entries.write_unpadded(digest, entries.Body(1, marks)).ljust(poll.body_len, b"\xff")
    try:
        entries.read_body(poll, digest, body)
        code = ""
    except Fault as fault:
        code = fault.code
    sent = {"manifest": base64.b64encode(data).decode(), "body": base64.b64encode(body).decode()}
    assert client(do="body", **sent) == {"code": code}

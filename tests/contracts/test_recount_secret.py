"""The recount of a secret poll, on folders that the box's own functions write."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.recount import recount
from veche.ballotbox import counting, entries, merkle, note, openballots, passes, promises, proof
from veche.ballotbox.entries import Mark
from veche.ballotbox.tests import makers
from veche.ballotbox.tests.makers import CHOICE, LIGHT, LOG_KEY, ORIGIN, PROMISE_KEY, Poll

TOOL = Path(recount.__file__)
# More than one whole tile of entries.
VOTERS = 270


def made(change: Callable[[Poll], None] | None = None, count: int = 4, **close: Any) -> Poll:
    """A closed poll of a few voters, whom the operator wronged by `change` before the close."""
    poll = Poll()
    voters = [poll.voter(number, 1 + number % 2) for number in range(count)]
    poll.seal([poll.ballot(one, CHOICE if n % 3 else LIGHT) for n, one in enumerate(voters)])
    poll.seal([poll.ballot(voters[1], LIGHT, 2)])
    if change is not None:
        change(poll)
    poll.close(**close)
    return poll


@pytest.fixture(scope="module")
def poll() -> Poll:
    return made()


@pytest.fixture(scope="module")
def folder(poll: Poll, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return poll.publish(tmp_path_factory.mktemp("poll"))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Poll, Path]:
    poll = Poll(makers.make_manifest(voters=1000))
    voters = [poll.voter(number) for number in range(VOTERS)]
    poll.seal(poll.ballot(voter) for voter in voters)
    poll.close()
    return poll, poll.publish(tmp_path_factory.mktemp("large"))


def run(folder: Path, *kept: Path) -> tuple[int, str]:
    answer = subprocess.run(
        [sys.executable, str(TOOL), str(folder), *map(str, kept)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    return answer.returncode, answer.stdout + answer.stderr


def wrong(folder: Path, *kept: Path) -> str:
    """The name of the first thing that is wrong."""
    with pytest.raises(ValueError, match="^[a-z]+-[a-z-]+(: |$)") as caught:
        recount.recount(str(folder), kept)
    return str(caught.value).split(":")[0]


def test_totals_are_those_of_the_box(poll: Poll, folder: Path) -> None:
    code, said = run(folder)
    assert code == 0, said
    assert f"{ORIGIN}: 4 voters, log of 8 entries" in said
    assert f"manifest {poll.hash.hex()}" in said
    assert "district 1: 2 ballots of 2 issued, 100 eligible" in said
    last = counting.last_ballots(poll.ballots()).values()
    lines = said.split("\n")
    for question in poll.manifest.questions:
        start = lines.index(question.id) + 1
        found = counting.tally(poll.manifest, [ballot.choice for ballot in last])[question.id]
        for line, option, (votes, points) in zip(
            lines[start:], question.options, found, strict=False
        ):
            assert line == f"  {option}: {votes} votes" + (f", {points} points" if points else "")


def test_nothing_of_the_house_is_needed() -> None:
    """A reader needs Python and `cryptography`: what the box is written with is not used."""
    found = {
        name.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(ast.parse(TOOL.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    foreign = {name.split(".")[0] for name in found} - sys.stdlib_module_names
    assert foreign == {"cryptography"}


def test_log_of_many_tiles(large: tuple[Poll, Path]) -> None:
    _, folder = large
    code, said = run(folder)
    assert code == 0, said
    assert f"{VOTERS} voters, log of {VOTERS + 3} entries" in said


def test_wrong_folder_is_told_with_code_1(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    bundle = copy / "tile/entries/000.p/8"
    bundle.write_bytes(makers.flipped(bundle.read_bytes(), 3000))
    code, said = run(copy)
    assert code == 1
    assert said.startswith("WRONG ")
    assert "Traceback" not in said
    code, said = run(tmp_path)
    assert (code, said.count("\n")) == (1, 1)


@settings(max_examples=150)
@given(st.data())
def test_flipped_bit_of_any_file_is_named(folder: Path, poll: Poll, data: st.DataObject) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(paths))
    whole = path.read_bytes()
    try:
        path.write_bytes(makers.flipped(whole, data.draw(st.integers(0, len(whole) * 8 - 1))))
        assert wrong(folder)
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/001.p/17", "tile/1/000.p/1"])
def test_tiles_are_held_against_the_entries(large: tuple[Poll, Path], name: str) -> None:
    _, folder = large
    path = folder / name
    whole = path.read_bytes()
    try:
        path.write_bytes(makers.flipped(whole, 100))
        assert wrong(folder) == "tile-hash"
        path.write_bytes(whole[:-1])
        assert wrong(folder) == "tile-hash"
        path.unlink()
        assert wrong(folder) == "file-missing"
    finally:
        path.write_bytes(whole)


def resigned(poll: Poll, entry: bytes, body: entries.Body) -> bytes:
    """The ballot with another body, signed by a key of the operator's own."""
    data = entries.write_body(poll.manifest, poll.hash, body)
    return entry[:370] + data + makers.LOG_KEY.sign(data)


def alter(poll: Poll) -> None:
    poll.log[1] = resigned(poll, poll.log[1], entries.Body(9, LIGHT))


def stuff(poll: Poll) -> None:
    poll.seal([poll.ballot(poll.voter(50))])
    poll.issued[1] -= 1


def swap_keys(poll: Poll) -> None:
    other = poll.ballot(poll.voter(51))
    poll.log[1] = poll.log[1][:114] + other[114:]


def foreign(poll: Poll) -> None:
    other = Poll(makers.make_manifest(voters=99))
    poll.seal([other.ballot(other.voter(52))])


def too_many(poll: Poll) -> None:
    poll.issued[1] = 101


def unlawful(poll: Poll) -> None:
    voter = poll.voter(53)
    choice = ((Mark(0, 1), Mark(1, 1)), *CHOICE[1:])
    body = entries.write_unpadded(poll.hash, entries.Body(1, choice))
    body = body.ljust(poll.manifest.body_len, b"\xff")[: poll.manifest.body_len]
    poll.log.append(b"\x02" + voter.prepared + voter.token + body + voter.key.sign(body))


def short(poll: Poll) -> None:
    poll.log[1] = poll.log[1][:-1]


def unknown(poll: Poll) -> None:
    poll.log.append(b"\x05entry")


def second_manifest(poll: Poll) -> None:
    poll.log.append(poll.log[0])


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (alter, "ballot-signature"),
        (stuff, "ballots-more-than-issued"),
        (swap_keys, "token-signature"),
        (foreign, "token-manifest"),
        (too_many, "issued-more-than-eligible"),
        (unlawful, "body-form"),
        (short, "ballot-length"),
        (unknown, "entry-type"),
        (second_manifest, "entry-type"),
    ],
)
def test_operator_who_signs_everything_is_caught(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: Callable[[Poll], None], name: str
) -> None:
    """The log, its hashes and its checkpoint fit; what was done to the ballots does not."""
    # The close of a wronged log tells what the operator likes: here that of a clean one.
    monkeypatch.setattr(Poll, "ballots", lambda poll: [])
    poll = made(change)
    assert wrong(poll.publish(tmp_path)) == name


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"tally": {}}, "close-tally"),
        ({"ballots": {1: 1, 2: 2}}, "close-ballots"),
        ({"issued": {1: 1, 2: 2}}, "counts-differ"),
    ],
)
def test_close_that_tells_another_count(told: Any, name: str, tmp_path: Path) -> None:
    assert wrong(made(**told).publish(tmp_path)) == name


def test_one_vote_moved_in_the_close(tmp_path: Path) -> None:
    poll = made()
    close = entries.read_close(poll.log.pop())
    (votes, points), *rest = close.tally["yard"]
    close = replace(close, tally={**close.tally, "yard": [(votes + 1, points), *rest]})
    poll.log.append(entries.write_close(close))
    assert wrong(poll.publish(tmp_path)) == "close-tally"


def test_poll_that_was_never_closed(tmp_path: Path) -> None:
    poll = made()
    poll.log.pop()
    assert wrong(poll.publish(tmp_path)) in ("close-missing", "entry-type")


def test_changed_vote_where_changes_are_barred(tmp_path: Path) -> None:
    poll = Poll(replace(makers.make_manifest(), change_allowed=False))
    voter = poll.voter(1)
    poll.seal([poll.ballot(voter), poll.ballot(voter, LIGHT, 2)])
    poll.close()
    assert wrong(poll.publish(tmp_path)) == "ballot-changed"


def test_manifest_shown_to_others(poll: Poll, folder: Path, tmp_path: Path) -> None:
    """Whoever is shown another manifest finds another hash in the log."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "manifest").write_bytes(poll.data.replace(b'"eligible":100', b'"eligible":101'))
    assert wrong(copy) == "manifest-hash"


def kept(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_what_people_kept_agrees(poll: Poll, folder: Path, tmp_path: Path) -> None:
    perfect = merkle.perfect_of(map(merkle.leaf_hash, poll.log))
    path = tuple(merkle.inclusion_proof(2, len(poll.log), perfect))
    receipt = proof.Proof(2, path, poll.checkpoint(), poll.log[2])
    promise = note.sign_promise(ORIGIN, merkle.leaf_hash(poll.log[2]), PROMISE_KEY)
    saved = [
        kept(tmp_path, "old", poll.checkpoint(3)),
        kept(tmp_path, "receipt", proof.write(receipt)),
        kept(tmp_path, "promise", promise),
    ]
    code, said = run(folder, *saved)
    assert code == 0, said


def test_what_people_kept_betrays_the_operator(poll: Poll, folder: Path, tmp_path: Path) -> None:
    lost = note.sign_promise(ORIGIN, merkle.leaf_hash(b"a ballot left out"), PROMISE_KEY)
    assert wrong(folder, kept(tmp_path, "promise", lost)) == "promise-broken"
    forged = note.sign_promise(ORIGIN, merkle.leaf_hash(poll.log[2]), LOG_KEY)
    assert wrong(folder, kept(tmp_path, "forged", forged)) == "note-signature"
    rewritten = made(alter)
    assert wrong(folder, kept(tmp_path, "view", rewritten.checkpoint(3))) == "checkpoint-root"
    longer = note.sign_checkpoint(note.Checkpoint(ORIGIN, 99, bytes(32)), LOG_KEY)
    assert wrong(folder, kept(tmp_path, "longer", longer)) == "checkpoint-size"


@pytest.mark.parametrize("kind", ["old", "receipt", "promise", "group"])
def test_flipped_bit_of_what_people_kept_is_named(
    poll: Poll, folder: Path, tmp_path: Path, kind: str
) -> None:
    leaves = [merkle.leaf_hash(entry) for entry in poll.log]
    perfect = merkle.perfect_of(leaves)
    path = tuple(merkle.inclusion_proof(6, len(leaves), perfect))
    text = {
        "old": poll.checkpoint(3),
        "receipt": proof.write(proof.Proof(6, path, poll.checkpoint(), poll.log[6])),
        "promise": note.sign_promise(ORIGIN, leaves[2], PROMISE_KEY),
        # Of five, so that the last of them stands beside a whole subtree.
        "group": promises.sign(ORIGIN, leaves[1:6], PROMISE_KEY)[4],
    }[kind]
    saved = kept(tmp_path, kind, text)
    assert recount.recount(str(folder), [saved])
    for bit in range(len(text.encode()) * 8):
        changed = makers.flipped(text.encode(), bit)
        with pytest.raises(ValueError, match=r"^[a-z]+-[a-z-]+: kept|codec can't decode"):
            recount.check_kept("kept", changed.decode(), [b"".join(leaves)])


@pytest.mark.parametrize("size", range(1, 20))
def test_every_promise_and_receipt_of_small_logs(poll: Poll, size: int) -> None:
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(size)]
    perfect = merkle.perfect_of(leaves)
    for index in range(size):
        path = merkle.inclusion_proof(index, size, perfect)
        lines = [f"index {index}", *(b64encode(one).decode() for one in path)]
        found, steps = recount.follow(lines, size)
        assert (found, recount.top_of(leaves[index], steps)) == (index, recount.root(leaves))
        if index:
            assert recount.top_of(leaves[index - 1], steps) != recount.root(leaves)


def open_log(change: Callable[[list[bytes]], None] = lambda log: None) -> Poll:
    """The poll held openly: one voter changed the vote and came by another district."""
    poll = Poll(makers.make_open_manifest())
    first = [(1, 1, CHOICE), (2, 2, LIGHT), (3, 1, LIGHT)]
    for voter, stratum, choice in first:
        poll.log.append(open_ballot(poll, voter, stratum, entries.Body(1, choice)))
    poll.log.append(open_ballot(poll, 1, 2, entries.Body(2, LIGHT)))
    poll.issued = {1: 2, 2: 2}
    change(poll.log)
    ballots = [
        openballots.read(poll.manifest, poll.hash, entry)
        for entry in poll.log
        if entry[:1] == entries.OPEN
    ]
    poll.log.append(entries.write_counts(poll.issued))
    closing = counting.close(poll.manifest, ballots, poll.issued, merkle.EMPTY_ROOT)
    poll.log.append(entries.write_close(closing))
    return poll


def open_ballot(poll: Poll, voter: int, stratum: int, body: entries.Body) -> bytes:
    given = passes.Pass(makers.POLL, bytes([voter]) * 32, stratum, 1, 1, 0)
    return openballots.write(given, entries.write_body(poll.manifest, poll.hash, body))


def test_open_poll_is_counted_too(tmp_path: Path) -> None:
    code, said = run(open_log().publish(tmp_path))
    assert code == 0, said
    assert "3 voters, log of 7 entries" in said
    assert "district 1: 1 ballots of 2 issued, 100 eligible" in said
    assert "district 2: 2 ballots of 2 issued, 100 eligible" in said
    assert said.split("\n")[6:9] == ["  yes: 0 votes", "  no: 3 votes", "  unsure: 0 votes"]


@settings(max_examples=100)
@given(st.data())
def test_flipped_bit_of_an_open_log_is_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = open_log().publish(tmp_path_factory.mktemp("open"))
    path = data.draw(st.sampled_from(sorted(one for one in folder.rglob("*") if one.is_file())))
    whole = path.read_bytes()
    path.write_bytes(makers.flipped(whole, data.draw(st.integers(0, len(whole) * 8 - 1))))
    assert wrong(folder)


def test_secret_ballot_in_an_open_log(poll: Poll, tmp_path: Path) -> None:
    foreign = open_log(lambda log: log.insert(1, poll.log[1]))
    assert wrong(foreign.publish(tmp_path)) == "entry-type"


def test_poll_is_counted_at_its_address(folder: Path) -> None:
    serve = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        assert recount.recount(address) == recount.recount(str(folder))
        with pytest.raises(ValueError, match="^file-missing: manifest"):
            recount.recount(f"{address}elsewhere")
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is told of who asked for what."""

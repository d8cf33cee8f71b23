"""A mirror holds what the log published, and refuses a log that went back on it."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from veche.ballotbox import merkle, mirror, note
from veche.ballotbox.faults import Fault
from veche.ballotbox.mirror import mirror as copy
from veche.ballotbox.tests.makers import ORIGIN, PROMISE_KEY, Poll, flipped, root_of
from veche.ballotbox.tiles import tiles_of


class Source:
    """A published folder, with or without its entries; what was asked for is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.has_entries = True
        self.asked: list[str] = []

    def __call__(self, path: str, most: int) -> bytes | None:
        self.asked.append(path)
        if path.startswith("tile/entries") and not self.has_entries:
            return None
        file = self.folder / path
        return file.read_bytes() if file.is_file() else None


@pytest.fixture
def poll() -> Poll:
    return Poll()


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(tmp_path / "source")


def grow(poll: Poll, count: int) -> None:
    """Entries that no box would take; a mirror looks at their hashes alone."""
    start = len(poll.log)
    poll.seal(
        b"\x02" + merkle.leaf_hash(number.to_bytes(4, "big"))
        for number in range(start, start + count)
    )


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_growing_log_is_copied_step_by_step(poll, source, tmp_path):
    folder = tmp_path / "copy"
    source.has_entries = False
    grow(poll, 300)
    poll.publish(source.folder)
    first = copy("", folder, source)
    assert (first.origin, first.size, first.before) == (ORIGIN, 301, 0)
    assert (first.manifest_hash, first.has_entries) == (poll.hash, False)
    grow(poll, 500)
    shutil.rmtree(source.folder)
    poll.publish(source.folder)
    source.has_entries = True
    last = copy("", folder, source)
    assert (last.before, last.size, last.has_entries) == (301, 801, True)
    copied = files(folder)
    published = files(source.folder)
    assert {name: copied.get(name) for name in published} == published
    assert copied["checkpoints/301"] == poll.checkpoint(301).encode()
    # Whole tiles are not fetched again.
    source.asked.clear()
    assert copy("", folder, source)._replace(before=301) == last
    assert source.asked == ["manifest", "checkpoint"]


def refused(folder: Path, source: Source) -> str:
    before = files(folder)
    with pytest.raises(Fault) as caught:
        copy("", folder, source)
    after = files(folder)
    assert {name: after[name] for name in before} == before
    return caught.value.code


def test_a_log_that_was_rewritten_is_refused(poll, source, tmp_path):
    grow(poll, 300)
    poll.publish(source.folder)
    copy("", tmp_path / "copy", source)
    poll.log[5] = b"\x02 another ballot"
    grow(poll, 300)
    other = Source(tmp_path / "other")
    poll.publish(other.folder)
    assert refused(tmp_path / "copy", other) == "log-rewritten"


def test_a_log_that_shrank_is_refused(poll, source, tmp_path):
    grow(poll, 300)
    poll.publish(source.folder)
    copy("", tmp_path / "copy", source)
    del poll.log[200:]
    poll.publish(source.folder)
    assert refused(tmp_path / "copy", source) == "log-shrunk"


def test_another_manifest_is_refused(poll, source, tmp_path):
    poll.publish(source.folder)
    copy("", tmp_path / "copy", source)
    (source.folder / "manifest").write_bytes(poll.data.replace(b"trees", b"frees"))
    assert refused(tmp_path / "copy", source) == "manifest-differs"


def test_anything_altered_is_refused(poll, source, tmp_path):
    grow(poll, 300)
    poll.publish(source.folder)
    whole = files(source.folder)
    for name in whole:
        if name == "manifest":
            continue
        (source.folder / name).write_bytes(flipped(whole[name], 8 * (len(whole[name]) // 2)))
        code = refused(tmp_path / f"copy-{name.replace('/', '-')}", source)
        assert code in {
            "note-signature",
            "note-form",
            "tiles-root",
            "tile-hash",
            "entry-hash",
            "bundle-length",
            "checkpoint-form",
            "note-key",
        }, (name, code)
        (source.folder / name).write_bytes(whole[name])


def test_what_is_missing_is_named(poll, source, tmp_path):
    grow(poll, 300)
    poll.publish(source.folder)
    (source.folder / next(iter(tiles_of(301))).path).unlink()
    assert refused(tmp_path / "copy", source) == "mirror-missing"


def test_a_checkpoint_of_another_key_is_refused(poll, source, tmp_path):
    poll.publish(source.folder)
    stranger = note.Checkpoint(ORIGIN, 1, root_of(poll.log))
    signed = note.sign_checkpoint(stranger, PROMISE_KEY)
    (source.folder / "checkpoint").write_text(signed)
    assert refused(tmp_path / "copy", source) == "note-key"


def test_only_the_web_is_a_source(tmp_path):
    for address in ("file:///etc/passwd", "ftp://vote.example/p", ""):
        assert urlsplit(address).scheme not in ("http", "https")
        with pytest.raises(Fault, match="source"):
            mirror.mirror(address, tmp_path)

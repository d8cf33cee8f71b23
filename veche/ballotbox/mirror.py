"""Copy a poll's published files and check them: `manifest`, `checkpoint`, `tile/…`.

What is in the folder is what any web server serves as a mirror, and what `recount.py` reads. The
log is checked against its key and against the checkpoint that was mirrored before, which is kept
under `checkpoints/`: a log that was rewritten since is refused, and the folder stays as it was.
"""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from veche.ballotbox import canonical, merkle, note, registrar, tiles
from veche.ballotbox import manifest as manifests
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.note import Checkpoint
from veche.ballotbox.tiles import WIDTH, Tile

WAIT_SECONDS = 30
TRIES = 5
CHECKPOINT_MAX = 10_000
BUNDLE_MAX = WIDTH * (2 + tiles.ENTRY_SIZE_MAX)

# The bytes at a path under the poll's address, at most so many; None when there are none.
Fetch = Callable[[str, int], bytes | None]


class Mirrored(NamedTuple):
    """The log as it was copied; `before` is its size at the last time."""

    origin: str
    manifest_hash: bytes
    size: int
    before: int
    has_entries: bool


def mirror(source: str, folder: Path, fetch: Fetch | None = None) -> Mirrored:
    """Bring the copy up to date.

    Faults: `source`, `mirror-missing`, `manifest-differs`, `log-shrunk`, `log-rewritten`, and those
    of notes, tiles and bundles.
    """
    fetch = fetch or _fetch_from(source)
    data = _required(fetch, "manifest", registrar.MESSAGE_MAX)
    manifest = manifests.read(data)
    kept = _kept(folder / "manifest")
    if kept is not None and kept != data:
        raise Fault("manifest-differs", "another manifest was mirrored before")
    _write(folder / "manifest", data)
    text = _required(fetch, "checkpoint", CHECKPOINT_MAX)
    signed = canonical.from_utf8(text, "note-form")
    checkpoint = note.verify_checkpoint(signed, manifest.log)
    before = _before(folder, manifest)
    read = _reader(fetch, folder)
    _require_grown(before, checkpoint, read)
    tiles.verify_tiles(checkpoint.size, checkpoint.root, read)
    has_entries = _copy_entries(fetch, folder, checkpoint.size, read)
    _write(folder / "checkpoints" / str(checkpoint.size), text)
    # Last of all: whoever reads the copy finds everything that it speaks of.
    _write(folder / "checkpoint", text)
    size = before.size if before else 0
    return Mirrored(
        manifest.origin, manifests.manifest_hash(data), checkpoint.size, size, has_entries
    )


def _before(folder: Path, manifest: Manifest) -> Checkpoint | None:
    kept = _kept(folder / "checkpoint")
    if kept is None:
        return None
    return note.verify_checkpoint(canonical.from_utf8(kept, "note-form"), manifest.log)


def _require_grown(before: Checkpoint | None, now: Checkpoint, read: tiles.Read) -> None:
    """Fault unless the log begins with all that it had before."""
    if before is None or before.size == 0:
        return
    if now.size < before.size:
        raise Fault("log-shrunk", f"{now.size} entries, before there were {before.size}")
    root = merkle.range_hash(0, before.size, tiles.perfect_from(now.size, read))
    if root != before.root:
        raise Fault("log-rewritten", f"the first {before.size} entries are not what they were")


def _reader(fetch: Fetch, folder: Path) -> tiles.Read:
    """Tiles of the folder, fetched where they are missing there."""

    def read(tile: Tile) -> bytes:
        path = folder / tile.path
        data = _kept(path)
        if data is None:
            data = _required(fetch, tile.path, WIDTH * merkle.HASH_SIZE)
            tiles.read_tile(tile, data)
            _write(path, data)
        return data

    return read


def _copy_entries(fetch: Fetch, folder: Path, size: int, read: tiles.Read) -> bool:
    """Bundles that are missing, each checked; False when they are not published yet."""
    for tile in tiles.bundles_of(size):
        path = folder / tile.path
        data = _kept(path) or fetch(tile.path, BUNDLE_MAX)
        if data is None:
            return False
        hashes = tiles.read_tile(tile, read(tile._replace(level=0)))
        tiles.verify_bundle(tile, data, hashes)
        _write(path, data)
    return True


def _required(fetch: Fetch, path: str, most: int) -> bytes:
    data = fetch(path, most)
    if data is None:
        raise Fault("mirror-missing", f"nothing is published at {path}")
    return data


def _kept(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    """The whole file or none; one that is the same already is left alone."""
    if _kept(path) == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(data)
    os.replace(draft, path)


def _fetch_from(source: str) -> Fetch:
    if urlsplit(source).scheme not in ("http", "https"):
        raise Fault("source", "an address begins with http:// or https://")

    def fetch(path: str, most: int) -> bytes | None:
        return _get(f"{source.rstrip('/')}/{path}", most)

    return fetch


def _get(url: str, most: int) -> bytes | None:
    for left in reversed(range(TRIES)):
        try:
            with urllib.request.urlopen(url, timeout=WAIT_SECONDS) as answer:
                data: bytes = answer.read(most + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 404:
                return None
            if error.code not in (429, 503) or not left:
                raise
            time.sleep(1)
        else:
            if len(data) > most:
                raise Fault("too-large", f"more than {most} bytes at {url}")
            return data
    return None

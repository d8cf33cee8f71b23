"""A recount of a million secret ballots, against nothing but the check of their signatures.

RECOUNT is the number of ballots (1,000,000).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tools.bench import ballotbox
from tools.bench.box import standing, voters
from tools.bench.stand import say, tell
from veche.ballotbox import blindsign, counting, entries, merkle, note, tiles
from veche.ballotbox import manifest as manifests
from veche.ballotbox.manifest import Manifest

BALLOTS = int(os.environ.get("RECOUNT", "1000000"))
TOOL = standing.ROOT / "tools" / "recount" / "recount.py"
BUNDLES_AT_ONCE = 4


def run(name: str) -> None:
    """Tell the seconds of both, and the recount's memory."""
    box = ballotbox.box()
    made = voters.prepare(box, ballotbox.QUESTIONS, BALLOTS)
    folder = Path(tempfile.mkdtemp(prefix="veche-recount-"))
    try:
        manifest = manifests.read(made.data)
        say(f"making a log of {BALLOTS:,} ballots")
        choices = ballotbox.choices(BALLOTS)
        count = counting.tally(manifest, choices)
        close = entries.Close({1: BALLOTS}, {1: BALLOTS}, count, merkle.EMPTY_ROOT)
        first = entries.write_manifest(manifests.manifest_hash(made.data))
        last = [entries.write_counts(close.issued), entries.write_close(close)]
        size, root = _publish(folder, first, voters.drop_all(made, choices), last)
        signed = note.Checkpoint(manifest.origin, size, root)
        (folder / "checkpoint").write_text(note.sign_checkpoint(signed, box.log_key), "utf-8")
        (folder / "manifest").write_bytes(made.data)
        say("checking the signatures alone")
        bare = _bare(folder, manifest, size)
        say("counting again")
        seconds, memory = _recount(folder)
    finally:
        shutil.rmtree(folder)
    tell(
        name,
        seconds,
        "s",
        ratio=round(seconds / bare, 3),
        against=f"{bare:.2f} s for the same signatures alone, in as many processes",
        ballots=BALLOTS,
        memory_mb=round(memory),
        includes="the whole of tools/recount/recount.py, from its start: files, both signatures of "
        "each ballot, legality, tree, tiles, tally; memory of all its processes together at most",
    )


def _publish(
    folder: Path, first: bytes, ballots: Iterator[bytes], last: Sequence[bytes]
) -> tuple[int, bytes]:
    """Write tiles and bundles; size and root of the log."""
    leaves: list[bytes] = []
    bundle = [first]

    def put(data: bytes, tile: tiles.Tile) -> None:
        path = folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def end_bundle() -> None:
        number = len(leaves) // tiles.WIDTH
        put(tiles.write_bundle(bundle), tiles.Tile(tiles.ENTRIES, number, len(bundle)))
        leaves.extend(map(merkle.leaf_hash, bundle))
        bundle.clear()

    for entry in (*ballots, *last):
        bundle.append(entry)
        if len(bundle) == tiles.WIDTH:
            end_bundle()
    if bundle:
        end_bundle()
    perfect = merkle.perfect_of(leaves)
    for tile in tiles.tiles_of(len(leaves)):
        put(tiles.write_tile(tile, perfect), tile)
    return len(leaves), merkle.range_hash(0, len(leaves), perfect)


def _bare(folder: Path, manifest: Manifest, size: int) -> float:
    """Seconds of checking all signatures and nothing else, in a process for each core."""
    paths = [str(folder / tile.path) for tile in tiles.bundles_of(size)]
    parts = [paths[start : start + BUNDLES_AT_ONCE] for start in range(0, size, BUNDLES_AT_ONCE)]
    key = manifest.strata[0].key
    lengths = [manifest.body_len] * len(parts)
    with ProcessPoolExecutor() as pool:
        list(pool.map(len, ["both processes are there"] * 8))
        began = time.monotonic()
        found = sum(pool.map(_check, parts, [key] * len(parts), lengths))
        spent = time.monotonic() - began
    if found != BALLOTS:
        raise RuntimeError(f"{found} of {BALLOTS} ballots were checked.")
    return spent


def _check(paths: Sequence[str], spki: bytes, body: int) -> int:
    key, count = blindsign.read_public_key(spki), 0
    for path in paths:
        data, at = Path(path).read_bytes(), 0
        while at < len(data):
            length = int.from_bytes(data[at : at + 2], "big")
            entry = data[at + 2 : at + 2 + length]
            at += 2 + length
            if entry[:1] == entries.BALLOT:
                blindsign.verify(key, entry[1:114], entry[114:370])
                owner = Ed25519PublicKey.from_public_bytes(entry[82:114])
                owner.verify(entry[370 + body :], entry[370 : 370 + body])
                count += 1
    return count


def _recount(folder: Path) -> tuple[float, float]:
    """Seconds, and megabytes of all its processes together at most."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(TOOL), str(folder)], stdout=subprocess.PIPE, text=True
    )
    most = [0.0]
    watching = threading.Thread(target=_watch, args=(process, most))
    watching.start()
    said, _ = process.communicate()
    spent = time.monotonic() - began
    watching.join()
    if process.returncode or f"{BALLOTS} voters" not in said:
        raise RuntimeError(said)
    return spent, most[0]


def _watch(process: subprocess.Popen[str], most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], sum(map(_memory_mb, _family(process.pid))))
        time.sleep(0.2)


def _family(process_id: int) -> list[int]:
    found = [process_id]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process_id:
            found.append(int(path.parent.name))
    return found


def _memory_mb(process_id: int) -> float:
    """Its own memory, and its part of what it shares with others (PSS)."""
    try:
        text = Path(f"/proc/{process_id}/smaps_rollup").read_text()
    except OSError:
        return 0
    pss = [line.split()[1] for line in text.splitlines() if line.startswith("Pss:")]
    return int(pss[0]) / 1024 if pss else 0

"""Reading the log of a closed poll: everything is checked again, as anybody else would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from veche.ballotbox import canonical, counting, entries, note, tiles
from veche.ballotbox import manifest as manifests
from veche.ballotbox.entries import Choice, Close
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import ASSISTED, Manifest


class Counted(NamedTuple):
    """What the count needs of a ballot; all that count are held at once."""

    owner: tuple[int, bytes]
    stratum: int
    seq: int
    choice: Choice


@dataclass(frozen=True)
class Log:
    """A closed log: what it says at the end, each ballot that counts, the signed checkpoint."""

    close: Close
    counted: tuple[Counted, ...]
    checkpoint: str


def read(folder: Path, data: bytes) -> Log:
    """The log that `mirror` has copied and held against its checkpoint.

    `data` is the manifest as we froze it. Faults: `manifest-differs`, `log-order`, `log-close`,
    `log-turnout` for numbers that cannot be, and those of ballots.
    """
    manifest = manifests.read(data)
    if (folder / "manifest").read_bytes() != data:
        raise Fault("manifest-differs", "the box has another manifest of this poll")
    text = canonical.from_utf8((folder / "checkpoint").read_bytes(), "note-form")
    size = note.verify_checkpoint(text, manifest.log).size
    last: dict[tuple[int, bytes], Counted] = {}
    close = _read_entries(manifest, manifests.manifest_hash(data), _entries(folder, size), last)
    counted = tuple(last.values())
    expected = counting.close(manifest, counted, close.issued, close.issued_root)
    if entries.write_close(expected) != entries.write_close(close):
        raise Fault("log-close", "the close is not what the ballots give")
    _require_possible(manifest, close)
    return Log(close, counted, text)


def _entries(folder: Path, size: int) -> Iterator[bytes]:
    for tile in tiles.bundles_of(size):
        yield from tiles.read_bundle(tile, (folder / tile.path).read_bytes())


def _read_entries(
    manifest: Manifest,
    manifest_hash: bytes,
    log: Iterator[bytes],
    last: dict[tuple[int, bytes], Counted],
) -> Close:
    """Fill `last` with the ballots that count; the close, after which nothing stands."""
    keys = entries.stratum_keys(manifest)
    alike: dict[Choice, Choice] = {}
    if entries.read_manifest(next(log)) != manifest_hash:
        raise Fault("manifest-differs", "the log begins with another manifest")
    counts: Mapping[int, int] = {}
    close: Close | None = None
    for entry in log:
        if close is not None:
            raise Fault("log-order", "something stands after the close")
        kind = entry[:1]
        if kind == entries.BALLOT:
            ballot = entries.read_ballot(manifest, manifest_hash, entry)
            entries.verify_ballot(keys, ballot)
            _keep(last, ballot, alike)
        elif kind == entries.COUNTS:
            counts = entries.read_counts(entry)
        elif kind == entries.CLOSE:
            close = entries.read_close(entry)
        else:
            raise Fault("log-order", "an entry that has no place in a secret poll")
    if close is None or counts != close.issued:
        raise Fault("log-order", "no close at the end, or other counts before it")
    return close


def _keep(
    last: dict[tuple[int, bytes], Counted], ballot: entries.Ballot, alike: dict[Choice, Choice]
) -> None:
    known = last.get(ballot.owner)
    if known is None or ballot.seq > known.seq:
        choice = alike.setdefault(ballot.choice, ballot.choice)
        last[ballot.owner] = Counted(ballot.owner, ballot.stratum, ballot.seq, choice)


def _require_possible(manifest: Manifest, close: Close) -> None:
    """Ballots <= tokens <= voters in each stratum; the assisted are voters of the others."""
    people = sum(one.eligible for one in manifest.strata if one.id != ASSISTED)
    for one in manifest.strata:
        if not close.ballots[one.id] <= close.issued[one.id] <= one.eligible:
            raise Fault(
                "log-turnout", f"stratum {one.id}: more ballots than tokens, or than voters"
            )
    if sum(close.issued.values()) > people:
        raise Fault("log-turnout", "more tokens than voters")

"""Sealing: ballots that wait go into the log in the order of their leaves, in one transaction.

Afterwards nothing tells when or in which order they came: rows of the log have one transaction,
and `pending` is emptied by TRUNCATE (a DELETE leaves rows on the disk). Ballots of other polls that
wait are written anew, sorted, by the same transaction. It takes the time of some microseconds for
each ballot, during which no ballot is committed: run it in a thread or a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import Connection

from veche.ballotbox import counting, entries, merkle, note, openballots, tiles
from veche.ballotbox import manifest as manifests
from veche.ballotbox.entries import Choice
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.tiles import Tile


class Issued(NamedTuple):
    """What the registrar says at the end: tokens or passes by stratum, and the root over them."""

    numbers: Mapping[int, int]
    root: bytes


class _Counted(NamedTuple):
    """What the count needs of a ballot, and no more: at the close all of them are held at once."""

    owner: tuple[int, bytes]
    stratum: int
    seq: int
    choice: Choice


class Sealed(NamedTuple):
    """A log after a seal: its size, and how many ballots came in by it."""

    size: int
    ballots: int
    checkpoint: str


def add_poll(db: Connection[Any], data: bytes, log_key: Ed25519PrivateKey) -> Manifest:
    """Begin a poll's log with the hash of its manifest; again, it is the same.

    Fault for a manifest that is not whole, for another one of the same poll, or for a key of the
    log that is not the manifest's.
    """
    manifest = manifests.read(data)
    if note.verifier_of(manifest.origin, log_key) != manifest.log:
        raise Fault("log-key", "the manifest names another key of the log")
    with db.transaction():
        adding = "INSERT INTO poll (id, manifest) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        if db.execute(adding, (manifest.poll, data)).rowcount:
            first = entries.write_manifest(manifests.manifest_hash(data))
            _append(db, manifest.poll, 0, [first])
            _publish(db, manifest, 0, log_key)
        elif _value(db, "SELECT manifest FROM poll WHERE id = %s", manifest.poll) != data:
            raise Fault("poll-differs", "this poll has another manifest here")
    return manifest


def pending_of(db: Connection[Any], poll: UUID) -> int:
    """Ballots that wait for a seal."""
    return int(_value(db, "SELECT count(*) FROM pending WHERE poll = %s", poll))


def seal(
    db: Connection[Any],
    poll: UUID,
    log_key: Ed25519PrivateKey,
    *,
    counts: Mapping[int, int] | None = None,
    closing: Issued | None = None,
) -> Sealed:
    """Put what waits into the log and sign its checkpoint.

    `counts` adds an entry of tokens issued so far; `closing` ends the poll: counts, then the close.
    A poll that is closed already is left as it is. Fault(`poll-unknown`) for one not here.
    """
    with db.transaction():
        # First of all: ballots in flight are let in, later ones wait and then see the poll closed.
        db.execute("LOCK TABLE pending IN ACCESS EXCLUSIVE MODE")
        row = db.execute(
            "SELECT manifest, is_closed FROM poll WHERE id = %s FOR UPDATE", (poll,)
        ).fetchone()
        if row is None:
            raise Fault("poll-unknown", "no such poll in this box")
        manifest = manifests.read(row[0])
        size = before = int(_value(db, "SELECT max(size) FROM epoch WHERE poll = %s", poll))
        if not row[1]:
            size += _take_pending(db, poll, size)
        ballots = size - before
        if not row[1]:
            further = _further(db, manifest, row[0], counts, closing)
            _append(db, poll, size, further)
            size += len(further)
            if closing is not None:
                db.execute("UPDATE poll SET is_closed = true WHERE id = %s", (poll,))
        if size > before:
            _publish(db, manifest, before, log_key)
        checkpoint = _value(
            db, "SELECT checkpoint FROM epoch WHERE poll = %s ORDER BY n DESC LIMIT 1", poll
        )
    return Sealed(size, ballots, checkpoint)


def _take_pending(db: Connection[Any], poll: UUID, size: int) -> int:
    """Move the poll's ballots into the log from `size` on; how many they are."""
    moved = db.execute(
        "INSERT INTO entry (poll, idx, leaf, entry)"
        " SELECT poll, %s - 1 + row_number() OVER (ORDER BY leaf), leaf, entry"
        " FROM pending WHERE poll = %s ORDER BY leaf",
        (size, poll),
    ).rowcount
    if moved:
        db.execute(
            "INSERT INTO spent (poll, voter, seq, leaf)"
            " SELECT poll, voter, seq, leaf FROM pending WHERE poll = %s ORDER BY voter, seq",
            (poll,),
        )
        db.execute(
            "CREATE TEMPORARY TABLE others ON COMMIT DROP AS"
            " SELECT * FROM pending WHERE poll <> %s",
            (poll,),
        )
        db.execute("TRUNCATE pending")
        db.execute("INSERT INTO pending SELECT * FROM others ORDER BY poll, leaf")
    return moved


def _further(
    db: Connection[Any],
    manifest: Manifest,
    data: bytes,
    counts: Mapping[int, int] | None,
    closing: Issued | None,
) -> list[bytes]:
    if closing is None:
        return [] if counts is None else [entries.write_counts(counts)]
    ballots = _ballots(db, manifest, manifests.manifest_hash(data))
    close = counting.close(manifest, ballots, closing.numbers, closing.root)
    return [entries.write_counts(close.issued), entries.write_close(close)]


def _ballots(db: Connection[Any], manifest: Manifest, manifest_hash: bytes) -> Iterator[_Counted]:
    """Ballots of the log in its order; their signatures were checked when they came in."""
    read = entries.read_ballot if manifest.mode == manifests.SECRET else openballots.read
    kind = entries.BALLOT if manifest.mode == manifests.SECRET else entries.OPEN
    alike: dict[Choice, Choice] = {}
    with db.cursor("ballots", withhold=False) as cursor:
        cursor.itersize = 5000
        cursor.execute("SELECT entry FROM entry WHERE poll = %s ORDER BY idx", (manifest.poll,))
        for (entry,) in cursor:
            if entry[:1] == kind:
                ballot = read(manifest, manifest_hash, entry)
                choice = alike.setdefault(ballot.choice, ballot.choice)
                yield _Counted(ballot.owner, ballot.stratum, ballot.seq, choice)


def _append(db: Connection[Any], poll: UUID, size: int, added: Sequence[bytes]) -> None:
    for idx, entry in enumerate(added, start=size):
        db.execute(
            "INSERT INTO entry (poll, idx, leaf, entry) VALUES (%s, %s, %s, %s)",
            (poll, idx, merkle.leaf_hash(entry), entry),
        )


def _publish(
    db: Connection[Any], manifest: Manifest, before: int, log_key: Ed25519PrivateKey
) -> None:
    """Tiles and checkpoint of all that stands in the log from `before` on."""
    poll = manifest.poll
    rows = db.execute(
        "SELECT leaf FROM entry WHERE poll = %s AND idx >= %s ORDER BY idx", (poll, before)
    )
    leaves = [bytes(row[0]) for row in rows]
    size = before + len(leaves)
    read = _reader(db, poll)
    grown = list(tiles.grow(before, leaves, read))
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO tile (poll, level, number, hashes) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (poll, level, number) DO UPDATE SET hashes = excluded.hashes",
            [(poll, tile.level, tile.number, data) for tile, data in grown],
        )
    root = merkle.range_hash(0, size, tiles.perfect_from(size, read))
    checkpoint = note.sign_checkpoint(note.Checkpoint(manifest.origin, size, root), log_key)
    db.execute(
        "INSERT INTO epoch (poll, n, size, root, checkpoint)"
        " SELECT %s, count(*), %s, %s, %s FROM epoch WHERE poll = %s",
        (poll, size, root, checkpoint, poll),
    )


def _reader(db: Connection[Any], poll: UUID) -> tiles.Read:
    query = "SELECT hashes FROM tile WHERE poll = %s AND level = %s AND number = %s"

    def read(tile: Tile) -> bytes:
        found = bytes(_value(db, query, poll, tile.level, tile.number))
        return found[: tile.width * merkle.HASH_SIZE]

    return read


def _value(db: Connection[Any], query: LiteralString, *values: Any) -> Any:
    row = db.execute(query, values).fetchone()
    return row[0] if row else None

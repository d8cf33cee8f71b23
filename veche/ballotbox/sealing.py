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
    A poll that is closed already is left as it is. Faults: `poll-unknown` for one not here,
    `counts-stratum` for a stratum it has not, `counts-lower` for fewer tokens than were told
    before, `close-differs` for another close.
    """
    # Most of the work of a close is done before anybody has to wait for it.
    counted = [] if closing is None else _counted_so_far(db, poll)
    with db.transaction():
        # First of all: ballots in flight are let in, later ones wait and then see the poll closed.
        db.execute("LOCK TABLE pending IN ACCESS EXCLUSIVE MODE")
        log = _locked(db, poll)
        if log.is_closed:
            _require_same_close(db, log, closing)
            return Sealed(log.size, 0, _checkpoint(db, poll))
        ballots = _take_pending(db, poll, log.size)
        further = _further(db, log, counts, closing, counted)
        _append(db, poll, log.size + ballots, further)
        if closing is not None:
            db.execute("UPDATE poll SET is_closed = true WHERE id = %s", (poll,))
        size = log.size + ballots + len(further)
        if size > log.size:
            _publish(db, log.manifest, log.size, log_key)
        return Sealed(size, ballots, _checkpoint(db, poll))


def add_counts(
    db: Connection[Any], poll: UUID, log_key: Ed25519PrivateKey, counts: Mapping[int, int]
) -> Sealed:
    """Add an entry of tokens issued so far and leave the ballots waiting: a batch must be large.

    The same numbers again add nothing. Faults: `poll-unknown`, `poll-closed`,
    `counts-stratum`, `counts-lower`.
    """
    with db.transaction():
        log = _locked(db, poll)
        if log.is_closed:
            raise Fault("poll-closed", "the poll is closed")
        further = _further(db, log, counts, None, [])
        if further:
            _append(db, poll, log.size, further)
            _publish(db, log.manifest, log.size, log_key)
        return Sealed(log.size + len(further), 0, _checkpoint(db, poll))


def ballots_of(db: Connection[Any], poll: UUID) -> int:
    """Ballots in the log, those that were replaced by later ones too."""
    return int(_value(db, "SELECT count(*) FROM spent WHERE poll = %s", poll))


def first_checkpoint(db: Connection[Any], poll: UUID) -> str:
    """The checkpoint of the log that holds the manifest's hash alone."""
    return str(_value(db, "SELECT checkpoint FROM epoch WHERE poll = %s AND n = 0", poll))


def _checkpoint(db: Connection[Any], poll: UUID) -> str:
    query: LiteralString = "SELECT checkpoint FROM epoch WHERE poll = %s ORDER BY n DESC LIMIT 1"
    return str(_value(db, query, poll))


class _Log(NamedTuple):
    manifest: Manifest
    data: bytes
    size: int
    is_closed: bool


def _locked(db: Connection[Any], poll: UUID) -> _Log:
    """The log as it stands, which nobody else adds to in this transaction."""
    row = db.execute(
        "SELECT manifest, is_closed FROM poll WHERE id = %s FOR UPDATE", (poll,)
    ).fetchone()
    if row is None:
        raise Fault("poll-unknown", "no such poll in this box")
    size = int(_value(db, "SELECT max(size) FROM epoch WHERE poll = %s", poll))
    return _Log(manifests.read(row[0]), bytes(row[0]), size, row[1])


def _require_same_close(db: Connection[Any], log: _Log, closing: Issued | None) -> None:
    if closing is None:
        return
    query: LiteralString = "SELECT entry FROM entry WHERE poll = %s AND idx = %s"
    close = entries.read_close(bytes(_value(db, query, log.manifest.poll, log.size - 1)))
    numbers = {number: closing.numbers.get(number, 0) for number in close.issued}
    if numbers != close.issued or closing.root != close.issued_root:
        raise Fault("close-differs", "the poll is closed, with other numbers")


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


def stir(db: Connection[Any]) -> None:
    """Write the ballots that wait anew, in the order of their hashes.

    Till then rows lie in the order in which they came: a copy of the box beside one of the
    registrar's would pair them. After it only what came since can be.
    """
    with db.transaction():
        db.execute("LOCK TABLE pending IN ACCESS EXCLUSIVE MODE")
        db.execute("CREATE TEMPORARY TABLE stirred ON COMMIT DROP AS SELECT * FROM pending")
        db.execute("TRUNCATE pending")
        db.execute("INSERT INTO pending SELECT * FROM stirred ORDER BY poll, leaf")


def _further(
    db: Connection[Any],
    log: _Log,
    counts: Mapping[int, int] | None,
    closing: Issued | None,
    counted: list[_Counted],
) -> list[bytes]:
    """The entries after the ballots; those `counted` already are not read again."""
    poll, told = log.manifest.poll, counts if closing is None else closing.numbers
    if told is None:
        return []
    if told.keys() - log.manifest.stratum_numbers:
        raise Fault("counts-stratum", "no such stratum in this poll")
    before = _last_counts(db, poll)
    if any(told.get(stratum, 0) < number for stratum, number in before.items()):
        raise Fault("counts-lower", "fewer than were told before")
    if closing is None:
        return [] if told == before else [entries.write_counts(told)]
    counted += _ballots(db, log.manifest, manifests.manifest_hash(log.data), len(counted))
    close = counting.close(log.manifest, counted, closing.numbers, closing.root)
    return [entries.write_counts(close.issued), entries.write_close(close)]


def _last_counts(db: Connection[Any], poll: UUID) -> dict[int, int]:
    entry = _value(
        db,
        "SELECT entry FROM entry WHERE poll = %s AND substr(entry, 1, 1) = '\\x03'"
        " ORDER BY idx DESC LIMIT 1",
        poll,
    )
    return entries.read_counts(bytes(entry)) if entry else {}


def _counted_so_far(db: Connection[Any], poll: UUID) -> list[_Counted]:
    row = db.execute("SELECT manifest FROM poll WHERE id = %s AND NOT is_closed", (poll,))
    data = row.fetchone()
    if data is None:
        return []
    with db.transaction():
        hashed = manifests.manifest_hash(data[0])
        return list(_ballots(db, manifests.read(data[0]), hashed, 0))


def _ballots(
    db: Connection[Any], manifest: Manifest, manifest_hash: bytes, since: int
) -> Iterator[_Counted]:
    """Ballots of the log in its order, without the first `since`.

    Their signatures were checked when they came in.
    """
    read = entries.read_ballot if manifest.mode == manifests.SECRET else openballots.read
    kind = entries.BALLOT if manifest.mode == manifests.SECRET else entries.OPEN
    alike: dict[Choice, Choice] = {}
    with db.cursor("ballots", withhold=False) as cursor:
        cursor.itersize = 5000
        cursor.execute(
            "SELECT entry FROM entry WHERE poll = %s AND substr(entry, 1, 1) = %s"
            " ORDER BY idx OFFSET %s",
            (manifest.poll, kind, since),
        )
        for (entry,) in cursor:
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

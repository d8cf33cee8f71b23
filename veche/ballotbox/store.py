"""The box's own tables in its own cluster: taking ballots in groups, and reading what is published.

Tables are those of `tables/*.sql`; secret and open polls share them. Ballots enter `pending` here
and leave it at a seal (`sealing`). Nothing is logged, and errors of the database, whose words
repeat rows, stay inside the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, Connection

from veche.ballotbox.faults import Fault
from veche.ballotbox.tiles import ENTRIES, WIDTH, Tile
from veche.groupcommit import Statement, Unknown

TABLES = Path(__file__).parent / "tables"
# Any number that nothing else in this cluster locks.
_MIGRATION_LOCK = 7_401_955
# One plan for ever, by the keys: it must not grow worse with the tables, nor by their statistics.
CASTING_OPTIONS = (
    "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off"
    " -c enable_mergejoin=off -c log_parameter_max_length_on_error=0"
)


def migrate(db: Connection[Any]) -> list[str]:
    """Bring the tables up to date; names of the files that were run.

    RuntimeError when a file that was run before reads otherwise now.
    """
    ran = []
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
        db.execute("CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, digest bytea)")
        known = dict(db.execute("SELECT name, digest FROM migration").fetchall())
        for path in sorted(TABLES.glob("*.sql")):
            data = path.read_bytes()
            digest = sha256(data).digest()
            if path.name not in known:
                db.execute(data)
                db.execute("INSERT INTO migration VALUES (%s, %s)", (path.name, digest))
                ran.append(path.name)
            elif known[path.name] != digest:
                raise RuntimeError(f"{path.name} was changed after it had been run.")
    return ran


class Cast(NamedTuple):
    """A checked ballot on its way in."""

    poll: UUID
    voter: bytes
    seq: int
    leaf: bytes
    entry: bytes


# Tables are reached by their keys for each row of the group, and the group is joined to nothing of
# its own: without hashes that would take the square of its length. So what was known before and
# what came in (without `is_closed`) come back one after the other, for `outcomes` to put together.
_CAST = """
WITH known AS MATERIALIZED (
    SELECT g.*, coalesce(s.leaf, p.leaf) AS stood, coalesce(poll.is_closed, true) AS is_closed
    FROM unnest(%b::uuid[], %b::bytea[], %b::bigint[], %b::bytea[], %b::bytea[])
            WITH ORDINALITY AS g (poll, voter, seq, leaf, entry, place)
        LEFT JOIN spent s USING (poll, voter, seq)
        LEFT JOIN pending p USING (poll, voter, seq)
        LEFT JOIN poll ON poll.id = g.poll
), added AS (
    INSERT INTO pending (poll, voter, seq, leaf, entry)
    SELECT poll, voter, seq, leaf, entry FROM known WHERE stood IS NULL AND NOT is_closed
    ORDER BY place
    ON CONFLICT DO NOTHING
    RETURNING poll, voter, seq, leaf
)
SELECT uuid_send(poll), voter, seq, stood, is_closed FROM known
UNION ALL SELECT uuid_send(poll), voter, seq, leaf, NULL FROM added
"""


def _columns(rows: Sequence[Cast]) -> Sequence[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def outcomes(rows: Sequence[Cast], records: Sequence[tuple[Any, ...]]) -> list[Exception | None]:
    """What became of each ballot: None when it stands, now or before, as it was given."""
    known = {record[:3]: record[3:] for record in records if record[4] is not None}
    added = {record[:3]: record[3] for record in records if record[4] is None}
    found = []
    for row in rows:
        key = (row.poll.bytes, row.voter, row.seq)
        stood, is_closed = known[key]
        found.append(_outcome(row, stood or added.get(key), is_closed))
    return found


def _outcome(row: Cast, leaf: bytes | None, is_closed: bool) -> Exception | None:
    if leaf == row.leaf:
        return None
    if leaf is not None:
        return Fault("ballot-differs", "another ballot with this number has been dropped")
    if is_closed:
        return Fault("poll-closed", "the poll is closed")
    # Written by another process since this statement began: the next attempt will see it.
    return Unknown("written at the same moment")


def _answers(
    rows: Sequence[Cast], records: Sequence[tuple[Any, ...]]
) -> Sequence[bytes | Exception]:
    return [found or row.leaf for row, found in zip(rows, outcomes(rows, records), strict=True)]


# Answers with the leaf that is committed.
CAST: Statement[Cast, bytes] = Statement(_CAST, _columns, _answers)


async def manifest_of(db: AsyncConnection[Any], poll: UUID) -> bytes | None:
    """The manifest's bytes as they are served, or None for a poll that is not here."""
    row = await _one(db, "SELECT manifest FROM poll WHERE id = %s", poll)
    return bytes(row[0]) if row else None


async def checkpoint_of(db: AsyncConnection[Any], poll: UUID) -> str | None:
    """The newest checkpoint."""
    sql = "SELECT checkpoint FROM epoch WHERE poll = %s ORDER BY n DESC LIMIT 1"
    row = await _one(db, sql, poll)
    return str(row[0]) if row else None


async def tile_of(db: AsyncConnection[Any], poll: UUID, tile: Tile) -> bytes | None:
    """The bytes of a tile or a bundle, or None while the log has not grown so far."""
    if tile.level == ENTRIES:
        raise ValueError("A bundle is not a tile of hashes.")
    sql = "SELECT hashes FROM tile WHERE poll = %s AND level = %s AND number = %s"
    row = await _one(db, sql, poll, tile.level, tile.number)
    length = tile.width * 32
    return row[0][:length] if row and len(row[0]) >= length else None


async def entries_of(db: AsyncConnection[Any], poll: UUID, tile: Tile) -> list[bytes] | None:
    """The entries of a bundle, or None while the log has not so many."""
    sql = "SELECT entry FROM entry WHERE poll = %s AND idx >= %s AND idx < %s ORDER BY idx"
    start = tile.number * WIDTH
    cursor = await db.execute(sql, (poll, start, start + tile.width), binary=True)
    found = [row[0] for row in await cursor.fetchall()]
    return found if len(found) == tile.width else None


async def is_closed(db: AsyncConnection[Any], poll: UUID) -> bool:
    """Whether the last seal has been made."""
    row = await _one(db, "SELECT is_closed FROM poll WHERE id = %s", poll)
    return bool(row and row[0])


async def last_seq(db: AsyncConnection[Any], poll: UUID, voter: bytes) -> int:
    """The highest number of the voter's ballots; 0 when there is none."""
    sql = (
        "SELECT greatest("
        " (SELECT max(seq) FROM spent WHERE poll = %(poll)s AND voter = %(voter)s),"
        " (SELECT max(seq) FROM pending WHERE poll = %(poll)s AND voter = %(voter)s), 0)"
    )
    cursor = await db.execute(sql, {"poll": poll, "voter": voter})
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def _one(db: AsyncConnection[Any], sql: LiteralString, *values: Any) -> Any:
    cursor = await db.execute(sql, values, binary=True)
    return await cursor.fetchone()


async def connect_to_cast(dsn: str) -> AsyncConnection[Any]:
    """A connection for the group committer."""
    options = psycopg.conninfo.conninfo_to_dict(dsn).get("options") or ""
    return await AsyncConnection.connect(
        dsn, autocommit=True, options=f"{options} {CASTING_OPTIONS}".strip()
    )

"""Taking and sealing ballots in a real PostgreSQL, and what a copy of its tables gives away."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
import pytest

from veche.ballotbox import entries, manifest, merkle, note, openballots, sealing, store, tiles
from veche.ballotbox.entries import Body
from veche.ballotbox.faults import Fault
from veche.ballotbox.passes import Pass
from veche.ballotbox.sealing import Issued
from veche.ballotbox.store import CAST, Cast
from veche.ballotbox.tests.makers import CHOICE, LOG_KEY, POLL, make_open_manifest
from veche.groupcommit import GroupCommit

OTHER = UUID("7a1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c22")
MANIFEST = make_open_manifest()
DATA = manifest.write(MANIFEST)
HASH = manifest.manifest_hash(DATA)
NOTHING = Issued({}, merkle.EMPTY_ROOT)


@pytest.fixture(scope="module")
def database(own_database: Callable[[], str]) -> str:
    return own_database()


@pytest.fixture
def db(database: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        store.migrate(connection)
        sealing.add_poll(connection, DATA, LOG_KEY)
        yield connection


def row(number: int, seq: int = 1, poll: UUID = POLL) -> Cast:
    pseudonym = merkle.leaf_hash(number.to_bytes(4, "big"))
    body = entries.write_body(MANIFEST, HASH, Body(seq, CHOICE))
    entry = openballots.write(Pass(poll, pseudonym, 1, 2, 1, 0), body)
    return Cast(poll, pseudonym, seq, merkle.leaf_hash(entry), entry)


def cast(dsn: str, rows: Sequence[Cast], group_max: int = 512) -> list[Any]:
    async def run() -> list[Any]:
        connect = lambda: store.connect_to_cast(dsn)  # noqa: E731
        async with GroupCommit(connect, CAST, group_max=group_max) as commits:
            return await asyncio.gather(*(commits.put(one) for one in rows), return_exceptions=True)

    return asyncio.run(run())


def codes(outcomes: Sequence[Any]) -> list[str]:
    return [one.code if isinstance(one, Fault) else "stands" for one in outcomes]


def values(db: psycopg.Connection[Any], query: str) -> list[Any]:
    return [one[0] for one in db.execute(query.encode()).fetchall()]


def log(db: psycopg.Connection[Any]) -> list[bytes]:
    return values(db, f"SELECT entry FROM entry WHERE poll = '{POLL}' ORDER BY idx")


def test_tables_are_made_once_and_never_changed_behind(db, tmp_path, monkeypatch):
    assert store.migrate(db) == []
    (tmp_path / "0001_box.sql").write_text("SELECT 1")
    monkeypatch.setattr(store, "TABLES", tmp_path)
    with pytest.raises(RuntimeError, match="0001_box"):
        store.migrate(db)


def test_no_column_tells_a_time_or_an_order(db):
    columns = db.execute(
        "SELECT table_name, column_name, data_type, is_identity, column_default"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ).fetchall()
    kinds = {one[2] for one in columns}
    assert kinds <= {"uuid", "bytea", "bigint", "integer", "smallint", "text", "boolean"}
    assert not any(one[3] == "YES" or "nextval" in (one[4] or "") for one in columns)
    assert not values(db, "SELECT sequencename FROM pg_sequences")


def test_a_poll_begins_with_its_manifest(db):
    assert log(db) == [entries.write_manifest(HASH)]
    sealing.add_poll(db, DATA, LOG_KEY)
    assert values(db, "SELECT size FROM epoch") == [1]
    with pytest.raises(Fault, match="poll-differs"):
        sealing.add_poll(db, manifest.write(make_open_manifest(epoch_seconds=60)), LOG_KEY)


def test_a_ballot_stands_once_and_its_repeat_is_answered_alike(db, database):
    outcomes = cast(database, [row(1), row(1), row(2), row(1, seq=2)])
    assert outcomes == [row(1).leaf, row(1).leaf, row(2).leaf, row(1, seq=2).leaf]
    assert cast(database, [row(1)]) == [row(1).leaf]
    assert values(db, "SELECT count(*) FROM pending") == [3]


def test_a_group_reaches_tables_by_their_keys_alone(db, database):
    """So the cost of a ballot is that of the first, however many there are."""

    async def plan() -> list[str]:
        connection = await store.connect_to_cast(database)
        async with connection:
            columns = CAST.columns([row(number) for number in range(300)])
            cursor = await connection.execute(f"EXPLAIN {CAST.sql}".encode(), columns)
            return [str(line[0]) for line in await cursor.fetchall()]

    lines = asyncio.run(plan())
    for table in ("spent", "pending", "poll"):
        scans = [line for line in lines if "Scan" in line and f" on {table}" in line]
        assert scans
        assert all("Index" in line for line in scans), lines
    # Only the unnested group is walked through, and nothing is walked through for each of its rows.
    assert sum("Nested Loop" in line for line in lines) == 3
    assert not [line for line in lines if "Hash" in line or "Merge" in line]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_another_ballot_with_the_same_number_is_refused(db, database, is_sealed):
    other = row(1)._replace(entry=row(2).entry, leaf=row(2).leaf)
    assert codes(cast(database, [row(1), other])) == ["stands", "ballot-differs"]
    if is_sealed:
        sealing.seal(db, POLL, LOG_KEY)
    assert codes(cast(database, [other, row(1), row(3)])) == ["ballot-differs", "stands", "stands"]
    assert values(db, "SELECT count(*) FROM pending") == [1 if is_sealed else 2]


def test_nothing_comes_in_for_a_poll_that_is_closed_or_not_here(db, database):
    assert codes(cast(database, [row(1), row(2, poll=OTHER)])) == ["stands", "poll-closed"]
    sealing.seal(db, POLL, LOG_KEY, closing=NOTHING)
    assert codes(cast(database, [row(1), row(3)])) == ["stands", "poll-closed"]
    assert values(db, "SELECT count(*) FROM pending") == [0]


def test_a_ballot_in_flight_while_the_poll_is_closed_is_not_lost_in_between(db, database):
    found: list[Any] = []
    with psycopg.connect(database) as closing:
        closing.execute("LOCK TABLE pending IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=lambda: found.extend(cast(database, [row(1)])))
        thread.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while values(db, waits) == [0]:
            time.sleep(0.01)
        sealing.seal(closing, POLL, LOG_KEY, closing=NOTHING)
        closing.commit()
        thread.join()
    assert codes(found) == ["poll-closed"]
    assert values(db, "SELECT count(*) FROM pending") == [0]


def test_a_seal_appends_sorted_and_signs(db, database):
    rows = [row(number) for number in range(600)]
    cast(database, rows[:300])
    first = sealing.seal(db, POLL, LOG_KEY, counts={1: 300, 2: 0})
    assert (first.size, first.ballots) == (302, 300)
    cast(database, rows[300:])
    last = sealing.seal(db, POLL, LOG_KEY, closing=Issued({1: 600}, merkle.EMPTY_ROOT))
    found = log(db)
    assert [merkle.leaf_hash(one) for one in found[1:301]] == sorted(one.leaf for one in rows[:300])
    assert sorted(found[302:602]) == sorted(one.entry for one in rows[300:])
    close = entries.read_close(found[-1])
    assert (close.issued, close.ballots) == ({1: 600, 2: 0}, {1: 600, 2: 0})
    assert close.tally["yard"] == [(600, 0), (0, 0), (0, 0)]
    checkpoint = note.verify_checkpoint(last.checkpoint, MANIFEST.log)
    assert checkpoint.size == len(found) == last.size == 604
    stored = {
        (level, number): bytes(hashes)
        for level, number, hashes in db.execute("SELECT level, number, hashes FROM tile")
    }
    read = lambda tile: stored[tile.level, tile.number][: tile.width * 32]  # noqa: E731
    tiles.verify_tiles(checkpoint.size, checkpoint.root, read)
    old = note.verify_checkpoint(first.checkpoint, MANIFEST.log)
    perfect = tiles.perfect_from(604, read)
    proof = merkle.consistency_proof(302, 604, perfect)
    merkle.verify_consistency(302, 604, proof, old.root, checkpoint.root)
    # Again, nothing changes.
    again = sealing.seal(db, POLL, LOG_KEY, closing=Issued({1: 600}, merkle.EMPTY_ROOT))
    assert again == (604, 0, last.checkpoint)
    with pytest.raises(Fault, match="close-differs"):
        sealing.seal(db, POLL, LOG_KEY, closing=NOTHING)


def test_an_empty_seal_changes_nothing(db):
    before = values(db, "SELECT checkpoint FROM epoch")
    assert sealing.seal(db, POLL, LOG_KEY).checkpoint == before[0]
    assert values(db, "SELECT checkpoint FROM epoch") == before
    with pytest.raises(Fault, match="poll-unknown"):
        sealing.seal(db, OTHER, LOG_KEY)


def test_a_seal_leaves_one_transaction_and_no_trace_of_the_order(db, database):
    other = make_open_manifest(
        poll=OTHER,
        origin=f"vote.example/p/{OTHER}",
        log=note.verifier_of(f"vote.example/p/{OTHER}", LOG_KEY),
        promise=note.Verifier(f"vote.example/p/{OTHER}/promise", MANIFEST.promise.key),
    )
    sealing.add_poll(db, manifest.write(other), LOG_KEY)
    rows = [row(number, poll=(POLL, OTHER)[number % 2]) for number in range(400)]
    cast(database, rows, group_max=10)
    assert values(db, "SELECT count(DISTINCT xmin::text) FROM pending")[0] >= 40
    sealing.seal(db, POLL, LOG_KEY)
    for query, leaves in (
        ("SELECT leaf FROM entry WHERE idx > 0", sorted(one.leaf for one in rows[::2])),
        ("SELECT leaf FROM pending", sorted(one.leaf for one in rows[1::2])),
    ):
        # The order of the disk is that of the leaves.
        assert [bytes(one) for one in values(db, f"{query} ORDER BY ctid")] == leaves
    for table in ("entry WHERE idx > 0", "spent", "pending"):
        assert values(db, f"SELECT count(DISTINCT xmin::text) FROM {table}") == [1]
    voters = values(db, "SELECT voter FROM spent ORDER BY ctid")
    assert voters == sorted(voters)


def test_the_log_is_never_changed(db):
    for statement in ("DELETE FROM entry", "UPDATE epoch SET size = 9", "TRUNCATE entry"):
        with pytest.raises(psycopg.errors.RaiseException):
            db.execute(statement.encode())


def test_a_seal_that_fails_leaves_all_as_it_was(db, database, monkeypatch):
    cast(database, [row(1), row(2)])

    def fail(*_: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(sealing, "_publish", fail)
    with pytest.raises(OSError, match="no room"):
        sealing.seal(db, POLL, LOG_KEY)
    assert sealing.pending_of(db, POLL) == 2
    assert len(log(db)) == 1

"""Group commits against a real PostgreSQL: answers, refusals, broken connections, kills."""

import asyncio
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from veche.groupcommit import Closed, Full, GroupCommit, Statement, Unknown

ROOT = Path(__file__).resolve().parents[3]
# A writer in a process of its own, which tells each number once it is acknowledged.
WRITER = """
import asyncio, sys
from psycopg import AsyncConnection
from veche.groupcommit import GroupCommit
from veche.groupcommit.tests.test_committer import NOTES
async def main(dsn):
    connect = lambda: AsyncConnection.connect(dsn, autocommit=True)
    async with GroupCommit(connect, NOTES) as commits:
        numbers = iter(range(10**6))
        async def one():
            for number in numbers:
                await commits.put((number, f"text {number}"))
                sys.stdout.write(f"{number}\\n")
                sys.stdout.flush()
        await asyncio.gather(*(one() for _ in range(16)))
asyncio.run(main(sys.argv[1]))
"""
Note = tuple[int, str]


def _answers(rows: Sequence[Note], records: Sequence[tuple[Any, ...]]) -> list[str | Exception]:
    stored = dict(records)
    return [text if stored.get(number, text) == text else KeyError(number) for number, text in rows]


# Answers with the text that stands; another text under the same number is refused.
NOTES: Statement[Note, str] = Statement(
    "WITH given AS (SELECT * FROM unnest(%s::bigint[], %s::text[]) AS g (id, body)),"
    " done AS (INSERT INTO note SELECT * FROM given ON CONFLICT DO NOTHING RETURNING id, body)"
    " SELECT id, body FROM done"
    " UNION ALL SELECT note.id, note.body FROM note JOIN given USING (id)",
    lambda rows: ([row[0] for row in rows], [row[1] for row in rows]),
    _answers,
)


@pytest.fixture(scope="module")
def database(own_database: Callable[[], str]) -> str:
    return own_database()


@pytest.fixture
def dsn(database: str) -> str:
    with psycopg.connect(database, autocommit=True) as db:
        db.execute("DROP TABLE IF EXISTS note")
        db.execute("CREATE TABLE note (id bigint PRIMARY KEY, body text CHECK (body <> 'bad'))")
    return database


def commits_of(dsn: str, **limits: int) -> GroupCommit[Note, str]:
    return GroupCommit(lambda: AsyncConnection.connect(dsn, autocommit=True), NOTES, **limits)


def stored(dsn: str) -> dict[int, str]:
    with psycopg.connect(dsn) as db:
        return dict(db.execute("SELECT id, body FROM note").fetchall())


def transactions(dsn: str) -> int:
    with psycopg.connect(dsn) as db:
        row = db.execute("SELECT count(DISTINCT xmin::text) FROM note").fetchone()
    assert row is not None
    return int(row[0])


async def outcomes(
    commits: GroupCommit[Note, str], rows: Sequence[Note]
) -> list[str | BaseException]:
    return await asyncio.gather(*(commits.put(row) for row in rows), return_exceptions=True)


def test_each_caller_is_answered_and_finds_the_row_committed(dsn):
    async def write(commits: GroupCommit[Note, str], number: int) -> str:
        answer = await commits.put((number, f"text {number}"))
        # Another connection sees it already: the answer came after the commit.
        assert number in await asyncio.to_thread(stored, dsn)
        return answer

    async def run() -> Any:
        async with commits_of(dsn) as commits:
            return await asyncio.gather(*(write(commits, number) for number in range(20)))

    assert asyncio.run(run()) == [f"text {number}" for number in range(20)]
    assert len(stored(dsn)) == 20


def test_rows_that_come_together_go_together(dsn):
    async def run() -> Any:
        async with commits_of(dsn) as commits:
            return await outcomes(commits, [(number, "together") for number in range(300)])

    assert asyncio.run(run()) == ["together"] * 300
    assert transactions(dsn) == 1


def test_no_group_is_larger_than_its_limit(dsn):
    async def run() -> Any:
        async with commits_of(dsn, group_max=100) as commits:
            await outcomes(commits, [(number, "cut") for number in range(250)])

    asyncio.run(run())
    assert transactions(dsn) == 3


def test_a_group_grows_while_the_last_is_committed(dsn):
    async def run() -> Any:
        async with commits_of(dsn) as commits:
            first = asyncio.create_task(commits.put((0, "first")))
            for is_waiting in (True, False):
                while bool(commits.waiting) != is_waiting:
                    await asyncio.sleep(0)
            rest = [asyncio.create_task(commits.put((n, "rest"))) for n in range(1, 50)]
            await asyncio.gather(first, *rest)

    asyncio.run(run())
    assert transactions(dsn) == 2


def test_a_row_that_is_refused_fails_alone(dsn):
    rows = [(number, "bad" if number in (3, 77) else "good") for number in range(100)]

    async def run() -> Any:
        async with commits_of(dsn) as commits:
            return await outcomes(commits, rows)

    found = asyncio.run(run())
    assert [isinstance(one, psycopg.errors.CheckViolation) for one in found] == [
        text == "bad" for _, text in rows
    ]
    assert sorted(stored(dsn)) == [number for number, text in rows if text == "good"]


def test_a_row_that_cannot_be_sent_fails_alone(dsn):
    async def run() -> Any:
        async with commits_of(dsn) as commits:
            return await outcomes(commits, [(1, "good"), (2, "nought \x00"), (3, "good")])

    first, second, third = asyncio.run(run())
    assert (first, third) == ("good", "good")
    assert isinstance(second, psycopg.DataError)
    assert stored(dsn) == {1: "good", 3: "good"}


def test_a_repeat_is_answered_alike_and_another_text_refused(dsn):
    async def run() -> Any:
        async with commits_of(dsn) as commits:
            once = await outcomes(commits, [(1, "mine"), (1, "mine")])
            return once + await outcomes(commits, [(1, "mine"), (1, "other"), (2, "next")])

    *alike, other, further = asyncio.run(run())
    assert alike == ["mine"] * 3
    assert isinstance(other, KeyError)
    assert further == "next"
    assert stored(dsn) == {1: "mine", 2: "next"}


def test_a_full_queue_says_so_and_nothing_is_written(dsn):
    async def run() -> Any:
        async with commits_of(dsn, capacity=10) as commits:
            return await outcomes(commits, [(number, "text") for number in range(15)])

    found = asyncio.run(run())
    assert found[:10] == ["text"] * 10
    assert all(isinstance(one, Full) for one in found[10:])
    assert sorted(stored(dsn)) == list(range(10))


def test_closing_answers_those_who_wait_and_takes_no_more(dsn):
    async def run() -> Any:
        commits = commits_of(dsn, group_max=7)
        with pytest.raises(Closed):
            await commits.put((99, "early"))
        await commits.__aenter__()
        waiting = [asyncio.create_task(commits.put((n, "drained"))) for n in range(40)]
        await asyncio.sleep(0)
        await commits.close()
        with pytest.raises(Closed):
            await commits.put((98, "late"))
        await commits.close()
        assert all(one.done() for one in waiting)
        return [one.result() for one in waiting]

    assert asyncio.run(run()) == ["drained"] * 40
    assert sorted(stored(dsn)) == list(range(40))


def test_whoever_leaves_before_the_group_begins_is_forgotten(dsn):
    async def run() -> Any:
        async with commits_of(dsn) as commits:
            leaving = asyncio.create_task(commits.put((1, "left")))
            staying = asyncio.create_task(commits.put((2, "stayed")))
            await asyncio.sleep(0)
            leaving.cancel()
            assert await staying == "stayed"

    asyncio.run(run())
    assert stored(dsn) == {2: "stayed"}


def test_a_broken_connection_is_told_and_the_next_group_has_a_new_one(dsn):
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"

    async def run() -> Any:
        async with commits_of(dsn) as commits:
            assert await commits.put((1, "before")) == "before"
            with psycopg.connect(dsn, autocommit=True) as db:
                db.execute(f"{end} AND datname = current_database()".encode())
            broken = await outcomes(commits, [(2, "text"), (3, "text")])
            assert [type(one) for one in broken] == [Unknown, Unknown]
            return await outcomes(commits, [(2, "text"), (3, "text")])

    assert asyncio.run(run()) == ["text", "text"]
    assert stored(dsn) == {1: "before", 2: "text", 3: "text"}


def test_while_nothing_can_be_reached_callers_are_told(dsn):
    async def run() -> Any:
        reached = True

        async def connect() -> Any:
            if not reached:
                raise psycopg.OperationalError("no server there")
            return await AsyncConnection.connect(dsn, autocommit=True)

        async with GroupCommit(connect, NOTES) as commits:
            assert commits._connection is not None
            await commits._connection.close()
            reached = False
            (lost,) = await outcomes(commits, [(1, "text")])
            assert isinstance(lost, Unknown)
            reached = True
            assert await commits.put((1, "text")) == "text"

    asyncio.run(run())


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(3))
def test_a_kill_loses_nothing_acknowledged_and_doubles_nothing(dsn, seed):
    chance = random.Random(seed)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, dsn], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(chance.randrange(1, 400))]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate()
    told += [int(line) for line in rest.split("\n")[:-1] if line]
    found = stored(dsn)
    assert len(set(told)) == len(told)
    assert set(told) <= found.keys()

    async def again() -> Any:
        async with commits_of(dsn) as commits:
            rows = [(number, f"text {number}") for number in range(max(found) + 5)]
            return await outcomes(commits, rows)

    assert asyncio.run(again()) == [f"text {number}" for number in range(max(found) + 5)]
    assert len(stored(dsn)) == max(found) + 5

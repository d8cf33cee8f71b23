"""Gather rows while the last group is being committed, and write them by one statement."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, LiteralString, NamedTuple, Self, TypeVar

import psycopg
from psycopg import AsyncConnection

Row = TypeVar("Row")
Answer = TypeVar("Answer")
# Opens a connection in autocommit: each statement is a transaction, and ends with its commit.
Connect = Callable[[], Awaitable[AsyncConnection[Any]]]


class Full(Exception):
    """The queue is full and the row was not taken: come again in a moment."""


class Closed(Exception):
    """No more rows are taken; this one was not written."""


class Unknown(Exception):
    """The connection broke: the row may be written or not. Put the very same row again."""


@dataclass(frozen=True)
class Statement(Generic[Row, Answer]):
    """How a group is written: one SQL statement over the columns of its rows.

    `columns` makes the statement's parameters. `answers` gets the rows and what the statement
    returned, and gives one answer for each row in their order; an exception among them is raised
    to that row's caller. The statement must bear the same row twice, in one group too.
    """

    sql: LiteralString
    columns: Callable[[Sequence[Row]], Sequence[Any]]
    answers: Callable[[Sequence[Row], Sequence[tuple[Any, ...]]], Sequence[Answer | Exception]]


class _Waiting(NamedTuple, Generic[Row, Answer]):
    row: Row
    answer: asyncio.Future[Answer]


class GroupCommit(Generic[Row, Answer]):
    """One writer over one connection, for the event loop in which it is entered.

    `capacity` rows may wait, `group_max` are written at once. A group waits `pause` seconds for
    more rows: each row comes later by that, but a larger group costs the processor less.
    """

    def __init__(
        self,
        connect: Connect,
        statement: Statement[Row, Answer],
        *,
        capacity: int = 4096,
        group_max: int = 512,
        pause: float = 0.0,
    ) -> None:
        self._connect = connect
        self._statement = statement
        self._capacity = capacity
        self._group_max = group_max
        self._pause = pause
        self._queue: deque[_Waiting[Row, Answer]] = deque()
        self._arrived = asyncio.Event()
        self._is_closed = False
        self._connection: AsyncConnection[Any] | None = None
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._connection = await self._connect()
        self._writer = asyncio.create_task(self._write_groups())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def waiting(self) -> int:
        """Rows that are not being written yet."""
        return len(self._queue)

    async def put(self, row: Row) -> Answer:
        """The answer to this row, once it is committed.

        Raises `Full`, `Closed`, `Unknown`, what the database says of this row, or what the
        statement's `answers` has for it. A caller who stops waiting before its group begins is
        forgotten; one who stops later may have its row written.
        """
        if self._is_closed or self._writer is None:
            raise Closed("no rows are taken any more")
        if len(self._queue) >= self._capacity:
            raise Full(f"{self._capacity} rows are waiting")
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting(row, answer))
        self._arrived.set()
        return await answer

    async def close(self) -> None:
        """Take no more rows, answer those that wait, let the connection go. Twice is once."""
        self._is_closed = True
        self._arrived.set()
        if self._writer is not None:
            await self._writer
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _write_groups(self) -> None:
        while self._queue or not self._is_closed:
            await self._arrived.wait()
            # Whoever is ready in this turn of the loop, or comes in the pause, comes along.
            await asyncio.sleep(self._pause)
            group = self._next_group()
            if not self._queue and not self._is_closed:
                self._arrived.clear()
            if group:
                await self._commit(group)

    def _next_group(self) -> list[_Waiting[Row, Answer]]:
        group: list[_Waiting[Row, Answer]] = []
        while self._queue and len(group) < self._group_max:
            waiting = self._queue.popleft()
            if not waiting.answer.done():
                group.append(waiting)
        return group

    async def _commit(self, group: Sequence[_Waiting[Row, Answer]]) -> None:
        try:
            answers = await self._execute([waiting.row for waiting in group])
        except psycopg.OperationalError as error:
            if self._connection is None or self._connection.closed:
                _answer(group, [Unknown("the connection broke")] * len(group), error)
            else:
                await self._halve(group, error)
        except Exception as error:
            await self._halve(group, error)
        else:
            _answer(group, answers)

    async def _halve(self, group: Sequence[_Waiting[Row, Answer]], error: Exception) -> None:
        """The whole group was rolled back: find the row at fault, so that its neighbours stand."""
        middle = len(group) // 2
        if middle == 0:
            _answer(group, [error])
            return
        await self._commit(group[:middle])
        await self._commit(group[middle:])

    async def _execute(self, rows: Sequence[Row]) -> Sequence[Answer | Exception]:
        if self._connection is None or self._connection.closed:
            self._connection = None
            self._connection = await self._connect()
        parameters = self._statement.columns(rows)
        # In autocommit the statement's answer comes after its commit, in one round trip.
        cursor = await self._connection.execute(
            self._statement.sql, parameters, prepare=True, binary=True
        )
        answers = self._statement.answers(rows, await cursor.fetchall())
        if len(answers) != len(rows):
            raise TypeError(f"{len(answers)} answers for {len(rows)} rows")
        return answers


def _answer(
    group: Sequence[_Waiting[Row, Answer]],
    answers: Sequence[Answer | Exception],
    cause: Exception | None = None,
) -> None:
    for waiting, answer in zip(group, answers, strict=True):
        if waiting.answer.done():
            continue
        if isinstance(answer, Exception):
            answer.__cause__ = cause
            waiting.answer.set_exception(answer)
        else:
            waiting.answer.set_result(answer)

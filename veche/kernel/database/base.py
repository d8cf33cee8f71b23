"""A connection that reads and writes inside one *space*: a schema with the role allowed there.

Outside any space the login role owns nothing and may read no table of any space, so code that
forgets to enter one fails instead of leaking. The space is applied lazily, before the first
statement that follows a change, and again whenever a rollback may have undone it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DatabaseError, IntegrityError, NotSupportedError
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


@dataclass(frozen=True)
class Space:
    """A PostgreSQL schema and the role that may use it."""

    schema: str
    role: str


Statement = tuple[str, Sequence[Any]]
# As many statements as are put off: whoever writes thousands does not hold them all in memory.
MOST_LATER = 500
SHARED = Space(schema="shared", role="none")


class StreamedCursor(base.ServerSideCursor):
    """Rows read in parts, which may be left half-read and closed whenever Python tidies up.

    By then a rollback may have taken the cursor away, and to close what is no more would break the
    transaction that happens to run: so it is looked for first.
    """

    def close(self) -> None:
        """Let the rows go that nobody has read."""
        # psycopg looks for a cursor before it closes it, unless it has declared that itself.
        self._described = False
        super().close()  # type: ignore[misc]


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space: Space = SHARED
        self._applied: Space | None = None
        self._later: list[Statement] = []
        # A cursor that was open before something was put off sends it first, as a new one does.
        self.execute_wrappers.append(self._execute_after_later)

    def enter(self, space: Space) -> Space:
        """Change the space; returns the one left behind."""
        left = self.space
        try:
            self._send_later()
        finally:
            self.space = space
        return left

    def leave(self) -> None:
        """Give the role and the search path up now, on the open connection if there is one."""
        self.space = SHARED
        if self.connection is not None and not self.in_atomic_block and self._applied != SHARED:
            self._apply()

    def init_connection_state(self) -> None:
        self._applied = None
        self._later.clear()
        super().init_connection_state()

    def _cursor(self, name: str | None = None) -> Any:
        self.ensure_connection()
        if self._applied != self.space:
            self._apply()
        self._send_later()
        return super()._cursor(name)  # type: ignore[misc]

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        if name:
            cursor.__class__ = StreamedCursor
        return cursor

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        # Applied before BEGIN, so that the transaction's rollback does not undo it.
        if not autocommit and not self.in_atomic_block:
            self.ensure_connection()
            if self._applied != self.space:
                self._apply()
        super().set_autocommit(autocommit, *args, **kwargs)

    def _commit(self) -> Any:
        self._send_later()
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._applied = None
        self._later.clear()
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # What was put off since the savepoint is undone with it: a savepoint sends all before it.
        self._later.clear()
        # Past our own `_cursor`: an aborted transaction takes no other statement before this one.
        with self.connection.cursor() as cursor:
            cursor.execute(self.ops.savepoint_rollback_sql(sid))
        self._applied = None

    def run_prepared(self, *statements: Statement) -> list[tuple[Any, ...]]:
        """Run statements that the server keeps prepared, in one trip; the rows of the last.

        For the few acts of which there are thousands a minute: nothing is parsed or planned anew
        (but after a change of the space, of which the server takes note by itself).
        Each statement still sees what was committed before it began.
        """
        self.validate_no_broken_transaction()
        self.ensure_connection()
        if self._applied != self.space:
            self._apply()
        all_of_them, self._later = [*self._later, *statements], []
        try:
            with self.wrap_database_errors:
                with self._one_trip(all_of_them):
                    for query, values in all_of_them:
                        cursor = psycopg.Cursor(self.connection)
                        self._run_logged(cursor, query, values)
                return cursor.fetchall() if cursor.description else []
        except NotSupportedError:
            # Prepared before a migration has changed what it gives: a rollback drops it as well.
            if not self.in_atomic_block:
                self.close()
            raise

    def run_later(self, query: str, values: Sequence[Any]) -> None:
        """Run a statement whose answer nobody waits for: in one trip with all others put off so.

        They are sent in their order before whatever is asked next, at the latest before the
        commit, and are undone with the transaction; what is wrong with one is told only then.
        """
        if not self.in_atomic_block:
            self.run_prepared((query, values))
            return
        self._later.append((query, values))
        if len(self._later) >= MOST_LATER:
            self._send_later()

    def _send_later(self) -> None:
        if self._later and self._is_broken():
            self._later.clear()  # it would be undone, and hide what broke
        if self._later:
            try:
                self.run_prepared()
            except IntegrityError as error:
                # Who asks now and looks for a double of their own has not made this one.
                raise DatabaseError("What was put off does not fit.") from error

    def _is_broken(self) -> bool:
        status = self.connection.info.transaction_status
        return self.needs_rollback or status == TransactionStatus.INERROR

    def _execute_after_later(
        self, execute: Callable[..., Any], sql: Any, values: Any, many: bool, context: Any
    ) -> Any:
        self._send_later()
        return execute(sql, values, many, context)

    def _one_trip(self, statements: Sequence[Statement]) -> AbstractContextManager[Any]:
        pipeline: AbstractContextManager[Any] = self.connection.pipeline()
        return pipeline if len(statements) > 1 else nullcontext()

    def _run_logged(self, cursor: Any, query: str, values: Sequence[Any]) -> None:
        began = time.monotonic()
        cursor.execute(query, values, prepare=True)
        if self.queries_logged:
            spent = f"{time.monotonic() - began:.3f}"
            self.queries_log.append({"sql": query, "time": spent})

    def _apply(self) -> None:
        space = self.space
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('search_path', %s, false), set_config('role', %s, false)",
                (f"{space.schema}, ext", space.role),
            )
        self._applied = space

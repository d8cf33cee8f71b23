"""Rows that are only added: journal, events, steps of a history. Nobody waits for their keys."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault
from psycopg.types.json import Jsonb

from veche.kernel.database.base import DatabaseWrapper


def add(*rows: Model) -> None:
    """Insert each with the transaction's next trip to the database, in this order.

    Keys and values that the database gives are not read back.
    """
    # Itself, not what stands for it: that one would be asked for it with each value.
    database = cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])
    for row in rows:
        given = {
            one.column: _value(one, row, database)
            for one in _fields(type(row))
            if _is_given(one, row)
        }
        statement = _statement(row._meta.db_table, tuple(given))
        database.run_later(statement, list(given.values()))
        row._state.adding = False


@lru_cache
def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [one for one in model._meta.concrete_fields if not one.generated]


def _is_given(field: Field[Any, Any], row: Model) -> bool:
    value = getattr(row, field.attname)
    is_own_key = field.primary_key and value is None
    return not is_own_key and not isinstance(value, DatabaseDefault)


def _value(field: Field[Any, Any], row: Model, database: DatabaseWrapper) -> Any:
    """As it is now: what the caller makes of a dictionary later is not written."""
    value = field.get_db_prep_save(field.pre_save(row, add=True), database)
    if isinstance(value, Jsonb) and value.dumps is not None:
        return value.dumps(value.obj)
    return value


@lru_cache(maxsize=256)
def _statement(table: str, columns: tuple[str, ...]) -> str:
    quoted = [connection.ops.quote_name(one) for one in columns]
    places = ", ".join(["%s"] * len(columns))
    into = f"{connection.ops.quote_name(table)} ({', '.join(quoted)})"
    return f"INSERT INTO {into} VALUES ({places})"  # noqa: S608 -- names of the code's own models

"""Many rows at once, by COPY: for what is made in bulk, never for one person's act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models
from psycopg import sql


def copy_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """Write rows of these columns, all or none, and return how many; the rest the database fills.

    The rows come in the order of `names`, which are attributes of the model (`body_id`).
    """
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    kept = sql.SQL(", ").join([sql.Identifier(columns[name]) for name in names])
    table = sql.Identifier(model._meta.db_table)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(table, kept)
    copied = 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(into) as copy,
    ):
        for row in rows:
            copy.write_row(row)
            copied += 1
    return copied

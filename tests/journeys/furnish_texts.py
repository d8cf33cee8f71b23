"""What people have written in the town: everything of its tables that is not the interface."""

from __future__ import annotations

from importlib import import_module

from psycopg import sql

COLUMNS = """SELECT table_name, column_name, data_type = 'ARRAY' FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name <> 'kernel_cache'
    AND (data_type IN ('text', 'character varying', 'jsonb') OR udt_name IN ('_text', '_varchar'))
    ORDER BY 1, 2"""


def texts() -> list[str]:
    """Each text once; the town's own names among them."""
    database = import_module("django.db").connection
    town = import_module("veche.commons.towns.public").current()
    found = {town.name, town.area, town.region}
    with database.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, is_list in cursor.fetchall():
            one = "unnest({})" if is_list else "{}"
            query = sql.SQL("SELECT DISTINCT " + one + "::text FROM {}")
            cursor.execute(query.format(sql.Identifier(column), sql.Identifier(table)))
            found.update(text for (text,) in cursor.fetchall() if text)
    return sorted(found)

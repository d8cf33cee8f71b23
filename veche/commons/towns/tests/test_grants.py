"""What a town's role may do is given and taken back in one step."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from veche.commons.towns import provision, public

MAY_UPDATE = "SELECT has_table_privilege(%s, 't_zarechye.ballots_ballot', 'UPDATE')"


class Unmigrated:
    """A model whose table is not there yet."""

    append_only = True

    class _meta:
        db_table = "nowhere"


def test_append_only_tables_are_never_open_in_between(
    committed_town: public.Town, admin_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(admin_dsn) as db:
        prefix = str(db.execute("SHOW veche.role_prefix").fetchall()[0][0])
    login = dict(connection.settings_dict)
    given = psycopg.conninfo.conninfo_to_dict(admin_dsn)
    connection.close()
    # A table that is gone between the look and the REVOKE: all of it is taken back.
    monkeypatch.setattr(apps, "get_models", lambda: [Unmigrated])
    there = [Unmigrated._meta.db_table]
    monkeypatch.setattr(connection.introspection, "table_names", lambda: there)
    names = ("NAME", "dbname"), ("USER", "user"), ("PASSWORD", "password"), ("HOST", "host")
    connection.settings_dict.update({key: given.get(name, "") for key, name in names})
    try:
        with pytest.raises(DatabaseError):
            provision.grant_tables("zarechye", prefix)
    finally:
        connection.close()
        connection.settings_dict.update(login)
    with psycopg.connect(admin_dsn) as db:
        row = db.execute(MAY_UPDATE, [f"{prefix}_t_zarechye"]).fetchone()
    assert row == (False,)

"""Which PostgreSQL of somebody else is taken: 15 and newer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from veche.config.running import database
from veche.config.running.trouble import Trouble

DSN = "postgresql://town:secret@db.example/town"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server that says it is of the version given."""

    class Connection:
        info = SimpleNamespace(server_version=0)

        def __enter__(self) -> Connection:
            return self

        def __exit__(self, *_told: object) -> None:
            pass

    monkeypatch.setattr(psycopg, "connect", lambda *_args, **_more: Connection())
    return Connection.info


@pytest.mark.parametrize("number", [90624, 130010, 140000, 140017])
def test_an_older_server_is_refused_by_name(server: Any, number: int) -> None:
    server.server_version = number
    with pytest.raises(Trouble) as refusal:
        database._outer(DSN)
    assert "Нужен PostgreSQL 15 или новее" in str(refusal.value)
    assert str(number // 10_000) in str(refusal.value)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(("number", "told"), [(150000, "15.0"), (150008, "15.8"), (180001, "18.1")])
def test_a_newer_one_is_taken(server: Any, number: int, told: str) -> None:
    server.server_version = number
    taken = database._outer(DSN)
    assert taken.admin_dsn == DSN
    assert f"PostgreSQL {told}," in str(taken)
    assert "secret" not in str(taken).split("PostgreSQL")[1]

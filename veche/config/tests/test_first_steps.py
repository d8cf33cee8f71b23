"""A start says what a town lacks before it can be set up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psycopg

from veche.commons.identity.tests.makers import make_person
from veche.config import env
from veche.config.running import first_steps, supervisor


def test_where_there_is_no_town_the_command_is_told(admin_dsn: str, tmp_path: Any) -> None:
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        db.execute("UPDATE shared.municipality SET is_ready = false")
        try:
            web, prefix = env.dsn_for(admin_dsn, "web"), env.role_prefix(admin_dsn)
            assert first_steps.hints(web, prefix) == [first_steps.NO_TOWN]
        finally:
            db.execute("UPDATE shared.municipality SET is_ready = true")
    assert "veche towns add" in first_steps.NO_TOWN
    told: list[str] = []
    progress = SimpleNamespace(say=lambda line="": told.append(line))
    where = SimpleNamespace(url="http://localhost:8000/", host="localhost")
    supervisor._greet(progress, where, [first_steps.NO_TOWN])  # type: ignore[arg-type]
    assert "Вече запущено: http://localhost:8000/" in told
    assert not any("Войти" in line or "работает" in line for line in told)
    told.clear()
    supervisor._greet(progress, where, [])  # type: ignore[arg-type]
    assert "Вече работает: http://localhost:8000/" in told


def test_a_town_without_an_administrator_is_told(committed_town: Any, admin_dsn: str) -> None:
    web, prefix = env.dsn_for(admin_dsn, "web"), env.role_prefix(admin_dsn)
    told = first_steps.hints(web, prefix)
    assert len(told) == 2
    assert any("--town zarechye" in line for line in told)
    make_person(roles=["author"])
    assert len(first_steps.hints(web, prefix)) == 2
    make_person(roles=["admin"])
    (line,) = first_steps.hints(web, prefix)
    assert "--town gorka" in line

"""A start says what a town lacks before it can be set up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import psycopg

from veche.commons.identity.tests.makers import make_person
from veche.config import env
from veche.config.running import first_steps, supervisor


@contextmanager
def changed(admin_dsn: str, what: str, back: str) -> Iterator[None]:
    with psycopg.connect(admin_dsn, autocommit=True) as db:
        db.execute(what.encode())
        try:
            yield
        finally:
            db.execute(back.encode())


def look(admin_dsn: str, host: str) -> first_steps.FirstSteps:
    return first_steps.look(env.dsn_for(admin_dsn, "web"), env.role_prefix(admin_dsn), host)


def greeting(steps: first_steps.FirstSteps) -> list[str]:
    told: list[str] = []
    progress = SimpleNamespace(say=lambda line="": told.append(line))
    where = SimpleNamespace(url="http://localhost:8000/", host="localhost")
    supervisor._greet(progress, where, steps)  # type: ignore[arg-type]
    return told


def test_where_there_is_no_town_the_commands_are_told(admin_dsn: str) -> None:
    ready = "UPDATE shared.municipality SET is_ready = {}"
    with changed(admin_dsn, ready.format("false"), ready.format("true")):
        steps = look(admin_dsn, "localhost")
    assert steps == first_steps.FirstSteps(False, [first_steps.NO_TOWN, first_steps.NO_DEMO])
    assert "veche towns add" in first_steps.NO_TOWN
    assert "veche demo load" in first_steps.NO_DEMO
    told = greeting(steps)
    assert "Вече запущено: http://localhost:8000/" in told
    assert not any("Войти" in line or "работает" in line for line in told)


def test_nobody_is_sent_to_sign_in_where_no_town_answers(admin_dsn: str) -> None:
    """The demo town is gone, another one answers by its own name alone."""
    steps = look(admin_dsn, "localhost.nowhere")
    assert not steps.has_town
    assert "testserver" in steps.hints[0]
    assert not any("Войти" in line for line in greeting(steps))
    there = look(admin_dsn, "testserver")
    assert there.has_town
    assert any("Войти" in line for line in greeting(there))
    demo = "UPDATE shared.municipality SET is_demo = {} WHERE slug = 'zarechye'"
    with changed(admin_dsn, demo.format("true"), demo.format("false")):
        assert first_steps.NO_DEMO not in look(admin_dsn, "testserver").hints
    assert first_steps.NO_DEMO in look(admin_dsn, "testserver").hints


def test_a_town_without_an_administrator_is_told(committed_town: Any, admin_dsn: str) -> None:
    def bare() -> list[str]:
        return [one for one in look(admin_dsn, "testserver").hints if "администратора" in one]

    told = bare()
    assert len(told) == 2
    assert any("--town zarechye" in line for line in told)
    make_person(roles=["author"])
    assert len(bare()) == 2
    make_person(roles=["admin"])
    (line,) = bare()
    assert "--town gorka" in line

"""A start says what a town lacks before it can be set up."""

from __future__ import annotations

from typing import Any

from veche.commons.identity.tests.makers import make_person
from veche.config import env
from veche.config.running import first_steps


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

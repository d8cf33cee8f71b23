"""Who may do what: one grant, two denials each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.homes import policies


def person(*roles: str) -> PersonRef:
    return PersonRef(id=uuid4(), roles=frozenset(roles))


@pytest.mark.parametrize("policy", [policies.may_keep_homes, policies.may_announce_outage])
def test_coordinators_and_the_administrator_keep_houses(policy: Callable[..., Any]) -> None:
    assert policy(person("coordinator")).allowed
    assert policy(person("admin")).allowed
    for other in (ANONYMOUS, person(), person("moderator")):
        assert not policy(other).allowed
        assert policy(other).reason


def test_feeds_are_the_administrators_alone() -> None:
    assert policies.may_set_feeds(person("admin")).allowed
    assert not policies.may_set_feeds(person("coordinator")).allowed
    assert not policies.may_set_feeds(ANONYMOUS).allowed


def test_ones_own_house_needs_a_name() -> None:
    assert policies.may_read_own_house(person()).allowed
    assert not policies.may_read_own_house(ANONYMOUS).allowed

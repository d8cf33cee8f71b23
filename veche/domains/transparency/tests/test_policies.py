"""Who may do what with the open budget: one grant and two denials each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.models import Source
from veche.domains.transparency.rules import stages


def person(*roles: str) -> PersonRef:
    """Somebody known with the roles given."""
    return PersonRef(id=uuid4(), roles=frozenset(roles))


def row(state: str) -> Source:
    """A file that has come so far."""
    return Source(state=state)


@pytest.mark.parametrize("policy", [policies.may_work_on_budget, policies.may_upload_budget])
def test_who_prepares_or_approves_works_on_the_budget(policy: Callable[..., Any]) -> None:
    assert policy(person("author"))
    assert policy(person("approver"))
    for who in (ANONYMOUS, person(), person("moderator")):
        assert not policy(who)
        assert policy(who).reason


@pytest.mark.parametrize("policy", [policies.may_map_budget, policies.may_drop_budget])
def test_columns_are_matched_while_nothing_is_public(policy: Callable[..., Any]) -> None:
    for state in stages.OPEN:
        assert policy(person("author"), row(state))
        assert not policy(person("clerk"), row(state))
    for state in (stages.CHECKING, stages.PUBLISHED, stages.WITHDRAWN):
        assert policy(person("author"), row(state)).code == "not-open"


def test_an_approver_publishes_what_has_no_faults() -> None:
    assert policies.may_publish_budget(person("approver"), row(stages.READY))
    for who in (ANONYMOUS, person("author"), person("admin")):
        assert not policies.may_publish_budget(who, row(stages.READY))
    for state in set(stages.STATES) - {stages.READY}:
        assert policies.may_publish_budget(person("approver"), row(state)).code == "not-ready"


def test_an_approver_withdraws_what_is_public() -> None:
    assert policies.may_withdraw_budget(person("approver"), row(stages.PUBLISHED))
    for who in (ANONYMOUS, person("author")):
        assert not policies.may_withdraw_budget(who, row(stages.PUBLISHED))
    refused = policies.may_withdraw_budget(person("approver"), row(stages.READY))
    assert refused.code == "not-published"

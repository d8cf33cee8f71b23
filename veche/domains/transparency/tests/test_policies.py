"""Who may publish: one grant, two denials."""

from uuid import uuid4

import pytest

from veche.commons.identity.public import PersonRef
from veche.domains.transparency import policies


def person(*roles: str) -> PersonRef:
    """Somebody known with the roles given."""
    return PersonRef(id=uuid4(), roles=frozenset(roles))


def test_author_may_publish() -> None:
    assert policies.may_publish_entry(person("author")).allowed


@pytest.mark.parametrize("roles", [(), ("approver",)])
def test_others_may_not_publish(roles: tuple[str, ...]) -> None:
    decision = policies.may_publish_entry(person(*roles))
    assert not decision.allowed
    assert decision.reason

"""Who may change the geography: one role may, everyone else may not."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from veche.commons.audit import public as audit
from veche.commons.places import policies, public
from veche.commons.places.tests.makers import make_feature, make_file, make_town
from veche.kernel.errors import Refused


@dataclass(frozen=True)
class Someone:
    """An actor with some roles."""

    id: UUID | None
    roles: frozenset[str]


def someone(*roles: str) -> Someone:
    return Someone(uuid4(), frozenset(roles))


def test_may_import_places_admin() -> None:
    assert policies.may_import_places(someone("admin"))


@pytest.mark.parametrize("roles", [(), ("author",), ("approver",), ("clerk",)])
def test_may_import_places_nobody_else(roles: tuple[str, ...]) -> None:
    decision = policies.may_import_places(someone(*roles))
    assert not decision
    assert decision.reason
    assert decision.advice


def test_import_is_refused_before_the_file_is_read(town: Any) -> None:
    for run in (public.import_outlines, public.import_addresses):
        with pytest.raises(Refused):
            run(someone("clerk"), b"not even a file")


def test_import_leaves_an_entry_in_the_journal(town: Any) -> None:
    actor = someone("admin")
    public.import_outlines(actor, make_file(make_feature()))
    entry = audit.history("places", kinds=["places.outlines_imported"])[0]
    assert entry.actor_id == actor.id


def test_the_program_itself_may_import(town: Any) -> None:
    make_town()
    assert public.has_geography()

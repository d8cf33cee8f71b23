"""Ways on from a proposal into other services: bridges declare them, config hands them over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.domains.initiatives.models import HandedOn, Proposal
from veche.kernel.errors import NotFound, Text

KIND = "initiatives.proposal"


@dataclass(frozen=True)
class Handed:
    """What another service gets of a proposal: everyone may read it all."""

    proposal_id: UUID
    title: str
    summary: str
    place_id: UUID | None


@dataclass(frozen=True)
class Target:
    """What a proposal has become: its title, its page for everyone ("" before it is public), its
    page for officials, and how it stands in a line."""

    title: str
    url: str
    office_url: str
    note: str = ""
    is_over: bool = False


@dataclass(frozen=True)
class Way:
    """One way on. `begin` makes a thing there, in the caller's transaction, and gives its id;
    `look` tells of such things, the lost ones left out."""

    kind: str
    title: Text
    noun: Text
    icon: str
    may: Callable[[PersonRef], Any]
    begin: Callable[[PersonRef, Handed], UUID]
    look: Callable[[Sequence[UUID]], Mapping[UUID, Target]]


_ways: dict[str, Way] = {}


def use_ways(found: Sequence[Way]) -> None:
    """Replace the list of ways."""
    _ways.clear()
    _ways.update({one.kind: one for one in found})


def ways() -> list[Way]:
    """All ways of this installation."""
    return list(_ways.values())


def way(kind: str) -> Way:
    """One way; NotFound."""
    if kind not in _ways:
        raise NotFound()
    return _ways[kind]


def targets_of(row: Proposal) -> list[tuple[Way, Target]]:
    """What a proposal has become, as far as it is still there; a query, and one for each way."""
    return targets_of_many([row.id]).get(row.id, [])


def targets_of_many(proposal_ids: Sequence[UUID]) -> dict[UUID, list[tuple[Way, Target]]]:
    """The same of several; as many queries."""
    ids: dict[str, dict[UUID, UUID]] = {}
    for one in HandedOn.objects.filter(proposal__in=proposal_ids):
        ids.setdefault(one.kind, {})[one.target_id] = one.proposal_id
    found: dict[UUID, list[tuple[Way, Target]]] = {}
    for kind, owners in ids.items():
        looked = _ways[kind].look(list(owners)) if kind in _ways else {}
        for target_id, target in looked.items():
            found.setdefault(owners[target_id], []).append((_ways[kind], target))
    return found

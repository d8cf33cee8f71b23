"""Homes follow houses: when borders move, so does the district of whoever named a house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity import queries, vault
from veche.commons.identity.actions.declaring import person_lock
from veche.commons.identity.models import DetailKind, PersonalDetail
from veche.commons.identity.queries import SealedHome
from veche.commons.places import public as places
from veche.kernel import crypto, locks

BATCH = 500


@dataclass(frozen=True)
class Followed:
    """What became of the residents' homes.

    `moved` named a house that lies in another place now. `left` named a district or a point of
    the map: the vault keeps only the place of those, so it stays as they said it.
    """

    moved: int
    left: int


def follow_addresses() -> Followed:
    """Give each resident who named a house the place that the house lies in today.

    The same again changes nothing more. Each batch is a transaction of its own; the vault is read
    through once, and only who moves is locked.
    """
    moved = left = 0
    after: UUID | None = None
    while homes := queries.sealed_homes(after, BATCH):
        after = homes[-1].person_id
        left += sum(home.sealed_address is None for home in homes)
        astray = _new_places(homes)
        moved += _move(list(astray)) if astray else 0
    if moved:
        audit.record("identity.homes_followed", None, "identity", moved=moved)
    return Followed(moved, left)


def _new_places(homes: Sequence[SealedHome]) -> dict[UUID, UUID]:
    """By person: the place the house lies in, where it is not the place that is kept."""
    named: dict[UUID, tuple[UUID, UUID]] = {}
    for home in homes:
        opened = _opened(home)
        if opened is not None:
            named[home.person_id] = opened
    known = places.places_of_addresses({address for _place, address in named.values()})
    return {
        person_id: known[address]
        for person_id, (place, address) in named.items()
        if known.get(address, place) != place
    }


def _opened(home: SealedHome) -> tuple[UUID, UUID] | None:
    """The place and the address, when both are known."""
    key, person_id = home.wrapped_key, home.person_id
    address = vault.unseal(key, person_id, DetailKind.ADDRESS, home.sealed_address)
    place = vault.unseal(key, person_id, DetailKind.HOME_PLACE, home.sealed_place)
    return (UUID(place), UUID(address)) if place and address else None


@transaction.atomic
def _move(person_ids: Sequence[UUID]) -> int:
    """Read again under the locks: meanwhile a person may have named another house."""
    locks.take(exclusive=[person_lock(person_id) for person_id in person_ids])
    homes = {home.person_id: home for home in queries.sealed_homes_of(person_ids)}
    wanted = _new_places(list(homes.values()))
    rows = [
        PersonalDetail(
            id=homes[person_id].place_row_id,
            sealed=vault.seal(
                crypto.unwrap(homes[person_id].wrapped_key),
                person_id,
                DetailKind.HOME_PLACE,
                str(place_id),
            ),
        )
        for person_id, place_id in wanted.items()
    ]
    PersonalDetail.objects.bulk_update(rows, ["sealed"])
    return len(rows)

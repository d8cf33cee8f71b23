"""Deputies as orders meet them: mandates of the commons, never a list of one's own."""

from __future__ import annotations

from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.commons.organisations import public as organisations
from veche.commons.organisations.public import Mandate
from veche.kernel.errors import NotFound

MOST = 100


def everyone() -> list[Mandate]:
    """Deputies in office today, by district; one query."""
    return organisations.mandates(office=organisations.DEPUTY, size=MOST).items


def of_home(person: PersonRef) -> list[Mandate]:
    """The person's own deputies, the nearest district first; none without a home."""
    if person.home_place_id is None:
        return []
    return organisations.deputies_of(person.home_place_id)


def by_slug(slug: str) -> Mandate:
    """A deputy in office; NotFound."""
    for one in everyone():
        if one.slug == slug:
            return one
    raise NotFound()


def names(mandate_ids: list[UUID]) -> dict[UUID, Mandate]:
    """Deputies of these orders, past ones too; one query."""
    return organisations.mandates_by_ids(set(mandate_ids))


def held_by(person: PersonRef) -> list[UUID]:
    """Mandates of a deputy that the person holds today; one query, none for a visitor."""
    found = organisations.mandates_of(person)
    return [one.id for one in found if one.office == organisations.DEPUTY]

"""Who serves a house: the nearest line of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.homes import policies
from veche.domains.homes.models import Provider, Serving
from veche.domains.homes.queries import wording
from veche.domains.homes.rules import nearest, words
from veche.kernel import clock
from veche.kernel.errors import NotFound

MOST_LINES = 500


@dataclass(frozen=True)
class Served:
    """One line of a house's page."""

    row: Serving
    title: Promise
    icon: str


@dataclass(frozen=True)
class Kept:
    """A line as officials see it: where it holds, in words."""

    row: Serving
    title: Promise
    where: str


def own_house(person: PersonRef) -> places.Address | None:
    """The house that the person has named as theirs, if any; told to nobody else."""
    address_id = identity.own_page(person).address_id
    return places.address(address_id) if address_id is not None else None


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def served(house: places.Address) -> dict[str, Served]:
    """By kind, in the order of the page; one query."""
    lineage = places.lineage(house.place_id)
    rows = Serving.objects.select_related("provider").filter(
        Q(address_id=house.id)
        | Q(place_id__in=lineage)
        | Q(address_id__isnull=True, place_id__isnull=True),
        since_on__lte=today(),
    )
    by_id = {row.pk: row for row in rows}
    lines = [
        nearest.Line(row.pk, row.kind, row.since_on, row.address_id, row.place_id)
        for row in by_id.values()
    ]
    best = nearest.nearest(lines, address_id=house.id, places=lineage, on=today())
    return {
        kind: Served(by_id[best[kind]], wording.KINDS[kind], wording.ICONS[kind])
        for kind in words.KINDS
        if kind in best
    }


def providers() -> list[Provider]:
    """All of them with the number of their lines (`number`); one query."""
    return list(Provider.objects.annotate(number=Count("servings")).order_by("name", "id"))


def provider_by_slug(slug: str) -> Provider:
    """One of them; NotFound."""
    found = Provider.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def providers_by_name(names: Sequence[str]) -> dict[str, Provider]:
    """Those of these names, by the name in small letters; one query."""
    wanted = {name.casefold() for name in names}
    return {
        row.name.casefold(): row for row in Provider.objects.all() if row.name.casefold() in wanted
    }


def lines_of(person: PersonRef, provider: Provider) -> list[Kept]:
    """What a provider serves, the newest first; three queries."""
    policies.may_keep_homes(person).or_refuse()
    rows = list(
        Serving.objects.filter(provider=provider).order_by("kind", "-since_on", "id")[:MOST_LINES]
    )
    houses = places.addresses_by_ids(row.address_id for row in rows if row.address_id)
    return [Kept(row, wording.KINDS[row.kind], where_of(row, houses)) for row in rows]


def where_of(row: Serving, houses: dict[UUID, places.Address]) -> str:
    """The house or the place in words; "" for the whole town."""
    if row.address_id is not None:
        house = houses.get(row.address_id)
        return house.text if house else ""
    place = places.place(row.place_id) if row.place_id else None
    return place.name if place else ""


def serving(serving_id: UUID) -> Serving:
    """One line; NotFound."""
    found = Serving.objects.select_related("provider").filter(pk=serving_id).first()
    if found is None:
        raise NotFound()
    return found

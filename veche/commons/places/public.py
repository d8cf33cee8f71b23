"""What the rest of the house may ask of the geography: plain values only.

place_at(54.51, 36.52)         -> Place | None
addresses(«лугов 54», limit=8) -> [Address]
lineage(place_id)              -> (district, town): what a voter's home lies in
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.urls import reverse

from veche.commons.places import actions, models, naming, policies, queries, site_file
from veche.commons.places.actions import Imported
from veche.commons.places.file_errors import FileError, FileRefused
from veche.commons.places.foresight import foreseen, use_foresights
from veche.commons.places.geometry import LatLon, distance_m
from veche.commons.places.naming import Named
from veche.commons.places.site_file import Site
from veche.kernel.manifest import Foreseen, Spot

__all__ = [
    "Address",
    "FileError",
    "FileRefused",
    "Foreseen",
    "Imported",
    "Kind",
    "LatLon",
    "Machine",
    "Named",
    "Place",
    "Site",
    "Spot",
    "Street",
    "address",
    "addresses",
    "addresses_of_street",
    "distance_m",
    "foreseen",
    "has_geography",
    "house_near",
    "houses_named",
    "import_addresses",
    "import_outlines",
    "lies_in",
    "lineage",
    "named",
    "outline",
    "place",
    "place_at",
    "places",
    "places_of_addresses",
    "places_of_street",
    "read_site",
    "spot",
    "spot_of",
    "street",
    "street_near",
    "street_topic",
    "use_foresights",
]

Kind = Literal["town", "district", "settlement"]
Machine = policies.Machine
MOST_ADDRESSES = 50


@dataclass(frozen=True)
class Place:
    """The town, a district or a settlement. The point lies inside the outline."""

    id: UUID
    kind: str
    name: str
    oktmo: str
    parent_id: UUID | None
    population: int | None
    area_km2: float
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Address:
    """A house: `text` as people write it, its point, and the district or settlement it lies in."""

    id: UUID
    text: str
    latitude: float
    longitude: float
    place_id: UUID
    street_id: int

    def is_named_by(self, words: str) -> bool:
        """Whether the words mean this very house, not 40 or 41 for 4; «улица» may be left out."""
        known, typed = _plain(self.text), _plain(words)
        return len(typed) > 1 and known[-1] == typed[-1] and set(typed) <= set(known)


@dataclass(frozen=True)
class Street:
    """A street as people write it; outside the town with the settlement first."""

    id: int
    text: str
    url: str


def _plain(text: str) -> list[str]:
    return text.casefold().replace("ё", "е").replace(",", " ").split()


def places(kind: Kind | None = None) -> list[Place]:
    """All places: the town, then districts, then settlements, each by name; or of one kind."""
    return [_place(row) for row in queries.ordered_places() if kind in (None, row.kind)]


def place(place_id: UUID) -> Place | None:
    """One place by id."""
    row = queries.geography().places.get(place_id)
    return _place(row) if row else None


def name_of(place_id: str) -> str | None:
    """How a place is called, by its written id; None for one that is gone, and for no id at all."""
    try:
        row = queries.geography().places.get(UUID(place_id))
    except ValueError:
        return None
    return row.name if row else None


def place_at(lat: float, lon: float) -> Place | None:
    """The district or settlement of a point (the town where neither is drawn); None outside."""
    row = queries.geography().place_at(lat, lon)
    return _place(row) if row else None


def lineage(place_id: UUID) -> tuple[UUID, ...]:
    """The place and all it lies in, innermost first; empty when it is unknown."""
    return queries.geography().lineage(place_id)


def lies_in(place_id: UUID | None, territories: Iterable[UUID]) -> bool:
    """Whether a home in `place_id` lies in one of the territories; with none named, always."""
    wanted = frozenset(territories)
    if not wanted:
        return True
    return place_id is not None and not wanted.isdisjoint(lineage(place_id))


def addresses(prefix: str, limit: int = 8) -> list[Address]:
    """Addresses that begin as typed («лугов 54»), likeliest first; typos are forgiven."""
    return [_address(row) for row in queries.found_addresses(prefix, min(limit, MOST_ADDRESSES))]


def houses_named(typed: str) -> list[Address]:
    """The one house that the words name; some to choose from where it is not clear; or none."""
    found = addresses(typed, 5) if typed else []
    named = [one for one in found if one.is_named_by(typed)]
    return named[:1] or found


def address(address_id: UUID) -> Address | None:
    """One address by id."""
    row = queries.address(address_id)
    return _address(row) if row else None


def addresses_by_ids(address_ids: Iterable[UUID]) -> dict[UUID, Address]:
    """Addresses that are known, by id; one query."""
    return {key: _address(row) for key, row in queries.addresses_by_id(address_ids).items()}


def addresses_of_street(street_id: int) -> list[Address]:
    """The houses of a street in their order; one query."""
    return [_address(row) for row in queries.houses_of(street_id)]


def houses_within(*, streets: Iterable[int], territories: Iterable[UUID]) -> list[UUID]:
    """Ids of all houses on these streets and in these territories; one query."""
    return queries.houses_within(streets, territories)


def house_near(latitude: float, longitude: float, metres: float = 120) -> Address | None:
    """The nearest house to a point, if one is so near; one query."""
    row = queries.house_near(latitude, longitude, metres)
    return _address(row) if row else None


def street_near(latitude: float, longitude: float, metres: float = 120) -> int | None:
    """The street of that house alone, by its id: for who takes in many points; one query."""
    return queries.street_near(latitude, longitude, metres)


def street(street_id: int) -> Street | None:
    """One street by id; None for houses without a street, too."""
    row = queries.street(street_id)
    return Street(row.id, queries.street_text(row), _street_url(row.id)) if row else None


def streets(street_ids: Iterable[int]) -> dict[int, Street]:
    """Streets that are known, by id; one query."""
    return {
        row.id: Street(row.id, queries.street_text(row), _street_url(row.id))
        for row in queries.streets_by_id(street_ids)
    }


def places_of_street(street_id: int) -> list[UUID]:
    """The districts or settlements in which a street has houses; one query."""
    return queries.places_of_street(street_id)


def street_topic(street_id: int) -> str:
    """What whoever follows a street follows, whichever service tells of it."""
    return f"places.street:{street_id}"


def spot(address_id: UUID) -> Spot | None:
    """Where a house is: itself, its street, the places it lies in; None for an unknown one."""
    found = address(address_id)
    return spot_of(found) if found else None


def spot_of(found: Address) -> Spot:
    """The same of an address that is read already."""
    return Spot(lineage(found.place_id), found.id, found.street_id)


def named(texts: Iterable[str]) -> dict[str, Named]:
    """What each text names exactly, a place, a street or a house: for files and forms.

    Nothing is guessed. Of several streets the town's own is meant, as it is written without a
    village everywhere; a text that still fits several houses or streets names none of them.
    """
    return naming.named(texts)


def _street_url(street_id: int) -> str:
    return reverse("places:read-street", args=[street_id])


def places_of_addresses(address_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The place of each address that is known, by the address's id; one query."""
    return queries.places_of_addresses(address_ids)


def outline(place_id: UUID) -> dict[str, Any] | None:
    """The exact outline of a place as a GeoJSON geometry."""
    row = queries.geography().places.get(place_id)
    return dict(row.outline) if row else None


def read_site(data: bytes) -> Site:
    """The outline of one site as somebody pasted or uploaded it, checked; FileRefused."""
    return site_file.read_site(data, queries.town_outline())


def has_geography() -> bool:
    """Whether the town has entered any place: without one, nobody is asked where they live."""
    return bool(queries.geography().places)


def import_outlines(actor: policies.Actor, data: bytes) -> Imported:
    """Write the places of a GeoJSON file; FileRefused names every mistake, nothing is written."""
    return actions.import_outlines(actor, data=data)


def import_addresses(actor: policies.Actor, data: bytes) -> Imported:
    """Write the addresses of a CSV file; FileRefused names every mistake, nothing is written."""
    return actions.import_addresses(actor, data=data)


def _place(row: models.Place) -> Place:
    return Place(
        id=row.id,
        kind=row.kind,
        name=row.name,
        oktmo=row.oktmo,
        parent_id=row.parent_id,
        population=row.population,
        area_km2=round(row.area_m2 / 1e6, 2),
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _address(row: models.Address) -> Address:
    return Address(
        id=row.id,
        text=queries.address_text(row),
        latitude=row.latitude,
        longitude=row.longitude,
        place_id=row.place_id,
        street_id=row.street_id,
    )

"""Places and addresses by API."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from veche.commons.places import public, queries
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import example

TRIES_A_MINUTE = 240
router = Router()


class PlaceOut(Schema):
    """The town, a district or a settlement; the point lies inside it."""

    id: UUID
    kind: str
    name: str
    oktmo: str
    parent_id: UUID | None
    population: int | None
    area_km2: float
    latitude: float
    longitude: float


class AddressOut(Schema):
    """A house and the place it lies in."""

    id: UUID
    text: str
    latitude: float
    longitude: float
    place_id: UUID


# not shown: an example for programmers
PLACE = {
    "id": "0198f0c4-5d0e-7c1a-9a53-6f1d2c3b4a59",
    "kind": "district",
    "name": "Заречный",
    "oktmo": "",
    "parent_id": None,
    "population": 12000,
    "area_km2": 4.2,
    "latitude": 54.51,
    "longitude": 36.26,
}
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[36.2, 54.5], [36.3, 54.5], [36.3, 54.6], [36.2, 54.5]]],
}
# not shown: an example for programmers
ADDRESS = {
    "id": "0198f0c4-5d0e-7c1a-9a53-6f1d2c3b4a60",
    "text": "Луговая улица, 5",
    "latitude": 54.51,
    "longitude": 36.26,
    "place_id": PLACE["id"],
}


@router.get("/places", response=list[PlaceOut], url_name="places", openapi_extra=example([PLACE]))
@access("public")
def list_places(request: HttpRequest) -> list[public.Place]:
    """The town, then its districts, then its settlements."""
    return public.places()


@router.get(
    "/places/{uuid:place_id}/outline",
    response=dict[str, Any],
    url_name="place-outline",
    openapi_extra=example(OUTLINE),
)
@access("public")
def read_outline(request: HttpRequest, place_id: UUID) -> dict[str, Any]:
    """The exact border of a place: a geometry of GeoJSON."""
    found = public.outline(place_id)
    if found is None:
        raise NotFound()
    return found


@router.get(
    "/ground",
    response=dict[str, Any],
    url_name="ground",
    openapi_extra=example({"type": "FeatureCollection", "features": []}),
)
@access("public")
def read_ground(request: HttpRequest) -> dict[str, Any]:
    """The river, woods, parks and streets of the map as GeoJSON."""
    return queries.collection(queries.ground_features())


@router.get(
    "/addresses", response=list[AddressOut], url_name="addresses", openapi_extra=example([ADDRESS])
)
@access("public")
def list_addresses(
    request: HttpRequest, q: Annotated[str, Query(min_length=1, max_length=100)]
) -> list[public.Address]:
    """Addresses that begin so, the likeliest first."""
    limits.hit(f"places.addresses:{limits.client_of(request)}", limit=TRIES_A_MINUTE, seconds=60)
    return public.addresses(q)

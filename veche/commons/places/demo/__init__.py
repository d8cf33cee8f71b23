"""The fictional «Заречье-на-Оке»: drawn by a seed, loaded in seconds, removable to the last row."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

from django.db import transaction
from shapely import transform
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from veche.commons.places import actions, geometry, wording
from veche.commons.places.demo import drawing, plan, streets, survey
from veche.commons.places.models import (
    Address,
    GroundFeature,
    GroundKind,
    Place,
    PlaceKind,
    Street,
)
from veche.commons.towns import public as towns
from veche.kernel import locks

# Ids are made from names, so that a town loaded anew has the same ones.
NAMESPACE = UUID("6d0f2a53-5a3e-4d8e-9a51-0c5f0f6b7c11")
GROUND_DECIMALS = 5
BATCH = 2_000
Log = Callable[[str], None]


def place_id(name: str) -> UUID:
    """The id of a demo place by its name («Заречный», «село Покровское»)."""
    return uuid5(NAMESPACE, f"place:{name}")


@transaction.atomic
def load(log: Log) -> None:
    """Write places, streets, addresses and the map's ground. Does nothing when they are there."""
    locks.take(exclusive=[actions.LOCK])
    okrug = towns.current().area or towns.current().name
    if Place.objects.filter(oktmo=plan.OKRUG_OKTMO).exists():
        log("карта уже загружена")
        return
    places = _places(okrug)
    Place.objects.bulk_create([places[okrug]])
    Place.objects.bulk_create([place for name, place in places.items() if name != okrug])
    drawn = [
        actions.make_street(places[street.settlement or okrug], street.name)
        for street in streets.drawn_streets()
    ]
    Street.objects.bulk_create(drawn)
    addresses = [_address(house, drawn, places) for house in streets.drawn_houses()]
    Address.objects.bulk_create(addresses, batch_size=BATCH)
    GroundFeature.objects.bulk_create(_ground())
    actions.touch_geography()
    log(f"карта: {len(places) - 1} районов и сёл, {len(drawn)} улиц, {len(addresses)} адресов")


def _places(okrug: str) -> dict[str, Place]:
    land = survey.survey()
    top = _place(PlaceKind.TOWN, okrug, plan.OKRUG_OKTMO, plan.OKRUG_POPULATION, land.okrug, None)
    places = {okrug: top}
    for parcel in land.parcels:
        sketch = parcel.sketch
        places[sketch.name] = _place(
            PlaceKind(sketch.kind),
            sketch.name,
            sketch.oktmo,
            sketch.population,
            parcel.outline,
            top,
        )
    return places


def _place(
    kind: PlaceKind,
    name: str,
    oktmo: str,
    population: int,
    outline: BaseGeometry,
    parent: Place | None,
) -> Place:
    on_earth = _on_earth(outline)
    latitude, longitude = geometry.representative_point(on_earth)
    return Place(
        id=place_id(name if parent else "okrug"),
        kind=kind,
        name=name,
        oktmo=oktmo,
        parent=parent,
        outline=geometry.as_geojson(on_earth),
        area_m2=geometry.area_m2(on_earth),
        latitude=latitude,
        longitude=longitude,
        population=population,
    )


def _address(house: streets.DrawnHouse, drawn: list[Street], places: dict[str, Place]) -> Address:
    street = drawn[house.street]
    longitude, latitude = drawing.to_degrees((house.x, house.y))
    key = wording.house_key(house.house)
    return Address(
        id=uuid5(NAMESPACE, f"address:{house.street}:{key}"),
        street=street,
        house=house.house,
        house_key=key,
        house_order=wording.house_order(key),
        place=places[house.place],
        latitude=latitude,
        longitude=longitude,
        fias=uuid5(NAMESPACE, f"fias:{house.street}:{key}"),
    )


def _ground() -> Iterator[GroundFeature]:
    """Layers from the bottom up."""
    land = survey.survey()
    ground = land.ground
    for forest in ground.forests:
        yield _feature(GroundKind.FOREST, "", forest)
    for parcel in land.parcels:
        yield _feature(GroundKind.BUILT, "", parcel.built)
    for name, shape in ground.works:
        yield _feature(GroundKind.WORKS, name, shape)
    for name, shape in ground.parks:
        yield _feature(GroundKind.PARK, name, shape)
    yield _feature(GroundKind.STREAM, plan.BROOK_NAME, ground.brook)
    for name, shape in ground.water:
        yield _feature(GroundKind.WATER, name, shape)
    for street in streets.drawn_streets():
        yield _feature(GroundKind.STREET, street.name, street.line)
    for name, line, _ in ground.roads:
        yield _feature(GroundKind.ROAD, name, line)
    yield _feature(GroundKind.ROAD, plan.BRIDGE_NAME, LineString(plan.BRIDGE))
    yield _feature(GroundKind.RAILWAY, "", ground.railway)


def _feature(kind: GroundKind, name: str, shape: BaseGeometry) -> GroundFeature:
    simple = shape.simplify(0.006)
    return GroundFeature(
        kind=kind, name=name, geometry=geometry.as_geojson(_on_earth(simple), GROUND_DECIMALS)
    )


def _on_earth(shape: BaseGeometry) -> BaseGeometry:
    """From kilometres of the plan to degrees; a vertex two neighbours share stays shared."""
    scale, origin = drawing.DEGREES_PER_KM, drawing.ORIGIN
    return transform(shape, lambda points: (points * scale + origin).round(6))

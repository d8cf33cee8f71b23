"""The demo town holds together: tiles without gaps, houses inside, the same every time."""

import itertools
import json
import time
from collections import Counter
from typing import Any

import pytest
from shapely.geometry import shape
from shapely.ops import unary_union

from veche.commons.places import demo, public, queries
from veche.commons.places.demo import names, plan, streets, survey
from veche.commons.places.models import Address


def test_districts_and_settlements_tile_the_okrug() -> None:
    land = survey.survey()
    outlines = [parcel.outline for parcel in land.parcels]
    assert len(outlines) == 10
    assert all(outline.is_valid for outline in outlines)
    for one, other in itertools.combinations(outlines, 2):
        assert one.intersection(other).area < 1e-9
    assert unary_union(outlines).symmetric_difference(land.okrug).area < 1e-6


def test_sizes_are_those_of_a_town() -> None:
    areas = {parcel.sketch.name: parcel.outline.area for parcel in survey.survey().parcels}
    districts = [s.name for s in plan.SKETCHES if s.kind == "district"]
    assert len(districts) == 6
    assert all(4 < areas[name] < 20 for name in districts)
    assert 50 < sum(areas[name] for name in districts) < 90
    assert 300 < sum(areas.values()) < 450
    assert sum(sketch.population for sketch in plan.SKETCHES) == plan.OKRUG_POPULATION == 86_040


def test_codes_belong_to_nobody() -> None:
    codes = [plan.OKRUG_OKTMO, *(sketch.oktmo for sketch in plan.SKETCHES)]
    assert len(set(codes)) == 11
    assert all(code.startswith("99") and len(code) in (8, 11) for code in codes)


def test_streets_have_names_once_in_each_settlement() -> None:
    drawn = streets.drawn_streets()
    assert 115 <= len(drawn) <= 135
    assert max(Counter((s.settlement, s.name) for s in drawn).values()) == 1
    assert all(len(set(known)) == len(known) for known in names.STREETS.values())


def test_houses_stand_inside_the_place_they_name() -> None:
    outlines = {parcel.sketch.name: parcel.outline for parcel in survey.survey().parcels}
    houses = streets.drawn_houses()
    assert 5_500 <= len(houses) <= 6_500
    from_border = min(
        outlines[house.place].exterior.distance(shape({"type": "Point", "coordinates": xy}))
        for house in houses[::25]
        for xy in [(house.x, house.y)]
    )
    assert from_border > 0.005


def test_the_same_town_every_time() -> None:
    before = [(house.house, house.x, house.y) for house in streets.drawn_houses()]
    for kept in (survey.survey, streets.drawn_streets, streets.drawn_houses):
        kept.cache_clear()
    assert [(house.house, house.x, house.y) for house in streets.drawn_houses()] == before


def test_load_writes_a_town_once(town: Any) -> None:
    said: list[str] = []
    started = time.monotonic()
    demo.load(said.append)
    seconds = time.monotonic() - started
    assert seconds < 15, "five seconds on a quiet machine"
    assert len(public.places()) == 11
    assert len(public.places("district")) == 6
    assert len(public.places("settlement")) == 4
    assert "районов и сёл" in said[0]
    demo.load(said.append)
    assert "уже загружена" in said[1]
    assert len(public.places()) == 11


@pytest.fixture
def demo_town(town: Any) -> None:
    demo.load(lambda text: None)


def test_every_address_lies_in_the_place_written_on_it(demo_town: None) -> None:
    known = queries.geography()
    for address in Address.objects.all():
        found = known.place_at(address.latitude, address.longitude)
        assert found is not None
        assert found.id == address.place_id


def test_lugovaya_54_of_the_pictures_is_there(demo_town: None) -> None:
    found = public.addresses("Луговая улица, 54")
    assert found[0].text == "Луговая улица, 54"
    place = public.place(found[0].place_id)
    assert place is not None
    assert place.name == "Заречный"


def test_places_are_found_by_their_points_and_know_the_town(demo_town: None) -> None:
    top = public.places("town")[0]
    for place in public.places():
        assert public.outline(place.id) is not None
        if place.kind != "town":
            assert public.place_at(place.latitude, place.longitude) == place
            assert public.lineage(place.id) == (place.id, top.id)
            assert public.lies_in(place.id, [top.id])
    assert public.place_at(55.75, 37.62) is None


def test_ground_has_river_parks_and_roads(demo_town: None, client: Any) -> None:
    answer = client.get("/places/ground.json")
    assert answer.status_code == 200
    features = json.loads(answer.content)["features"]
    kinds = Counter(feature["properties"]["kind"] for feature in features)
    assert set(kinds) == {
        "forest",
        "built",
        "works",
        "park",
        "stream",
        "water",
        "street",
        "road",
        "railway",
    }
    assert "Ока" in {feature["properties"]["name"] for feature in features}
    assert len(answer.content) < 250_000

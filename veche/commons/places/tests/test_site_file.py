"""The outline of one site from outside: what is taken, and what each refusal says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from veche.commons.places import public
from veche.commons.places.file_errors import FileRefused
from veche.commons.places.outlines_file import MAX_DEPTH
from veche.commons.places.site_file import SITE_BYTES, SITE_VERTICES, read_site
from veche.commons.places.tests.makers import make_feature, make_file, make_town, square

TOWN = Polygon(square(36.5, 54.4, 0.4))
SITE = square(36.6, 54.5, 0.002)


def polygon(ring: Any = None) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [SITE if ring is None else ring]}


def data(document: Any) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "document",
    [
        polygon(),
        {"type": "Feature", "properties": None, "geometry": polygon()},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon()}]},
    ],
)
def test_a_polygon_is_taken_bare_or_wrapped(document: Any) -> None:
    site = read_site(data(document), TOWN)
    assert site.outline == polygon([[round(x, 6), round(y, 6)] for x, y in SITE])
    assert 54.5 < site.latitude < 54.502
    assert 36.6 < site.longitude < 36.602
    assert 20_000 < site.area_m2 < 40_000


def many(count: int) -> list[list[float]]:
    """A closed ring of so many points along one side."""
    side = [[36.6 + n * 1e-6, 54.5] for n in range(count)]
    return [*side, [36.6, 54.6], side[0]]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (polygon(SITE[:-1]), "не замкнуто"),
        (polygon([SITE[0], SITE[2], SITE[1], SITE[3], SITE[0]]), "пересекает сам себя"),
        (polygon([SITE[0], SITE[1], SITE[0]]), "меньше четырёх точек"),
        (polygon(square(36.89, 54.5, 0.02)), "выходит за границу города"),
        (polygon([[lat, lon] for lon, lat in SITE]), "выходит за границу города"),
        (polygon(square(36.5, 54.4, 0.2)), "10 квадратных километров"),
        (polygon(many(SITE_VERTICES)), "упростите контур"),
        ({"type": "MultiPolygon", "coordinates": [[SITE]]}, "Нужен один контур"),
        ({"type": "Point", "coordinates": [36.6, 54.5]}, "Polygon или MultiPolygon"),
        ({"type": "FeatureCollection", "features": []}, "один контур"),
        ({"type": "FeatureCollection", "features": [{}, {}]}, "один контур"),
        ([], "Нет geometry"),
        ({"type": "Feature", "geometry": None}, "Нет geometry"),
    ],
)
def test_what_is_wrong_is_said(document: Any, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_site(data(document), TOWN)
    assert said in refused.value.errors[0].message


@pytest.mark.parametrize(
    "given_bytes",
    [
        b"{",
        b"\xff",
        b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2),
        b'{"type":"Polygon","coordinates":[[[NaN,1]]]}',
        b" " * (SITE_BYTES + 1),
    ],
)
def test_what_is_no_document_is_refused_as_a_whole(given_bytes: bytes) -> None:
    with pytest.raises(FileRefused):
        read_site(given_bytes, TOWN)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), st.lists, max_leaves=20))
def test_no_nonsense_gets_past_the_reader(coordinates: Any) -> None:
    with pytest.raises(FileRefused):
        read_site(data({"type": "Polygon", "coordinates": coordinates}), TOWN)


@pytest.mark.django_db
def test_the_town_that_has_drawn_itself_is_the_frame(town: object) -> None:
    inside, outside = data(polygon(square(36.6, 54.5, 0.001))), data(polygon(square(39.0, 51.0)))
    assert public.read_site(data(polygon(square(39.0, 51.0, 0.001)))).area_m2 > 0
    make_town()
    assert public.read_site(inside).area_m2 > 0
    with pytest.raises(FileRefused):
        public.read_site(outside)
    # A file of districts is no site.
    with pytest.raises(FileRefused):
        public.read_site(make_file(make_feature(), make_feature("Южный", square(36.8, 54.5))))

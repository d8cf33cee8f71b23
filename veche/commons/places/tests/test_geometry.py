"""Distances and areas against known values and a second formula."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from veche.commons.places import geometry

LATITUDES = st.floats(min_value=-85, max_value=85)
LONGITUDES = st.floats(min_value=-180, max_value=180)
POINTS = st.tuples(LATITUDES, LONGITUDES)


def law_of_cosines_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The other textbook formula; poor under a metre, so compared above."""
    p, q = math.radians(a[0]), math.radians(b[0])
    between = math.radians(b[1] - a[1])
    cosine = math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(between)
    return math.acos(max(-1.0, min(1.0, cosine))) * geometry.EARTH_RADIUS_M


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((55.7558, 37.6173), (59.9343, 30.3351), 633_000),  # Moscow - Saint Petersburg
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((54.5, 36.6), (54.5, 36.6), 0),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
    ],
)
def test_distance_m_of_known_points(
    a: tuple[float, float], b: tuple[float, float], metres: float
) -> None:
    assert geometry.distance_m(a, b) == pytest.approx(metres, rel=0.002, abs=1)


@settings(max_examples=200, deadline=None)
@given(POINTS, POINTS)
def test_distance_m_agrees_with_the_law_of_cosines(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    assert geometry.distance_m(a, b) == geometry.distance_m(b, a)
    assert geometry.distance_m(a, b) == pytest.approx(law_of_cosines_m(a, b), rel=1e-4, abs=2)


def test_area_m2_of_a_square_kilometre() -> None:
    north = 1000 / geometry.METRES_PER_DEGREE
    east = north / math.cos(math.radians(54.5 + north / 2))
    assert geometry.area_m2(box(36.6, 54.5, 36.6 + east, 54.5 + north)) == pytest.approx(1e6, 1e-6)
    assert geometry.area_m2(Polygon()) == 0


def test_representative_point_lies_inside_a_horseshoe() -> None:
    horseshoe = box(0, 0, 3, 3).difference(box(0.2, 0.2, 3, 2.8))
    latitude, longitude = geometry.representative_point(horseshoe)
    assert horseshoe.contains(geometry.points([(latitude, longitude)])[0])

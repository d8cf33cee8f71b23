"""Outlines and distances. Pure: shapely on plane longitude and latitude, areas in local metres."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from shapely import get_coordinates, transform
from shapely import points as make_points
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
DECIMALS = 6  # 0.1 m

LatLon = tuple[float, float]


def distance_m(a: LatLon, b: LatLon) -> float:
    """Metres along the great circle between (lat, lon) pairs; within 0.5 % of the ellipsoid."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b[1] - a[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def area_m2(outline: BaseGeometry) -> float:
    """Square metres of a lon/lat outline of a town's size, flattened at its own middle latitude."""
    if outline.is_empty:
        return 0.0
    _, south, _, north = outline.bounds
    east = METRES_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    flat = transform(outline, lambda points: points * (east, METRES_PER_DEGREE))
    return float(flat.area)


def representative_point(outline: BaseGeometry) -> LatLon:
    """A (lat, lon) that surely lies inside, near the middle where the shape allows it."""
    centre = outline.centroid
    point = centre if outline.contains(centre) else outline.representative_point()
    return round(point.y, DECIMALS), round(point.x, DECIMALS)


def as_geojson(geometry: BaseGeometry, decimals: int = DECIMALS) -> dict[str, Any]:
    """The geometry as GeoJSON (RFC 7946), coordinates rounded."""
    drawn = mapping(geometry)
    return {"type": drawn["type"], "coordinates": _rounded(drawn["coordinates"], decimals)}


def points(places: Sequence[LatLon]) -> Any:
    """An array of shapely points out of (lat, lon) pairs: x is longitude."""
    return make_points([(lon, lat) for lat, lon in places])


def count_vertices(outline: BaseGeometry) -> int:
    """How many vertices a geometry has."""
    return len(get_coordinates(outline))


def polygonal(geometry: Mapping[str, Any]) -> Polygon | MultiPolygon:
    """A stored outline as shapely; it was checked when it was stored."""
    outline = shape(dict(geometry))
    if not isinstance(outline, Polygon | MultiPolygon):
        raise TypeError(f"an outline is a polygon, not {outline.geom_type}")
    return outline


def _rounded(coordinates: Any, decimals: int) -> Any:
    if coordinates and isinstance(coordinates[0], int | float):
        return [round(float(number), decimals) for number in coordinates]
    return [_rounded(part, decimals) for part in _sequence(coordinates)]


def _sequence(coordinates: Any) -> Sequence[Any]:
    return list(coordinates)

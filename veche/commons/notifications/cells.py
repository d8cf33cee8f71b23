"""Hexagons of H3: what is kept of a point, and by what the areas around one are found."""

from __future__ import annotations

import h3

LatLon = tuple[float, float]

# A cell of 10 has 1.5 hectares: a block, not a house. The centre of one is all that is kept of a
# point. A cell of 8 has 74 hectares: by these areas are found.
POINT_RESOLUTION, FOUND_RESOLUTION = 10, 8
# Rings of cells of 8 that surely hold every centre within RADIUS_MAX_M (a test tries it out).
RINGS = 6


def rounded(latitude: float, longitude: float) -> LatLon:
    """The centre of the block that a point lies in."""
    cell = h3.latlng_to_cell(latitude, longitude, POINT_RESOLUTION)
    lat, lon = h3.cell_to_latlng(cell)
    return round(lat, 5), round(lon, 5)


def cell_of(latitude: float, longitude: float) -> int:
    """The cell by which an area of this centre is found, as the database keeps it."""
    return int(h3.str_to_int(h3.latlng_to_cell(latitude, longitude, FOUND_RESOLUTION)))


def cells_around(latitude: float, longitude: float) -> list[int]:
    """Every cell in which the centre of an area that holds this point may lie."""
    middle = h3.latlng_to_cell(latitude, longitude, FOUND_RESOLUTION)
    return sorted(h3.str_to_int(cell) for cell in h3.grid_disk(middle, RINGS))

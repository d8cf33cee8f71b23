"""Cells of H3: where a point lies at each size, which cells lie around it or in a frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import h3

# From «a district at a glance» to «one house»: columns h6 to h10 of a report.
RESOLUTIONS = (6, 7, 8, 9, 10)
# Sizes that are counted beforehand; a closer look reads reports themselves.
COUNTED = (6, 7, 8, 9)
# By these a frame is listed: the finer one while it is close.
LISTED = (9, 8)
NEAR = 9
METRES_PER_DEGREE = 111_195.0
# A frame wider than this is not listed report by report.
MOST_CELLS = 120
CIRCLES_ACROSS = 7


@dataclass(frozen=True)
class Frame:
    """What a map shows: south, west, north, east."""

    south: float
    west: float
    north: float
    east: float

    @property
    def width_m(self) -> float:
        """Metres from west to east in the middle."""
        middle = math.radians((self.south + self.north) / 2)
        return (self.east - self.west) * METRES_PER_DEGREE * math.cos(middle)


def cells_of(latitude: float, longitude: float) -> dict[str, int]:
    """The columns of a point: `h6` to `h10`."""
    return {
        f"h{size}": h3.str_to_int(h3.latlng_to_cell(latitude, longitude, size))
        for size in RESOLUTIONS
    }


def middle_of(cell: int) -> tuple[float, float]:
    """Latitude and longitude of the middle of a cell."""
    latitude, longitude = h3.cell_to_latlng(h3.int_to_str(cell))
    return latitude, longitude


def around(latitude: float, longitude: float, radius_m: int) -> list[int]:
    """Cells of the size `NEAR` that hold everything within the radius."""
    step = h3.average_hexagon_edge_length(NEAR, unit="m") * math.sqrt(3)
    rings = max(1, math.ceil(radius_m / step + 0.5))
    middle = h3.latlng_to_cell(latitude, longitude, NEAR)
    return [h3.str_to_int(cell) for cell in h3.grid_disk(middle, rings)]


def inside(frame: Frame) -> tuple[str, list[int]] | None:
    """The finest column whose cells cover a frame, and these; None when it is too wide to list."""
    if frame.width_m > MOST_CELLS / 4 * 500 or frame.width_m <= 0:
        return None
    tried = ((f"h{size}", _covering(frame, size)) for size in LISTED)
    return next(((name, found) for name, found in tried if len(found) <= MOST_CELLS), None)


def widened(frame: Frame, size: int) -> Frame:
    """The frame with its edges: a cell is found by its middle, as far as its edge outside of it."""
    margin = 1.2 * h3.average_hexagon_edge_length(size, unit="m") / METRES_PER_DEGREE
    across = margin / max(0.1, math.cos(math.radians(frame.north)))
    return Frame(
        frame.south - margin, frame.west - across, frame.north + margin, frame.east + across
    )


def _covering(frame: Frame, size: int) -> list[int]:
    wide = widened(frame, size)
    outline: Sequence[tuple[float, float]] = [
        (wide.south, wide.west),
        (wide.south, wide.east),
        (wide.north, wide.east),
        (wide.north, wide.west),
    ]
    return [h3.str_to_int(cell) for cell in h3.polygon_to_cells(h3.LatLngPoly(outline), size)]


def size_for(frame: Frame) -> int:
    """The finest counted size whose circles do not lie over each other in a frame this wide."""
    for size in reversed(COUNTED):
        apart = h3.average_hexagon_edge_length(size, unit="m") * math.sqrt(3)
        if apart >= frame.width_m / CIRCLES_ACROSS:
            return size
    return COUNTED[0]

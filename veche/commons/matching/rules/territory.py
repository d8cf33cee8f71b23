"""Where somebody helps, as areas of an index: cells of a grid, places, the town. Pure."""

from __future__ import annotations

from math import asin, ceil, cos, floor, radians, sin, sqrt

EARTH_M = 6_371_000.0
METRES_A_DEGREE = 111_195.0
# Some 4.4 by 5.2 kilometres in the middle of Russia: a circle of 5 kilometres touches nine or so.
CELL_LATITUDE, CELL_LONGITUDE = 0.04, 0.08
TOWN = "town"
RADII_M = (1000, 3000, 5000)
# A home is nobody's business: a point is kept to about half a kilometre.
_COARSE = 200


def coarse(degrees: float) -> float:
    """A coordinate with a half of a hundredth of a degree as its finest step."""
    return round(degrees * _COARSE) / _COARSE


def cell_of(latitude: float, longitude: float) -> str:
    """The cell of a point."""
    return f"c{floor(latitude / CELL_LATITUDE)}:{floor(longitude / CELL_LONGITUDE)}"


def cells_within(latitude: float, longitude: float, radius_m: int) -> list[str]:
    """Cells that a circle may touch: those of the square around it."""
    up = radius_m / METRES_A_DEGREE
    aside = up / max(cos(radians(latitude)), 0.05)
    rows = range(floor((latitude - up) / CELL_LATITUDE), floor((latitude + up) / CELL_LATITUDE) + 1)
    columns = range(
        floor((longitude - aside) / CELL_LONGITUDE),
        floor((longitude + aside) / CELL_LONGITUDE) + 1,
    )
    return [f"c{row}:{column}" for row in rows for column in columns]


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Metres between two points (latitude, longitude), rounded up."""
    phi, psi = radians(one[0]), radians(other[0])
    across = sin((psi - phi) / 2) ** 2
    along = cos(phi) * cos(psi) * sin(radians(other[1] - one[1]) / 2) ** 2
    return ceil(2 * EARTH_M * asin(sqrt(min(1.0, across + along))))

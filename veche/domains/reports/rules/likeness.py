"""How near and how alike two reports are; pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8
# Words alone never make a duplicate: a nearer one with other words stands before a farther twin.
WEIGHT_OF_WORDS = 0.4


@dataclass(frozen=True)
class Seen:
    """A report as the search for duplicates sees it."""

    key: str
    latitude: float
    longitude: float
    words: frozenset[str]


@dataclass(frozen=True)
class Near:
    """One that may be the same: metres off, and how alike from 0 to 1."""

    key: str
    metres: int
    likeness: float


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres along the great circle between (latitude, longitude) pairs."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b[1] - a[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def words_alike(ours: Set[str], theirs: Set[str]) -> float:
    """Shared words among all (Jaccard); 0 where one says nothing."""
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def nearest(
    point: tuple[float, float], words: Set[str], radius_m: int, found: Iterable[Seen], limit: int
) -> list[Near]:
    """Those within the radius, the likeliest first; equals in the order of their keys."""
    near = []
    for one in found:
        metres = metres_between(point, (one.latitude, one.longitude))
        if metres <= radius_m:
            closeness = 1 - metres / radius_m if radius_m else 1.0
            alike = words_alike(words, one.words)
            likeness = (1 - WEIGHT_OF_WORDS) * closeness + WEIGHT_OF_WORDS * alike
            near.append(Near(one.key, round(metres), round(likeness, 4)))
    return sorted(near, key=lambda one: (-one.likeness, one.key))[:limit]

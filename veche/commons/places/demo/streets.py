"""Lays streets over the built-up land and sets houses along them. Pure and deterministic."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from shapely import prepare
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.strtree import STRtree

from veche.commons.places.demo import drawing, names, plan
from veche.commons.places.demo.survey import Parcel, Survey, heading, longest_line, survey

SHORTEST_KM = 0.3
# A street that runs this near along a main road would be the road's own pavement.
ROAD_CLEARANCE_KM = 0.1
CROSSING_CLEARANCE_KM = 0.011
HOUSE_CLEARANCE_KM = 0.016
# Six thousand addresses are enough to look like a town; true steps would make ten.
HOUSE_STEP = 1.72


@dataclass(frozen=True)
class DrawnStreet:
    """A named line; `settlement` is the settlement's name, or "" for a street of the town."""

    name: str
    settlement: str
    line: LineString
    house_step: float
    setback: float


@dataclass(frozen=True)
class DrawnHouse:
    """A house on the plane. `place` is the name of the place its point lies in."""

    street: int
    house: str
    x: float
    y: float
    place: str


@cache
def drawn_streets() -> tuple[DrawnStreet, ...]:
    """All streets, main roads of the town first."""
    land = survey()
    hand = random.Random(plan.SEED + 1)
    streets = [*_main_roads(land), _embankment(land)]
    taken = unary_union([street.line for street in streets])
    roads = unary_union([taken, *(line for _, line, _ in land.ground.roads)])
    clear = roads.buffer(ROAD_CLEARANCE_KM, quad_segs=2)
    for parcel in land.parcels:
        streets.extend(_district_streets(parcel, clear, hand))
    return tuple(streets)


@cache
def drawn_houses() -> tuple[DrawnHouse, ...]:
    """All houses, street by street, odd numbers on the left of the street's direction."""
    land = survey()
    streets = drawn_streets()
    hand = random.Random(plan.SEED + 2)
    built = unary_union([parcel.built for parcel in land.parcels]).buffer(0.02)
    prepare(built)
    outlines = STRtree([parcel.outline for parcel in land.parcels])
    lines = STRtree([street.line for street in streets])
    houses: list[DrawnHouse] = []
    grid: set[tuple[int, int]] = set()
    for number, street in enumerate(streets):
        for point, house in _numbered(street, hand):
            crossing = lines.query(point, predicate="dwithin", distance=CROSSING_CLEARANCE_KM)
            spot = (round(point.x / HOUSE_CLEARANCE_KM), round(point.y / HOUSE_CLEARANCE_KM))
            if len(crossing) or not built.covers(point) or spot in grid:
                continue
            found = outlines.query(point, predicate="within")
            if not len(found):
                continue
            grid.add(spot)
            place = land.parcels[int(found[0])].sketch.name
            houses.append(DrawnHouse(number, house, point.x, point.y, place))
    return tuple(houses)


def _main_roads(land: Survey) -> Iterator[DrawnStreet]:
    for name, line, step in land.ground.roads:
        if name:
            yield DrawnStreet(name, "", line, step, 26)


def _embankment(land: Survey) -> DrawnStreet:
    """The street along the old town's bank: the river's bend, shifted to the left."""
    river = LineString(drawing.smooth(plan.RIVER))
    bank = (
        river.parallel_offset(0.26, "left") if river.coords[0][0] < river.coords[-1][0] else river
    )
    old_town = next(parcel for parcel in land.parcels if parcel.sketch.name == "Старый город")
    line = longest_line(bank.intersection(old_town.outline.buffer(-0.06)))
    if line is None:
        raise ValueError("the old town has no bank")
    return DrawnStreet(plan.EMBANKMENT, "", line, 40, 18)


def _district_streets(
    parcel: Parcel, clear: BaseGeometry, hand: random.Random
) -> Iterator[DrawnStreet]:
    sketch = parcel.sketch
    lines = [
        line for line in _grid(parcel, hand) if line.intersection(clear).length < 0.45 * line.length
    ]
    # The longest streets of a district are its best known; the shortest stay without a name.
    lines = sorted(lines, key=lambda line: -line.length)[: sketch.streets]
    settlement = sketch.name if sketch.kind == "settlement" else ""
    for name, line in zip(names.STREETS[sketch.name], lines, strict=False):
        yield DrawnStreet(name, settlement, line, sketch.house_step, sketch.setback)


def _grid(parcel: Parcel, hand: random.Random) -> Iterator[LineString]:
    """Bent parallel lines in two directions, clipped to the houses' land."""
    degrees, along, across = parcel.sketch.grid
    centre = parcel.built.centroid
    reach = math.hypot(
        parcel.built.bounds[2] - parcel.built.bounds[0],
        parcel.built.bounds[3] - parcel.built.bounds[1],
    )
    bend, phase = hand.uniform(0.04, 0.09), hand.uniform(0, math.tau)
    for turn, step in ((0.0, along / 1000), (90.0, across / 1000)):
        angle = math.radians(degrees + turn)
        at = -reach / 2 + hand.uniform(0, step)
        while at < reach / 2:
            line = _bent_line((centre.x, centre.y), angle, at, reach, bend, phase)
            clipped = longest_line(line.intersection(parcel.built))
            if clipped is not None and clipped.length >= SHORTEST_KM:
                yield _trimmed(clipped, hand)
            at += step * hand.uniform(0.82, 1.2)


def _bent_line(
    centre: drawing.Point, angle: float, shift: float, reach: float, bend: float, phase: float
) -> LineString:
    cos, sin = math.cos(angle), math.sin(angle)
    points = []
    for step in range(-24, 25):
        s = reach * step / 48
        x, y = centre[0] + s * cos - shift * sin, centre[1] + s * sin + shift * cos
        # One bending of the whole land keeps neighbouring streets side by side.
        bent_x = x + bend * math.sin(1.3 * y + phase) + bend / 3 * math.sin(3.1 * y - phase)
        bent_y = y + bend * math.sin(1.1 * x - phase) + bend / 3 * math.sin(2.7 * x + phase)
        points.append((bent_x, bent_y))
    return LineString(points)


def _trimmed(line: LineString, hand: random.Random) -> LineString:
    """Not every street runs from edge to edge."""
    start, end = 0.0, line.length
    if hand.random() < 0.45 and line.length > 2 * SHORTEST_KM:
        cut = hand.uniform(0.12, 0.42) * line.length
        start, end = (cut, end) if hand.random() < 0.5 else (start, end - cut)
    steps = max(2, int((end - start) / 0.09))
    points = [line.interpolate(start + (end - start) * n / steps) for n in range(steps + 1)]
    return LineString([(point.x, point.y) for point in points])


def _numbered(street: DrawnStreet, hand: random.Random) -> Iterator[tuple[Point, str]]:
    step, setback = street.house_step * HOUSE_STEP / 1000, street.setback / 1000
    for side, number in ((1.0, 1), (-1.0, 2)):
        at = hand.uniform(0.5, 1.0) * step
        while at < street.line.length - 0.012:
            axis = street.line.interpolate(at)
            dx, dy = heading(street.line, at)
            back = setback * hand.uniform(0.85, 1.25) * side
            point = Point(round(axis.x - dy * back, 5), round(axis.y + dx * back, 5))
            yield point, _house(number, hand)
            number += 2
            at += step * hand.uniform(0.8, 1.3)


def _house(number: int, hand: random.Random) -> str:
    chance = hand.random()
    if chance < 0.035:
        return f"{number}{hand.choice('аб')}"
    return f"{number} к{hand.choice((1, 2))}" if chance > 0.985 else str(number)

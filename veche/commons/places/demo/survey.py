"""Turns the drawn plan into places that tile the land, streets, houses and the map's ground.

Pure and deterministic: the same seed always makes the same town, to the last coordinate.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shapely import set_precision
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from veche.commons.places.demo import drawing, plan
from veche.commons.places.demo.plan import Sketch

GRID_KM = 0.00001  # borders lie on a grid of one centimetre, so that neighbours share every vertex


Named = tuple[str, BaseGeometry]


@dataclass(frozen=True)
class Parcel:
    """One place of the survey: its sketch and its outline, on the plane."""

    sketch: Sketch
    outline: Polygon
    built: BaseGeometry


@dataclass(frozen=True)
class Ground:
    """The land as one sees it: water, woods, parks, roads."""

    river: BaseGeometry
    water: list[Named]
    parks: list[Named]
    works: list[Named]
    meadows: list[BaseGeometry]
    forests: list[BaseGeometry]
    brook: LineString
    railway: LineString
    roads: list[tuple[str, LineString, float]]


@dataclass(frozen=True)
class Survey:
    """Everything measured."""

    okrug: Polygon
    parcels: list[Parcel]
    ground: Ground
    town: Polygon = field(repr=False)


@cache
def survey() -> Survey:
    """Measure the land."""
    hand = random.Random(plan.SEED)
    okrug_ring = drawing.rough([*plan.OKRUG, plan.OKRUG[0]], hand, 0.3)
    town_ring = drawing.rough(drawing.smooth(plan.TOWN, closed=True, steps=2), hand, 0.06)
    river = drawing.smooth(plan.RIVER)
    brook = drawing.rough(drawing.smooth(plan.BROOK, steps=6), hand, 0.03)
    borders = [drawing.rough(drawing.smooth(line, steps=4), hand, 0.04) for line in plan.BORDERS]
    okrug = Polygon(okrug_ring).buffer(0)
    town = Polygon(town_ring).buffer(0)
    lines = [okrug_ring, town_ring, river, *borders]
    inside_town = LineString(brook).intersection(town.buffer(0.01))
    ground = _ground(hand, okrug, river, brook)
    outlines = _tiles([*map(LineString, lines), inside_town], okrug)
    parcels = [_parcel(sketch, outlines[sketch.name], ground, hand) for sketch in plan.SKETCHES]
    whole = unary_union([parcel.outline for parcel in parcels])
    return Survey(Polygon(_polygon(whole).exterior), parcels, ground, town)


def _tiles(lines: Sequence[BaseGeometry], okrug: Polygon) -> dict[str, Polygon]:
    """Faces between the lines, each given to the place whose seed point it holds.

    A sliver that holds none goes to the neighbour it shares the longest border with.
    """
    snapped = unary_union([set_precision(line, GRID_KM) for line in lines])
    faces = [face for face in polygonize(snapped) if okrug.covers(face.representative_point())]
    owned: dict[str, BaseGeometry] = {}
    for sketch in plan.SKETCHES:
        seed = Point(sketch.seed_point)
        owned[sketch.name] = next(face for face in faces if face.covers(seed))
    rest = [face for face in faces if not any(face is own for own in owned.values())]
    for face in sorted(rest, key=lambda face: -face.area):
        nearest = max(owned, key=lambda name: owned[name].intersection(face).length)
        owned[nearest] = unary_union([owned[nearest], face])
    return {name: _polygon(outline) for name, outline in owned.items()}


def _polygon(shape: BaseGeometry) -> Polygon:
    if isinstance(shape, Polygon):
        return shape
    if isinstance(shape, MultiPolygon):
        return max(shape.geoms, key=lambda part: part.area)
    raise TypeError(f"a polygon was expected, not {shape.geom_type}")


def _parcel(sketch: Sketch, outline: Polygon, ground: Ground, hand: random.Random) -> Parcel:
    patches = [
        drawing.blob(centre, radii, hand, angle=angle, wobble=0.1)
        for centre, radii, angle in sketch.built
    ]
    named = [*ground.parks, *ground.water, *ground.works]
    open_land = [*ground.meadows, *(shape for _, shape in named)]
    inside = outline.buffer(-0.035)
    built = inside.intersection(unary_union(patches)) if patches else inside
    built = built.difference(
        unary_union(
            [
                ground.river.buffer(0.11),
                ground.railway.buffer(0.06),
                ground.brook.buffer(0.06),
                unary_union(open_land).buffer(0.03),
            ]
        )
    )
    # Opening and closing rounds the corners and drops strips too narrow for a house.
    return Parcel(sketch, outline, built.buffer(-0.06).buffer(0.06))


def _ground(
    hand: random.Random, okrug: Polygon, river: list[drawing.Point], brook: list[drawing.Point]
) -> Ground:
    island = drawing.blob(*plan.ISLAND[:2], hand, angle=plan.ISLAND[2], wobble=0.1)
    stream = drawing.ribbon(river, plan.RIVER_HALF_WIDTH, hand).difference(island)
    dry = stream.buffer(0.06)
    pond_name, pond_centre, pond_radii = plan.POND
    backwater = LineString(drawing.smooth(plan.BACKWATER)).buffer(0.085)
    water: list[Named] = [
        ("Ока", stream.intersection(okrug)),
        (plan.BACKWATER_NAME, backwater.difference(stream)),
        (pond_name, drawing.blob(pond_centre, pond_radii, hand)),
    ]
    forests = [drawing.blob(c, radii, hand, angle=a, wobble=0.3) for c, radii, a in plan.FORESTS]
    return Ground(
        river=stream,
        water=water,
        parks=_named_blobs(plan.PARKS, dry, hand, 0.08),
        works=_named_blobs(plan.WORKS, dry, hand, 0.06),
        meadows=[drawing.blob(c, radii, hand, angle=a, wobble=0.2) for c, radii, a in plan.MEADOWS],
        forests=[unary_union(forests).intersection(okrug).difference(dry)],
        brook=_inside(LineString(brook).difference(stream), okrug),
        railway=_inside(LineString(drawing.smooth(plan.RAILWAY)), okrug),
        roads=[
            (way.name, _inside(LineString(drawing.smooth(way.points)), okrug), way.house_step)
            for way in plan.ROADS
        ],
    )


def _named_blobs(
    sketches: Sequence[tuple[str, drawing.Point, drawing.Point, float]],
    dry: BaseGeometry,
    hand: random.Random,
    wobble: float,
) -> list[Named]:
    return [
        (name, drawing.blob(centre, radii, hand, angle=angle, wobble=wobble).difference(dry))
        for name, centre, radii, angle in sketches
    ]


def _inside(line: BaseGeometry, okrug: Polygon) -> LineString:
    found = longest_line(line.intersection(okrug))
    if found is None:
        raise ValueError("a line of the plan lies outside the okrug")
    return found


def longest_line(shape: BaseGeometry) -> LineString | None:
    """The longest unbroken part of a clipped line."""
    parts = list(lines_of(shape))
    return max(parts, key=lambda part: part.length, default=None)


def lines_of(shape: BaseGeometry) -> Iterator[LineString]:
    """The unbroken parts of a clipped line."""
    parts: Sequence[Any] = getattr(shape, "geoms", [shape])
    return (part for part in parts if isinstance(part, LineString) and part.length > 0)


def heading(line: LineString, at: float) -> tuple[float, float]:
    """The unit vector along a line at a distance from its start."""
    behind, ahead = line.interpolate(max(0.0, at - 0.01)), line.interpolate(at + 0.01)
    dx, dy = ahead.x - behind.x, ahead.y - behind.y
    length = math.hypot(dx, dy) or 1.0
    return dx / length, dy / length

"""Lines and blobs drawn by a seeded hand, on a plane in kilometres. Pure and deterministic."""

import math
import random
from collections.abc import Sequence

from shapely.geometry import LineString, Polygon

Point = tuple[float, float]

# The plane's origin, the middle of the road bridge, as (longitude, latitude). East is +x.
ORIGIN: Point = (36.6235, 54.5412)
KM_PER_DEGREE = 111.195
DEGREES_PER_KM: Point = (
    1 / (KM_PER_DEGREE * math.cos(math.radians(ORIGIN[1]))),
    1 / KM_PER_DEGREE,
)


def to_degrees(point: Point) -> Point:
    """(longitude, latitude) of a point of the plane, to 0.1 m."""
    longitude = ORIGIN[0] + point[0] * DEGREES_PER_KM[0]
    return round(longitude, 6), round(ORIGIN[1] + point[1] * DEGREES_PER_KM[1], 6)


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    drawn: list[Point] = []
    for index in range(count if closed else count - 1):
        around = [_pick(points, index + shift, closed) for shift in (-1, 0, 1, 2)]
        drawn.extend(_catmull_rom(around, step / steps) for step in range(steps))
    drawn.append(drawn[0] if closed else points[-1])
    return drawn


def rough(points: Sequence[Point], hand: random.Random, amount: float) -> list[Point]:
    """The line with a trembling hand: midpoints pushed aside, three times, ever less."""
    line = list(points)
    for _ in range(3):
        finer: list[Point] = []
        for (ax, ay), (bx, by) in zip(line, line[1:], strict=False):
            push = hand.uniform(-amount, amount)
            length = math.hypot(bx - ax, by - ay)
            push = min(abs(push), length / 4) * math.copysign(1, push)
            normal = ((ay - by) / length, (bx - ax) / length) if length else (0.0, 0.0)
            middle = ((ax + bx) / 2 + normal[0] * push, (ay + by) / 2 + normal[1] * push)
            finer += [(ax, ay), middle]
        line, amount = [*finer, line[-1]], amount / 2
    return line


def blob(
    centre: Point, radii: Point, hand: random.Random, *, angle: float = 0.0, wobble: float = 0.18
) -> Polygon:
    """A rounded patch of land: an ellipse turned by `angle` degrees with a wavering edge."""
    waves = [(n, hand.uniform(0, math.tau), hand.uniform(0, wobble / n**0.7)) for n in (2, 3, 5, 7)]
    turn = math.radians(angle)
    ring: list[Point] = []
    for step in range(72):
        at = math.tau * step / 72
        swell = 1 + sum(size * math.sin(n * at + phase) for n, phase, size in waves)
        x, y = radii[0] * swell * math.cos(at), radii[1] * swell * math.sin(at)
        ring.append(
            (
                centre[0] + x * math.cos(turn) - y * math.sin(turn),
                centre[1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return Polygon(ring).buffer(0)


def ribbon(points: Sequence[Point], half_width: float, hand: random.Random) -> Polygon:
    """A stream of water: a line with banks that draw together and part."""
    line = LineString(points)
    left: list[Point] = []
    right: list[Point] = []
    phase = hand.uniform(0, math.tau)
    steps = max(2, int(line.length / 0.08))
    for step in range(steps + 1):
        at = line.length * step / steps
        here, ahead = line.interpolate(max(0.0, at - 0.05)), line.interpolate(at + 0.05)
        dx, dy = ahead.x - here.x, ahead.y - here.y
        length = math.hypot(dx, dy) or 1.0
        middle = line.interpolate(at)
        width = half_width * (1 + 0.16 * math.sin(at * 1.7 + phase) + 0.09 * math.sin(at * 4.3))
        left.append((middle.x - dy / length * width, middle.y + dx / length * width))
        right.append((middle.x + dy / length * width, middle.y - dx / length * width))
    return Polygon([*left, *reversed(right)]).buffer(0)


def _pick(points: Sequence[Point], index: int, closed: bool) -> Point:
    if closed:
        return points[index % len(points)]
    return points[min(max(index, 0), len(points) - 1)]


def _catmull_rom(around: Sequence[Point], t: float) -> Point:
    def along(axis: int) -> float:
        a, b, c, d = (point[axis] for point in around)
        linear, square = c - a, 2 * a - 5 * b + 4 * c - d
        cube = 3 * b - a - 3 * c + d
        return 0.5 * (2 * b + linear * t + square * t**2 + cube * t**3)

    return along(0), along(1)

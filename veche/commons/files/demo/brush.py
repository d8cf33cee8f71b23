"""A flat brush on a plane of 100 by 66: drawn twice as large and reduced, so edges are soft.

Nothing here depends on the machine: no fonts, no clock, no unseeded chance.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = str

WIDTH, HEIGHT = 100, 66
PIXELS = 8  # of the finished picture for each unit: 800 by 528
FINER = 2


class Brush:
    """One picture under way. Colours are #rrggbb or #rrggbbaa; y grows downwards."""

    def __init__(self, ground: Colour) -> None:
        self._scale = PIXELS * FINER
        size = (WIDTH * self._scale, HEIGHT * self._scale)
        self._image = Image.new("RGB", size, ground)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def png(self) -> bytes:
        """The finished picture as a file that an official might have uploaded."""
        out = io.BytesIO()
        self._image.reduce(FINER).save(out, "PNG", compress_level=1)
        return out.getvalue()

    def box(
        self, left: float, top: float, wide: float, high: float, fill: Colour, round_: float = 0
    ) -> None:
        """A rectangle, with round corners if asked."""
        corners = [*self._at((left, top)), *self._at((left + wide, top + high))]
        if round_:
            self._draw.rounded_rectangle(corners, round_ * self._scale, fill=fill)
        else:
            self._draw.rectangle(corners, fill=fill)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled outline."""
        self._draw.polygon([self._at(point) for point in points], fill=fill)

    def disc(self, x: float, y: float, wide: float, fill: Colour, high: float = 0) -> None:
        """A circle of that radius, or an ellipse if `high` is given."""
        tall = high or wide
        corners = [*self._at((x - wide, y - tall)), *self._at((x + wide, y + tall))]
        self._draw.ellipse(corners, fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, thick: float = 0.5) -> None:
        """A stroke with round ends and joints."""
        pixels = max(1, round(thick * self._scale))
        self._draw.line([self._at(p) for p in points], fill=fill, width=pixels, joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, thick / 2, fill)

    def arc(
        self, x: float, y: float, wide: float, span: Point, fill: Colour, thick: float, high: float
    ) -> None:
        """Part of an ellipse's edge, between two angles in degrees."""
        steps = 40
        angles = [span[0] + (span[1] - span[0]) * step / steps for step in range(steps + 1)]
        points = [
            (x + wide * math.cos(math.radians(a)), y + high * math.sin(math.radians(a)))
            for a in angles
        ]
        self.line(points, fill, thick)

    def fade(self, top: float, bottom: float, upper: Colour, lower: Colour) -> None:
        """A band across the picture that turns from one colour into the other."""
        steps = 48
        for step in range(steps):
            at = step / (steps - 1)
            y = top + (bottom - top) * step / steps
            self.box(0, y, WIDTH, (bottom - top) / steps + 0.1, mixed(upper, lower, at))

    def glow(self, x: float, y: float, wide: float, colour: Colour) -> None:
        """Light around a lamp."""
        for step in range(14, 0, -1):
            self.disc(x, y, wide * step / 14, f"{colour}0d")

    def _at(self, point: Point) -> tuple[float, float]:
        return point[0] * self._scale, point[1] * self._scale


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two opaque ones; `share` is how much of the second is in it."""
    pairs = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)

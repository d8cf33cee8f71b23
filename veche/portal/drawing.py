"""Pictures the shell draws itself: the town's sign as an application's icon."""

from __future__ import annotations

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw

BRAND = "#0d6b57"
WHITE = "#ffffff"
_FINER = 4  # drawn larger and shrunk: Pillow's lines have no soft edges
_Point = tuple[float, float]


def _bell() -> list[list[_Point]]:
    """The strokes of icons/bell.svg in its box of 24 by 24."""
    dome = [
        (12 + 6 * math.cos(angle), 11 + 6 * math.sin(angle))
        for angle in (math.pi + math.pi * step / 24 for step in range(25))
    ]
    body = [(6.0, 17.0), *dome, (18.0, 17.0), (19.5, 19.0), (4.5, 19.0), (6.0, 17.0)]
    return [body, [(12.0, 5.0), (12.0, 3.0)], [(10.0, 21.0), (14.0, 21.0)]]


@lru_cache(maxsize=16)
def sign(size: int, *, is_maskable: bool) -> bytes:
    """The sign as a PNG of so many pixels; a maskable one fills its square, as launchers cut it."""
    whole = size * _FINER
    ground = BRAND if is_maskable else (0, 0, 0, 0)
    picture = Image.new("RGBA", (whole, whole), ground)
    draw = ImageDraw.Draw(picture)
    if not is_maskable:
        draw.rounded_rectangle((0, 0, whole - 1, whole - 1), radius=whole * 9 / 32, fill=BRAND)
    share = 0.56 if is_maskable else 0.75
    step, edge = whole * share / 24, whole * (1 - share) / 2
    width = round(2 * step)
    for line in _bell():
        points = [(edge + x * step, edge + y * step) for x, y in line]
        draw.line(points, fill=WHITE, width=width, joint="curve")
        for x, y in points:
            half = width / 2
            draw.ellipse((x - half, y - half, x + half, y + half), fill=WHITE)
    return png(picture.resize((size, size), Image.Resampling.LANCZOS))


def png(picture: Image.Image) -> bytes:
    """The bytes of a PNG."""
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()

"""What stands in a town: trees, benches, lamps, houses, people; and the two moods of a scene."""

from __future__ import annotations

import random
from dataclasses import dataclass

from veche.commons.files.demo.brush import HEIGHT, WIDTH, Brush, Colour, mixed

INK = "#2b3940"
WOOD = "#b9763a"
WOOD_DEEP = "#8a5527"
BRAND = "#0d6b57"
BELL = "#d9953f"
LIGHT = "#ffdf9a"
SKIN = "#e8b48f"
WATER = ("#8dbdd3", "#6aa3bf")


@dataclass(frozen=True)
class Mood:
    """The colours of a scene: worn and grey, or mended and warm."""

    sky: tuple[Colour, Colour]
    far: Colour
    grass: Colour
    meadow: Colour
    paving: Colour
    walls: tuple[Colour, Colour, Colour]
    roof: Colour
    glass: Colour
    leaves: tuple[Colour, Colour, Colour]
    metal: Colour


WARM = Mood(
    sky=("#cfe6ea", "#f8efdd"),
    far="#bcd8c6",
    grass="#9cc887",
    meadow="#86b976",
    paving="#ead9bd",
    walls=("#f3e2c4", "#e9b98f", "#f7efe1"),
    roof="#b5583f",
    glass="#7fa9b8",
    leaves=("#2c7a5b", "#43976f", "#6db68a"),
    metal=INK,
)
GREY = Mood(
    sky=("#c6c9c8", "#dedbd3"),
    far="#bcbdb4",
    grass="#aaa88c",
    meadow="#9a987f",
    paving="#b5b1a8",
    walls=("#cfc9bd", "#bdb4a9", "#d6d2c9"),
    roof="#8d7c72",
    glass="#8f9a9d",
    leaves=("#6f7a66", "#7f8a74", "#939c86"),
    metal="#5d6365",
)
NIGHT = Mood(
    sky=("#22354a", "#5b6380"),
    far="#33475a",
    grass="#3f5a55",
    meadow="#36504d",
    paving="#6d6a72",
    walls=("#5a5a6b", "#655c68", "#6b6a78"),
    roof="#4a3d48",
    glass=LIGHT,
    leaves=("#1f4444", "#28504c", "#346058"),
    metal="#1b2732",
)


def mood(is_mended: bool) -> Mood:
    """The colours of before or after."""
    return WARM if is_mended else GREY


def scene(tones: Mood, horizon: float = 34) -> Brush:
    """A sheet with sky, far woods and ground."""
    brush = Brush(tones.grass)
    brush.fade(0, horizon, *tones.sky)
    for x, wide, high in ((8, 24, 5), (40, 30, 7), (78, 34, 6)):
        brush.disc(x, horizon, wide, tones.far, high)
    brush.box(0, horizon, WIDTH, HEIGHT - horizon, tones.grass)
    return brush


def sun(brush: Brush, x: float, y: float) -> None:
    """A low warm sun."""
    brush.disc(x, y, 7.5, "#ffe7b080")
    brush.disc(x, y, 5, "#fbd183")


def cloud(brush: Brush, x: float, y: float, size: float = 1) -> None:
    """A flat cloud."""
    for dx, dy, wide in ((-4, 0, 2.4), (-1, -1.4, 3.2), (3, -0.4, 2.6)):
        brush.disc(x + dx * size, y + dy * size, wide * size, "#fbfaf4")
    brush.box(x - 6 * size, y, 11.4 * size, 2.3 * size, "#fbfaf4", 1.1 * size)


def tree(brush: Brush, x: float, y: float, high: float, tones: Mood) -> None:
    """A broad tree with its foot at (x, y)."""
    dark, middle, light = tones.leaves
    brush.disc(x, y, high * 0.3, "#1e3a3026", high * 0.05)
    brush.shape(
        [(x - high * 0.04, y), (x + high * 0.04, y), (x + high * 0.025, y - high * 0.6)]
        + [(x - high * 0.025, y - high * 0.6)],
        WOOD_DEEP if tones is WARM else "#5e5650",
    )
    for dx, dy, wide, colour in (
        (-0.16, 0.55, 0.2, dark),
        (0.17, 0.57, 0.2, dark),
        (0, 0.68, 0.27, middle),
        (-0.08, 0.78, 0.19, middle),
        (-0.1, 0.8, 0.12, light),
        (0.08, 0.68, 0.09, light),
    ):
        brush.disc(x + dx * high, y - dy * high, wide * high, colour)


def pine(brush: Brush, x: float, y: float, high: float, tones: Mood) -> None:
    """A tall pine."""
    trunk = "#a8693f" if tones is WARM else mixed("#a8693f", tones.far, 0.65)
    brush.line([(x, y), (x, y - high * 0.8)], trunk, high * 0.045)
    for dx, dy, wide, colour in (
        (-0.07, 0.72, 0.13, 0),
        (0.08, 0.78, 0.13, 0),
        (0, 0.88, 0.14, 1),
        (-0.03, 0.93, 0.07, 2),
    ):
        at = (x + dx * high, y - dy * high)
        brush.disc(*at, wide * high, tones.leaves[colour], wide * high * 0.62)


def fir(brush: Brush, x: float, y: float, high: float, colours: tuple[Colour, Colour]) -> None:
    """A fir of four tiers, with a lit side."""
    brush.box(x - high * 0.03, y - high * 0.12, high * 0.06, high * 0.12, WOOD_DEEP)
    for tier in range(4):
        wide, top = high * (0.3 - tier * 0.06), y - high * (0.42 + tier * 0.19)
        low = y - high * (0.1 + tier * 0.19)
        brush.shape([(x - wide, low), (x + wide, low), (x, top)], colours[0])
        brush.shape([(x - wide, low), (x - wide * 0.1, low), (x, top)], colours[1])


def bare_tree(brush: Brush, x: float, y: float, high: float) -> None:
    """A tree without leaves."""
    bark = "#6b645c"
    brush.line([(x, y), (x, y - high * 0.7)], bark, high * 0.06)
    for dx, start, end in ((-0.2, 0.35, 0.7), (0.22, 0.42, 0.78), (-0.12, 0.6, 0.95)):
        tip = (x + dx * high, y - end * high)
        brush.line([(x, y - start * high), tip], bark, high * 0.03)
        brush.line(
            [(x + dx * high / 2, y - (start + end) / 2 * high)]
            + [(x + dx * high * 0.4, y - end * high)],
            bark,
            high * 0.018,
        )


def bush(brush: Brush, x: float, y: float, size: float, tones: Mood) -> None:
    """A low round bush."""
    for dx, wide, colour in ((-1, 1, 0), (1, 1.1, 0), (0, 1.3, 1), (-0.4, 0.7, 2)):
        high = wide * size * 0.85
        brush.disc(x + dx * size, y - high * 0.7, wide * size, tones.leaves[colour], high)


def flowers(brush: Brush, x: float, y: float, wide: float, seed: str) -> None:
    """A bed of flowers."""
    hand = random.Random(seed)  # noqa: S311  a picture, not a draw
    brush.disc(x, y, wide, "#5f9a63", wide * 0.24)
    for _ in range(int(wide * 6)):
        dx, dy = hand.uniform(-0.85, 0.85), hand.uniform(-0.7, 0.5)
        if dx * dx + dy * dy < 0.7:
            colour = hand.choice(("#e7674f", "#f2b54a", "#fff3dc", "#d9759b"))
            brush.disc(x + dx * wide, y + dy * wide * 0.24 - 0.3, 0.55, colour)


def bench(brush: Brush, x: float, y: float, wide: float, wood: Colour = WOOD) -> None:
    """A bench seen from the front, its left foot at (x, y)."""
    unit = wide / 12
    for foot in (0.09, 0.91):
        at = x + wide * foot
        brush.line([(at, y), (at, y - 5.6 * unit)], INK, 0.65 * unit)
    for row in (5.6, 4.3):
        brush.box(x, y - row * unit, wide, 0.95 * unit, wood, 0.3 * unit)
    brush.box(x - 0.3 * unit, y - 2.7 * unit, wide + 0.6 * unit, 1.1 * unit, wood, 0.3 * unit)


def broken_bench(brush: Brush, x: float, y: float, wide: float) -> None:
    """What is left of a bench."""
    unit = wide / 12
    for foot in (0.1, 0.9):
        at = x + wide * foot
        brush.line([(at, y), (at, y - 4.6 * unit)], "#6f7273", 0.8 * unit)
    brush.line([(x, y - 2.4 * unit), (x + wide * 0.95, y - 1 * unit)], "#8b7a68", 0.9 * unit)
    brush.line([(x, y - 4.4 * unit), (x + wide * 0.55, y - 4.4 * unit)], "#8b7a68", 0.8 * unit)


def lamp(brush: Brush, x: float, y: float, high: float, colour: Colour, glow: float = 0) -> None:
    """A street lamp; it shines when `glow` is given."""
    brush.line([(x, y), (x, y - high)], colour, max(0.45, high * 0.028))
    brush.box(x - high * 0.035, y - high * 0.06, high * 0.07, high * 0.06, colour)
    if glow:
        brush.glow(x, y - high, glow, LIGHT)
    brush.disc(x, y - high, high * 0.07, LIGHT if glow else "#fff4d8")
    top = y - high * 1.05
    brush.shape([(x - high * 0.08, top), (x + high * 0.08, top), (x, top - high * 0.07)], colour)


def person(brush: Brush, x: float, y: float, high: float, coat: Colour) -> None:
    """A walking figure with its feet at (x, y)."""
    brush.disc(x, y, high * 0.2, "#1e3a3026", high * 0.04)
    for dx in (-0.09, 0.09):
        foot = (x + dx * high * 1.25, y)
        brush.line([(x + dx * high * 0.5, y - high * 0.42), foot], INK, high * 0.09)
    brush.box(x - high * 0.15, y - high * 0.8, high * 0.3, high * 0.45, coat, high * 0.11)
    brush.disc(x, y - high * 0.9, high * 0.105, SKIN)
    brush.disc(x, y - high * 0.94, high * 0.1, "#5b4033", high * 0.07)


def block(
    brush: Brush, x: float, y: float, size: tuple[int, int], tones: Mood, wall: int = 0
) -> None:
    """A house of flats with its lower left corner at (x, y); size in windows: across and up."""
    across, floors = size
    wide, high = across * 3.4 + 1.4, floors * 4 + 1.6
    brush.box(x, y - high, wide, high, tones.walls[wall])
    brush.box(x - 0.4, y - high - 0.9, wide + 0.8, 1.2, tones.roof)
    for row in range(floors):
        for column in range(across):
            is_dark = tones is NIGHT and (row * 5 + column * 3 + across) % 4 < 2
            glass = "#3c4458" if is_dark else tones.glass
            left, top = x + 1.3 + column * 3.4, y - high + 1.3 + row * 4
            brush.box(left, top, 2.1, 2.5, "#ffffff70")
            brush.box(left + 0.2, top + 0.2, 1.7, 2.1, glass)


def cottage(brush: Brush, x: float, y: float, wide: float, tones: Mood, wall: int = 0) -> None:
    """A small house with a gable."""
    high = wide * 0.5
    brush.box(x, y - high, wide, high, tones.walls[wall])
    ridge = [(x - wide * 0.08, y - high), (x + wide * 1.08, y - high), (x + wide / 2, y - high * 2)]
    brush.shape(ridge, tones.roof)
    for at in (0.18, 0.58):
        brush.box(x + wide * at, y - high * 0.72, wide * 0.22, high * 0.42, "#fff8ea")
        brush.box(
            x + wide * at + 0.2,
            y - high * 0.72 + 0.2,
            wide * 0.22 - 0.4,
            high * 0.42 - 0.4,
            tones.glass,
        )


def crack(brush: Brush, x: float, y: float, long: float, seed: str) -> None:
    """A crack in asphalt or paving."""
    hand = random.Random(seed)  # noqa: S311
    points = [(x, y)]
    for _ in range(6):
        px, py = points[-1]
        points.append((px + long / 6, py + hand.uniform(-1.1, 1.1)))
    brush.line(points, "#77736b", 0.35)
    px, py = points[3]
    brush.line([(px, py), (px + long * 0.12, py + 2)], "#77736b", 0.28)


def puddle(brush: Brush, x: float, y: float, wide: float) -> None:
    """Standing water with the sky in it."""
    brush.disc(x, y, wide, "#8f8b83", wide * 0.24)
    brush.disc(x, y + 0.15, wide * 0.9, "#a9b4b8", wide * 0.19)
    brush.disc(x - wide * 0.25, y, wide * 0.4, "#c3cbcc", wide * 0.07)


def bus(
    brush: Brush, x: float, y: float, wide: float, colour: Colour, is_lit: bool = False
) -> None:
    """A town bus facing left, its front wheel near (x, y)."""
    unit = wide / 30
    high = 12 * unit
    brush.disc(x + wide / 2, y, wide * 0.52, "#1e2a3030", unit)
    brush.box(x, y - high - 1.2 * unit, wide, high, colour, 1.8 * unit)
    glass = LIGHT if is_lit else "#d9ecf0"
    brush.box(x + 0.8 * unit, y - high, 3.4 * unit, 5.6 * unit, glass, 0.7 * unit)
    for column in range(4):
        left = x + (5.4 + column * 6) * unit
        brush.box(left, y - high, 5 * unit, 4.8 * unit, glass, 0.5 * unit)
    brush.box(
        x + 11.6 * unit,
        y - high,
        4.6 * unit,
        9.6 * unit,
        mixed(colour, "#ffffff", 0.25),
        0.4 * unit,
    )
    brush.box(x + 12 * unit, y - high + 0.5 * unit, 3.8 * unit, 7.6 * unit, glass, 0.3 * unit)
    brush.box(x, y - 4 * unit, wide, 1 * unit, "#ffffffa0")
    for at in (5.5, 24):
        brush.disc(x + at * unit, y - 1.1 * unit, 2.3 * unit, INK)
        brush.disc(x + at * unit, y - 1.1 * unit, 1 * unit, "#c9cfd0")

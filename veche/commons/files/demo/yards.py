"""Yards, playgrounds and what stands in them."""

from __future__ import annotations

from veche.commons.files.demo import things
from veche.commons.files.demo.brush import WIDTH, Brush
from veche.commons.files.demo.things import BELL, BRAND, INK, WARM, WOOD, WOOD_DEEP


def yard(is_mended: bool) -> Brush:
    """A renewed yard, or a worn one."""
    tones = things.mood(is_mended)
    brush = things.scene(tones, 36)
    things.block(brush, 2, 38, (13, 7), tones, 0)
    things.block(brush, 55, 38, (12, 7), tones, 1)
    for x in (16, 40, 68, 88):
        brush.box(x, 31.5, 4, 6.5, WOOD if is_mended else "#7d766e")
        brush.box(x - 1, 30.4, 6, 1.1, tones.roof)
    brush.box(0, 38, WIDTH, 5, tones.paving)
    brush.shape([(38, 43), (62, 43), (78, 66), (22, 66)], tones.paving)
    if not is_mended:
        for x, y, long in ((34, 50, 24), (40, 60, 18), (10, 41, 20)):
            things.crack(brush, x, y, long, f"yard {x}")
        things.puddle(brush, 50, 55, 13)
        things.bare_tree(brush, 12, 52, 22)
        things.broken_bench(brush, 76, 54, 14)
        brush.box(4, 58, 16, 6, "#8c8a84", 0.8)
        return brush
    for x, y, high in ((8, 52, 21), (91, 52, 21), (27, 47, 14), (73, 47, 14)):
        things.tree(brush, x, y, high, tones)
    things.flowers(brush, 17, 61, 9, "yard")
    things.bush(brush, 80, 62, 2.4, tones)
    things.bush(brush, 89, 63, 3, tones)
    things.bench(brush, 23, 55, 12)
    things.lamp(brush, 64, 54, 20, tones.metal)
    things.person(brush, 47, 56, 11, "#c65b46")
    things.person(brush, 52, 56, 7.5, BELL)
    return brush


def playground(is_mended: bool) -> Brush:
    """A new playground, or a rusty swing frame on bare ground."""
    tones = things.mood(is_mended)
    brush = things.scene(tones, 34)
    things.block(brush, 3, 36, (10, 6), tones, 1)
    things.block(brush, 60, 36, (11, 6), tones, 0)
    if not is_mended:
        brush.disc(50, 56, 46, "#a3957f", 12)
        for x in (24, 50):
            brush.line([(x - 5, 58), (x, 30), (x + 5, 58)], "#8b6d58", 1.1)
        brush.line([(24, 30), (50, 30)], "#8b6d58", 1.2)
        brush.line([(32, 30), (32, 50)], "#77736b", 0.4)
        brush.line([(42, 30), (45, 52)], "#77736b", 0.4)
        brush.line([(29, 50), (36, 51)], "#8b7a68", 1)
        brush.box(66, 55, 22, 5, "#8b7a68", 0.4)
        brush.box(68, 53.6, 18, 3.4, "#b9a987", 0.4)
        things.puddle(brush, 40, 62, 10)
        things.bare_tree(brush, 86, 48, 26)
        return brush
    things.sun(brush, 50, 9)
    for x, y, high in ((6, 46, 22), (95, 46, 22), (54, 40, 14)):
        things.tree(brush, x, y, high, tones)
    brush.disc(50, 56, 48, "#e3a476", 11)
    brush.disc(34, 57, 17, "#efc08f", 5)
    _tower(brush)
    _swings(brush, 66)
    things.person(brush, 56, 62, 8.5, "#2f6f9f")
    things.person(brush, 14, 60, 13, BRAND)
    things.person(brush, 20, 61, 8, "#d9759b")
    return brush


def _tower(brush: Brush) -> None:
    """A tower with a slide."""
    for x in (32, 45):
        brush.box(x, 28, 1.4, 28, WOOD_DEEP)
    brush.shape([(29, 28), (49.4, 28), (39.2, 17)], "#c65b46")
    brush.box(31, 40, 16.6, 2, WOOD)
    for rail in (34, 36.6, 39.2, 41.8):
        brush.box(rail, 33, 1, 7, BELL)
    for y in (45, 49, 53):
        brush.line([(33, y), (45.5, y)], WOOD, 0.8)
    brush.shape([(31.5, 40), (31.5, 43), (16, 58), (10, 58), (10, 55.6), (15, 55.6)], BELL)
    brush.line([(31, 38.6), (15, 54.4), (10, 54.4)], "#c9803a", 0.9)
    things.person(brush, 40, 40, 8, "#2f6f9f")


def _swings(brush: Brush, x: float) -> None:
    for at in (x, x + 22):
        brush.line([(at - 4, 58), (at, 32), (at + 4, 58)], BRAND, 1.2)
    brush.line([(x, 32), (x + 22, 32)], BRAND, 1.4)
    for at, lean in ((x + 6, -3), (x + 15, 3)):
        for dx in (-1.6, 1.6):
            brush.line([(at + dx, 32), (at + lean + dx, 51)], INK, 0.35)
        brush.line([(at + lean - 2.4, 51), (at + lean + 2.4, 51)], WOOD, 1)
    brush.line([(x + 3, 50.6), (x + 1, 54.6)], INK, 0.9)
    brush.line([(x + 3, 49.6), (x + 4, 45.6)], "#d9759b", 2.2)
    brush.disc(x + 4.4, 43, 1.4, things.SKIN)


def parking() -> Brush:
    """Marked places for cars between trees."""
    brush = things.scene(WARM, 32)
    things.block(brush, 6, 34, (12, 5), WARM, 0)
    things.block(brush, 60, 34, (10, 6), WARM, 1)
    brush.box(0, 38, WIDTH, 28, "#8b9195")
    brush.box(0, 36, WIDTH, 3, WARM.paving)
    for x in (4, 35, 66, 97):
        brush.shape([(x, 42), (x + 1, 42), (x + 0.6, 62), (x - 0.6, 62)], "#fff7e6")
    for x, y, high in ((4, 38, 16), (48, 38, 18), (94, 38, 16)):
        things.tree(brush, x, y, high, WARM)
    for x, colour in ((8, "#c65b46"), (39, "#2f6f9f"), (70, BELL)):
        brush.disc(x + 12, 57, 13, "#1e2a3040", 1.6)
        brush.shape([(x + 4, 48), (x + 8, 42), (x + 17, 42), (x + 21, 48)], colour)
        brush.shape([(x + 5.6, 48), (x + 8.6, 43.2), (x + 12, 43.2), (x + 12, 48)], "#d9ecf0")
        brush.shape([(x + 13, 48), (x + 13, 43.2), (x + 16.4, 43.2), (x + 19.4, 48)], "#d9ecf0")
        brush.box(x, 47.6, 25, 7.6, colour, 2.4)
        for at in (6, 19):
            brush.disc(x + at, 55.4, 2.8, INK)
            brush.disc(x + at, 55.4, 1.2, "#c9cfd0")
    return brush


def bins() -> Brush:
    """Bins for sorted waste under a roof."""
    brush = things.scene(WARM, 36)
    things.block(brush, 2, 38, (8, 6), WARM, 1)
    things.tree(brush, 90, 48, 28, WARM)
    brush.box(0, 46, WIDTH, 20, WARM.paving)
    brush.box(16, 26, 66, 28, "#cda06c")
    for y in range(28, 54, 3):
        brush.line([(16, y), (82, y)], "#b98a56", 0.4)
    for x in (15, 81):
        brush.box(x, 22, 2, 34, WOOD_DEEP)
    brush.shape([(11, 24), (87, 20), (87, 24), (11, 28)], BRAND)
    for x, colour in ((21, "#2f6f9f"), (41, BELL), (61, "#6db68a")):
        brush.shape([(x, 40), (x + 16, 40), (x + 14.4, 56), (x + 1.6, 56)], colour)
        brush.box(x - 1, 37, 18, 3.6, colour, 1.2)
        brush.box(x - 1, 39.6, 18, 1, "#00000022")
        brush.disc(x + 8, 47.6, 3.2, "#fff7e6")
        for at in (3.6, 12.4):
            brush.disc(x + at, 57, 1.5, INK)
    things.bush(brush, 8, 60, 3, WARM)
    return brush


def stadium() -> Brush:
    """A sports ground with a ring and bars."""
    brush = things.scene(WARM, 32)
    things.cloud(brush, 70, 9)
    for x in range(4, 100, 12):
        things.tree(brush, x, 36, 14, WARM)
    brush.shape([(14, 38), (86, 38), (108, 66), (-8, 66)], "#cf7f62")
    brush.shape([(24, 41), (76, 41), (92, 66), (8, 66)], "#5fa37f")
    brush.arc(50, 54, 14, (0, 360), "#fff7e6", 0.7, 5)
    brush.line([(16, 54), (84, 54)], "#fff7e6", 0.7)
    brush.line([(22, 52), (22, 18)], INK, 1.1)
    brush.line([(22, 20), (29, 20)], INK, 0.9)
    brush.box(26, 12, 14, 10, "#fff7e6", 0.6)
    brush.box(30, 15.6, 6, 4.6, "#c65b46")
    brush.box(30.8, 16.4, 4.4, 3, "#fff7e6")
    brush.arc(33, 22.4, 3, (0, 360), "#c65b46", 0.7, 0.9)
    brush.disc(40, 30, 2.4, BELL)
    for x, coat in ((36, "#2f6f9f"), (58, "#c65b46"), (70, BELL)):
        things.person(brush, x, 60 if x != 58 else 52, 15, coat)
    return brush


def bench(kind: str) -> Brush:
    """One of three benches, close by."""
    brush = things.scene(WARM, 38)
    things.sun(brush, 84, 10)
    things.tree(brush, 12, 46, 34, WARM)
    things.tree(brush, 90, 46, 28, WARM)
    things.bush(brush, 30, 44, 3, WARM)
    brush.box(0, 46, WIDTH, 20, WARM.paving)
    brush.disc(50, 59, 34, "#1e3a3022", 2.4)
    if kind == "wood":
        things.bench(brush, 20, 59, 60)
    elif kind == "concrete":
        for x in (22, 66):
            brush.box(x, 46, 12, 13, "#b9b6ae", 1)
            brush.box(x, 46, 12, 1.6, "#cbc8c1", 0.6)
        for row in range(3):
            brush.box(17, 41 + row * 1.9, 66, 1.6, (WOOD, "#c98a4d")[row % 2], 0.5)
    else:
        for x in (18, 82):
            brush.line([(x - 5, 59), (x, 20), (x + 5, 59)], INK, 1.5)
        brush.line([(18, 20), (82, 20)], INK, 1.7)
        for x in (32, 68):
            brush.line([(x, 20), (x, 47)], "#6f7a7f", 0.7)
        for slat in (36, 39.4, 42.8):
            brush.box(29, slat, 42, 2.4, WOOD, 0.6)
        brush.box(27, 47, 46, 3, WOOD_DEEP, 0.8)
    return brush

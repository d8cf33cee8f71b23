"""Squares, banks and parks."""

from __future__ import annotations

import math

from veche.commons.files.demo import things
from veche.commons.files.demo.brush import HEIGHT, WIDTH, Brush
from veche.commons.files.demo.things import BELL, BRAND, INK, WARM, WATER, WOOD, WOOD_DEEP, Mood

QUARTER = [math.pi / 2 * step / 16 for step in range(17)]


def square(is_mended: bool) -> Brush:
    """A green square with a round bed, or a bare one."""
    tones = things.mood(is_mended)
    brush = things.scene(tones)
    if is_mended:
        things.sun(brush, 82, 10)
        things.cloud(brush, 22, 9)
    things.block(brush, 3, 35, (6, 4), tones, 0)
    things.block(brush, 68, 35, (8, 3), tones, 1)
    brush.shape([(44, 33), (56, 33), (92, 66), (8, 66)], tones.paving)
    for x, y, high in ((30, 38, 17), (70, 38, 16), (17, 44, 23), (84, 45, 23)):
        if is_mended:
            things.tree(brush, x, y, high, tones)
        else:
            things.bare_tree(brush, x, y, high * 0.8)
    if not is_mended:
        for x, y, long in ((38, 44, 16), (30, 55, 22), (56, 58, 20), (48, 38, 8)):
            things.crack(brush, x, y, long, f"square {x}")
        things.puddle(brush, 60, 50, 8)
        things.broken_bench(brush, 18, 55, 13)
        things.lamp(brush, 72, 54, 22, tones.metal)
        return brush
    brush.disc(50, 47, 13, "#fff7e6", 3.9)
    things.flowers(brush, 50, 46.6, 11.5, "square")
    for x, y, high in ((34, 43, 15), (66, 43, 15), (24, 58, 26), (76, 58, 26)):
        things.lamp(brush, x, y, high, tones.metal)
    things.bench(brush, 7, 58, 13)
    things.bench(brush, 80, 58, 13)
    things.person(brush, 38, 56, 11, "#c65b46")
    things.person(brush, 43, 57, 7.5, "#f2b54a")
    things.person(brush, 61, 41, 6, "#2f6f9f")
    return brush


def embankment(is_mended: bool) -> Brush:
    """A walk along the river, or its clay bank."""
    tones = things.mood(is_mended)
    brush = things.scene(tones, 26)
    water = WATER if is_mended else ("#a3acae", "#959ea0")
    if is_mended:
        things.sun(brush, 24, 11)
        things.cloud(brush, 66, 8)
    for x in range(4, 60, 8):
        brush.disc(x, 26, 5, tones.leaves[x % 3], 3 + x % 5 * 0.5)
    things.cottage(brush, 64, 27, 9, tones)
    things.cottage(brush, 78, 27, 8, tones, 1)
    brush.box(0, 27, WIDTH, 14, water[0])
    for x, y, long in ((6, 30, 14), (34, 33, 20), (66, 30, 16), (12, 37, 18), (58, 37, 24)):
        brush.line([(x, y), (x + long, y)], water[1], 0.6)
    (_walk if is_mended else _clay)(brush, tones)
    return brush


def _clay(brush: Brush, tones: Mood) -> None:
    """The bank as it was."""
    clay = [(0, 42), (30, 40), (64, 42), (100, 39), (100, 66), (0, 66)]
    brush.shape(clay, "#a39580")
    brush.shape([(0, 52), (40, 48), (100, 53), (100, 66), (0, 66)], "#968a78")
    things.puddle(brush, 34, 58, 12)
    things.puddle(brush, 74, 55, 7)
    for x, y in ((12, 48), (56, 47), (86, 48), (90, 60)):
        for dx in (-1.6, 0, 1.6):
            brush.line([(x, y), (x + dx, y - 4.5)], "#7f7c62", 0.5)
    things.bare_tree(brush, 16, 47, 24)


def _walk(brush: Brush, tones: Mood) -> None:
    """The bank with a promenade."""
    brush.box(0, 41, WIDTH, 3, "#c9b79a")
    brush.shape([(0, 44), (WIDTH, 44), (WIDTH, HEIGHT), (0, HEIGHT)], tones.paving)
    brush.shape([(0, 56), (WIDTH, 56), (WIDTH, 62), (0, 62)], "#cf7f62")
    for x in range(4, 100, 14):
        brush.box(x, 58.7, 6, 0.6, "#fff3e0")
    brush.line([(0, 38), (WIDTH, 38)], INK, 0.7)
    for x in range(2, 100, 4):
        brush.line([(x, 38), (x, 43.5)], INK, 0.35)
    for x in (12, 50, 88):
        things.lamp(brush, x, 46, 28, tones.metal)
    things.bench(brush, 22, 51.5, 15)
    things.tree(brush, 72, 50, 27, tones)
    things.person(brush, 57, 53, 12, "#2f6f9f")
    things.person(brush, 62.5, 53, 11.5, "#d9759b")
    cyclist(brush, 38, 62)


def cyclist(brush: Brush, x: float, y: float) -> None:
    """Somebody on a bicycle."""
    for dx in (-4, 4):
        brush.arc(x + dx, y - 2.6, 2.6, (0, 360), INK, 0.5, 2.6)
    frame = [(x - 4, y - 2.6), (x - 0.8, y - 5.8), (x + 3, y - 5.8), (x + 4, y - 2.6)]
    brush.line(frame, BRAND, 0.6)
    brush.line([(x + 0.3, y - 2.6), (x - 1.2, y - 6.6)], INK, 1.1)
    brush.line([(x - 1.2, y - 7), (x + 1.2, y - 11)], BELL, 2.6)
    brush.line([(x + 1, y - 10), (x + 3.4, y - 7)], BELL, 0.8)
    brush.disc(x + 2, y - 13, 1.5, things.SKIN)
    brush.disc(x + 2, y - 13.6, 1.5, BRAND, 0.95)


def skate(is_mended: bool) -> Brush:
    """Ramps, or an empty lot."""
    tones = things.mood(is_mended)
    brush = things.scene(tones, 32)
    things.block(brush, 60, 33, (10, 5), tones, 0)
    things.block(brush, 4, 33, (5, 4), tones, 1)
    brush.shape([(0, 40), (100, 40), (100, 66), (0, 66)], tones.paving if is_mended else "#a5a29b")
    if not is_mended:
        for x, y in ((8, 46), (36, 52), (58, 46), (20, 60), (66, 60)):
            things.crack(brush, x, y, 22, f"skate {x}")
        things.puddle(brush, 44, 60, 10)
        for x, y in ((26, 45), (70, 52), (88, 62), (12, 55)):
            things.bush(brush, x, y, 1.6, tones)
        things.bare_tree(brush, 86, 42, 19)
        brush.box(32, 38, 9, 6, "#8f7d72", 0.5)
        return brush
    things.sun(brush, 46, 12)
    things.tree(brush, 28, 41, 19, tones)
    things.tree(brush, 54, 41, 16, tones)
    curve = [(9 + 17 * (1 - math.cos(a)), 36 + 20 * math.sin(a)) for a in QUARTER]
    for side in (curve, [(100 - x, y) for x, y in curve]):
        edge = 0 if side is curve else 100
        brush.shape([(edge, 56), (edge, 36), *side], "#d3a56c")
        brush.line([(edge, 36), *side], WOOD_DEEP, 0.9)
    brush.shape([(36, 60), (43, 54), (57, 54), (64, 60)], "#f0c98a")
    brush.line([(43, 54), (57, 54)], BELL, 0.9)
    brush.line([(40, 51), (60, 51)], "#c65b46", 0.8)
    for x in (43, 57):
        brush.line([(x, 51), (x, 54)], "#c65b46", 0.7)
    skater(brush, 24, 54, "#c65b46")
    skater(brush, 76, 63, "#2f6f9f")
    things.person(brush, 5, 36, 10, BELL)
    return brush


def skater(brush: Brush, x: float, y: float, coat: str) -> None:
    """Somebody on a board."""
    brush.line([(x - 4, y), (x + 4, y)], WOOD, 0.9)
    for dx in (-2.6, 2.6):
        brush.disc(x + dx, y + 0.9, 0.75, INK)
    brush.line([(x - 2.2, y - 0.5), (x - 1.6, y - 3.4), (x, y - 5)], INK, 1.2)
    brush.line([(x + 2.4, y - 0.5), (x + 2, y - 3.2), (x, y - 5)], INK, 1.2)
    brush.line([(x, y - 5.5), (x + 0.8, y - 9)], coat, 2.8)
    brush.line([(x - 4, y - 9.5), (x + 0.6, y - 8.8), (x + 5, y - 7.5)], coat, 0.9)
    brush.disc(x + 1.4, y - 11.6, 1.6, things.SKIN)
    brush.disc(x + 1.4, y - 12.2, 1.65, BELL, 1)


def garden() -> Brush:
    """A fountain before a railway station."""
    tones = WARM
    brush = things.scene(tones, 36)
    things.cloud(brush, 24, 10)
    things.cloud(brush, 80, 14, 0.8)
    brush.box(20, 20, 60, 17, "#f3e2c4")
    brush.box(19, 18.4, 62, 2, tones.roof)
    brush.box(43, 7, 14, 30, "#f7efe1")
    brush.shape([(42, 7), (58, 7), (50, 1)], tones.roof)
    brush.disc(50, 13, 3.6, "#ffffff")
    brush.arc(50, 13, 3.6, (0, 360), INK, 0.5, 3.6)
    brush.line([(50, 10.6), (50, 13), (51.8, 14)], INK, 0.5)
    for x in (23, 30, 37, 59, 66, 73):
        brush.box(x, 23, 4, 9, "#ffffff", 2)
        brush.box(x + 0.4, 23.4, 3.2, 8.6, tones.glass, 1.6)
    brush.box(47, 25, 6, 12, WOOD, 3)
    brush.shape([(40, 37), (60, 37), (86, 66), (14, 66)], tones.paving)
    for x, y, high in ((12, 42, 25), (88, 42, 25), (26, 39, 15), (75, 39, 15)):
        things.tree(brush, x, y, high, tones)
    brush.disc(50, 53, 15, "#d3bf9f", 4.4)
    brush.disc(50, 52, 13.6, WATER[0], 3.5)
    brush.box(49, 44, 2, 8, "#d3bf9f")
    for dx, high in ((-7, 7), (-3.6, 10), (3.6, 10), (7, 7)):
        brush.arc(50 + dx / 2, 52, abs(dx) / 2 + 0.6, (180, 360), "#ffffffd0", 0.6, high)
    things.bench(brush, 6, 58, 13)
    things.bench(brush, 81, 58, 13)
    things.person(brush, 31, 58, 11, "#2f6f9f")
    things.person(brush, 69, 60, 11.5, "#c65b46")
    return brush


def grove() -> Brush:
    """The way into a new park by a brook."""
    brush = things.scene(WARM, 30)
    things.sun(brush, 50, 13)
    for x, y, high in ((10, 36, 17), (24, 33, 13), (37, 32, 11), (66, 32, 11), (78, 34, 14)):
        things.tree(brush, x, y, high, WARM)
    brush.shape([(47, 31), (53, 31), (40, 44), (66, 66), (22, 66), (30, 46)], WARM.paving)
    brush.shape([(100, 36), (72, 42), (64, 52), (82, 66), (100, 66)], WATER[0])
    for x, y in ((78, 45), (76, 52), (86, 58)):
        brush.line([(x, y), (x + 12, y)], WATER[1], 0.6)
    for x in (20, 62):
        brush.box(x, 26, 3, 30, "#f7efe1", 0.6)
        brush.box(x - 0.7, 24.6, 4.4, 2, BRAND)
    brush.arc(42.5, 28, 20.6, (180, 360), BRAND, 1.4, 13)
    brush.box(31, 20, 23, 5, BRAND, 1.2)
    for letter in (34.5, 38.5, 42.5, 46.5, 50.5):
        brush.disc(letter, 22.5, 1, "#f0c98a")
    things.tree(brush, 91, 47, 27, WARM)
    things.tree(brush, 7, 58, 28, WARM)
    things.flowers(brush, 74, 62, 7, "grove")
    things.person(brush, 40, 55, 11, "#c65b46")
    things.person(brush, 46, 55, 7.6, BELL)
    return brush


def river() -> Brush:
    """The bridge over the river and a strip of sand."""
    brush = things.scene(WARM, 28)
    things.sun(brush, 80, 10)
    things.cloud(brush, 24, 9)
    for x in range(2, 100, 9):
        brush.disc(x, 29, 5.5, WARM.leaves[x % 3], 4)
    brush.box(0, 31, WIDTH, 24, WATER[0])
    for x, y, long in ((8, 42, 14), (40, 46, 18), (72, 40, 14), (22, 51, 20), (60, 52, 24)):
        brush.line([(x, y), (x + long, y)], WATER[1], 0.7)
    for x in (14, 43, 72):
        brush.arc(x + 7, 35, 14, (180, 360), "#8f9ca3", 1.6, 15)
        for dx in range(-9, 24, 4):
            brush.line([(x + dx, 24), (x + dx, 34)], "#a9b4b8", 0.4)
    brush.box(0, 33, WIDTH, 3, "#6f7f87")
    for pier in (-1.5, 27.5, 56.5, 85.5):
        brush.box(pier, 35, 4, 12, "#b9b2a5", 0.5)
    brush.shape([(0, 56), (40, 53), (100, 57), (100, 66), (0, 66)], "#f0d8a4")
    brush.shape([(72, 62), (73, 62), (73, 48), (72, 48)], WOOD)
    brush.shape([(62, 50), (83, 50), (72.5, 43)], "#c65b46")
    brush.shape([(69, 50), (76, 50), (72.5, 43)], "#fff3e0")
    brush.box(78, 60, 11, 1.6, BRAND, 0.7)
    things.person(brush, 34, 63, 12, BELL)
    things.person(brush, 40, 63, 8, "#2f6f9f")
    return brush


def panorama() -> Brush:
    """The town over the river: houses, a chapel, the works, trees."""
    brush = things.scene(WARM, 38)
    things.sun(brush, 16, 11)
    things.cloud(brush, 50, 8)
    things.cloud(brush, 84, 12, 0.8)
    brush.disc(30, 40, 40, "#a9cfae", 10)
    brush.disc(84, 42, 40, "#98c3a0", 12)
    things.block(brush, 6, 42, (5, 5), WARM, 1)
    things.block(brush, 26, 41, (4, 6), WARM, 0)
    brush.box(44, 30, 12, 12, "#fffaf0")
    brush.box(47, 20, 6, 12, "#fffaf0")
    brush.shape([(43, 30.6), (57, 30.6), (50, 26)], "#2f7f68")
    brush.box(49, 23, 2, 4, WARM.glass, 1)
    brush.shape([(46.4, 20.4), (53.6, 20.4), (50, 13)], "#2f7f68")
    brush.disc(50, 12.6, 1, BELL)
    things.block(brush, 58, 42, (6, 4), WARM, 2)
    things.cottage(brush, 82, 42, 13, WARM)
    for x, y, high in ((3, 46, 13), (24, 46, 14), (44, 45, 13), (57, 46, 11), (80, 47, 15)):
        things.tree(brush, x, y, high, WARM)
    brush.box(0, 46, WIDTH, 20, WATER[0])
    brush.box(0, 45, WIDTH, 2, "#d3bf9f")
    for x, y, long in ((6, 52, 16), (38, 50, 12), (70, 54, 20), (24, 58, 22), (58, 61, 26)):
        brush.line([(x, y), (x + long, y)], WATER[1], 0.7)
    brush.shape([(42, 57), (62, 57), (58, 61), (46, 61)], "#f7efe1")
    brush.box(48, 53.4, 8, 3.6, BRAND, 0.6)
    return brush

"""Streets, stops, crossings and public houses."""

from __future__ import annotations

from veche.commons.files.demo import things
from veche.commons.files.demo.brush import WIDTH, Brush
from veche.commons.files.demo.things import (
    BELL,
    BRAND,
    GREY,
    INK,
    LIGHT,
    NIGHT,
    WARM,
    WOOD,
    WOOD_DEEP,
    Mood,
)

ASPHALT = "#7f868a"


def roadway(brush: Brush, tones: Mood, colour: str) -> None:
    """A road that runs away from the eye, with pavements."""
    brush.shape([(42, 34), (58, 34), (112, 66), (-12, 66)], tones.paving)
    brush.shape([(45, 34), (55, 34), (92, 66), (8, 66)], colour)


def road(is_mended: bool) -> Brush:
    """A smooth street with markings, or one full of holes."""
    tones = things.mood(is_mended)
    brush = things.scene(tones)
    if is_mended:
        things.sun(brush, 50, 12)
    things.block(brush, 1, 36, (7, 5), tones, 0)
    things.block(brush, 73, 36, (7, 5), tones, 1)
    roadway(brush, tones, ASPHALT if is_mended else "#97948d")
    for x, y, high in ((31, 37, 14), (69, 37, 14), (10, 45, 24), (90, 45, 24)):
        if is_mended:
            things.tree(brush, x, y, high, tones)
        else:
            things.bare_tree(brush, x, y, high * 0.8)
    (_markings if is_mended else _holes)(brush)
    return brush


def _holes(brush: Brush) -> None:
    """Holes full of water, and cracks."""
    for x, y, wide in ((44, 57, 13), (61, 47, 7), (42, 42, 4)):
        brush.disc(x, y, wide, "#6d6a63", wide * 0.3)
        brush.disc(x, y + 0.4, wide * 0.84, "#57544e", wide * 0.22)
        brush.disc(x, y + 0.9, wide * 0.66, "#9aa6aa", wide * 0.14)
    for x, y in ((52, 60), (28, 52), (50, 40)):
        things.crack(brush, x, y, 16, f"road {x}")


def _markings(brush: Brush) -> None:
    """White lines, lamps, somebody walking."""
    for top, low, half in ((36, 38, 0.3), (41, 45, 0.6), (50, 56, 1), (61, 66, 1.4)):
        brush.shape(
            [(50 - half, top), (50 + half, top), (50 + half * 1.3, low)] + [(50 - half * 1.3, low)],
            "#fff7e6",
        )
    for side in (-1, 1):
        brush.line([(50 + side * 4.6, 34.6), (50 + side * 39, 66)], "#fff7e6", 0.6)
        things.lamp(brush, 50 + side * 27, 50, 25, WARM.metal)
    things.person(brush, 17, 60, 12, "#c65b46")


def crossing(is_mended: bool) -> Brush:
    """A zebra with lights, or a bare crossroads."""
    tones = things.mood(is_mended)
    brush = things.scene(tones, 30)
    things.block(brush, 4, 32, (8, 4), tones, 0)
    things.block(brush, 58, 32, (9, 3), tones, 1)
    brush.box(0, 36, WIDTH, 30, ASPHALT if is_mended else "#97948d")
    brush.box(0, 32, WIDTH, 4.5, tones.paving)
    brush.box(0, 61, WIDTH, 5, tones.paving)
    if not is_mended:
        for x in (32, 46, 60):
            brush.shape([(x, 38), (x + 5, 38), (x + 4, 50), (x - 2, 50)], "#bdbab4")
        things.crack(brush, 10, 46, 24, "crossing")
        things.puddle(brush, 74, 52, 9)
        things.bare_tree(brush, 86, 35, 19)
        things.person(brush, 40, 36, 9, "#7c7a80")
        return brush
    things.tree(brush, 46, 34, 15, tones)
    things.tree(brush, 92, 34, 17, tones)
    for x in range(24, 76, 9):
        brush.shape([(x + 1, 37), (x + 6, 37), (x + 5, 60), (x - 1.5, 60)], "#fff7e6")
    things.bus(brush, 78, 54, 32, BRAND)
    brush.line([(17, 63), (17, 15)], INK, 1)
    brush.box(13, 9, 8, 17, INK, 1.6)
    for y, colour in ((12.6, "#7c3a36"), (17.4, "#7a6433"), (22.2, "#59d08b")):
        brush.disc(17, y, 2.1, colour)
    brush.box(14.6, 39, 4.8, 5.6, BELL, 0.8)
    brush.disc(17, 41.8, 1.3, "#fff7e6")
    things.person(brush, 44, 52, 13, "#c65b46")
    things.person(brush, 51, 52, 9, BELL)
    things.person(brush, 62, 47, 11, "#2f6f9f")
    return brush


def stop(is_mended: bool) -> Brush:
    """A wooden bus shelter, or an old iron one."""
    tones = things.mood(is_mended)
    brush = things.scene(tones, 34)
    if is_mended:
        things.sun(brush, 86, 9)
    things.block(brush, 70, 36, (8, 4), tones, 0)
    things.block(brush, 2, 36, (4, 5), tones, 1)
    things.tree(brush, 13, 42, 26, tones)
    things.tree(brush, 88, 42, 22, tones)
    brush.box(0, 42, WIDTH, 14, tones.paving)
    brush.box(0, 56, WIDTH, 10, ASPHALT if is_mended else "#97948d")
    if is_mended:
        _shelter(brush, WOOD, WOOD_DEEP, "#d9ecf0c0")
        things.bench(brush, 34, 51, 24)
        brush.box(63, 28, 6, 14, BRAND, 0.6)
        things.person(brush, 61, 53, 14, "#c65b46")
        things.person(brush, 30, 53, 13, "#2f6f9f")
        for x in range(2, 100, 12):
            brush.box(x, 60.5, 7, 0.9, "#fff7e6")
        brush.line([(82, 53), (82, 26)], INK, 0.7)
        brush.box(78, 20, 8, 8, BRAND, 1.2)
        brush.box(80, 22.4, 4, 3, "#fff7e6", 0.6)
        return brush
    _shelter(brush, "#8d8881", "#6f6a64", "#a8a59f")
    things.broken_bench(brush, 36, 51, 20)
    for x, y in ((30, 30), (52, 36), (44, 40)):
        brush.disc(x, y, 3, "#8b6d58", 2)
    things.crack(brush, 8, 50, 18, "stop")
    things.puddle(brush, 66, 60, 12)
    brush.line([(84, 53), (82, 28)], "#6f6a64", 0.7)
    return brush


def _shelter(brush: Brush, frame: str, deep: str, pane: str) -> None:
    brush.box(26, 24, 46, 27, pane)
    for x in (26, 48, 70.6):
        brush.box(x, 24, 1.6, 28.5, deep)
    brush.shape([(22, 22), (76, 19.5), (76, 23.5), (22, 26)], frame)
    brush.line([(22, 26), (76, 23.5)], deep, 0.6)


def evening_bus() -> Brush:
    """A lit bus at a stop after sunset."""
    brush = things.scene(NIGHT, 36)
    brush.disc(82, 10, 4, "#f6e7c0")
    brush.disc(80.2, 9.2, 3.6, "#2b3e55")
    for x, y in ((12, 8), (28, 14), (46, 6), (62, 13), (92, 18)):
        brush.disc(x, y, 0.4, "#fff4d8")
    things.block(brush, 4, 38, (8, 5), NIGHT, 0)
    things.block(brush, 66, 38, (9, 4), NIGHT, 1)
    things.tree(brush, 40, 42, 19, NIGHT)
    things.tree(brush, 93, 42, 20, NIGHT)
    brush.box(0, 42, WIDTH, 9, NIGHT.paving)
    brush.box(0, 51, WIDTH, 15, "#3a4350")
    things.lamp(brush, 12, 48, 31, NIGHT.metal, 11)
    brush.disc(12, 48, 12, "#ffdf9a40", 2)
    brush.shape([(24, 55), (6, 66), (-14, 66), (-14, 60)], "#ffdf9a38")
    things.bus(brush, 22, 60, 54, BRAND, is_lit=True)
    things.person(brush, 86, 50, 13, "#c65b46")
    for x in range(0, 100, 12):
        brush.box(x, 63.6, 7, 0.8, "#d9d3c4a0")
    return brush


def avenue(is_mended: bool) -> Brush:
    """Young limes in a row, or stumps of poplars."""
    tones = things.mood(is_mended)
    brush = things.scene(tones)
    if is_mended:
        things.cloud(brush, 70, 8)
    things.block(brush, 60, 36, (11, 5), tones, 0)
    brush.shape([(0, 46), (100, 38), (100, 46), (0, 58)], tones.paving)
    brush.shape([(0, 60), (100, 46), (100, 66), (0, 66)], ASPHALT if is_mended else "#97948d")
    if not is_mended:
        for x, y, wide in ((18, 56, 5), (46, 51, 4), (70, 48, 3)):
            brush.box(x - wide, y - wide, wide * 2, wide, "#7d6b58")
            brush.disc(x, y, wide, "#7d6b58", wide * 0.35)
            brush.disc(x, y - wide, wide, "#c4ad8c", wide * 0.35)
            brush.arc(x, y - wide, wide * 0.5, (0, 360), "#9c8566", 0.4, wide * 0.17)
        brush.line([(34, 46), (33, 8)], "#7d7368", 3)
        for y, dx in ((30, -5), (24, 5), (17, -4), (12, 4)):
            brush.line([(33.5, y), (33.5 + dx, y - 8)], "#7d7368", 0.9)
        return brush
    for x, y, high in ((86, 44, 20), (72, 46, 24), (54, 49, 29), (30, 53, 37), (4, 58, 45)):
        things.tree(brush, x, y, high, tones)
        brush.disc(x, y, high * 0.09, "#8a6a48", high * 0.03)
    things.person(brush, 44, 55, 11, "#c65b46")
    things.person(brush, 64, 50, 8, "#2f6f9f")
    brush.line([(0, 64), (100, 54)], "#fff7e6", 0.6)
    return brush


def corner(is_mended: bool) -> Brush:
    """Old kiosks at a corner, or the small garden in their place."""
    tones = things.mood(is_mended)
    brush = things.scene(tones)
    things.block(brush, 6, 38, (11, 6), tones, 0)
    things.block(brush, 56, 38, (12, 4), tones, 1)
    brush.box(0, 40, WIDTH, 26, tones.paving)
    if not is_mended:
        for x, colour in ((10, "#93a09c"), (38, "#a89a8f"), (66, "#9a9f93")):
            brush.box(x, 31, 24, 20, colour)
            brush.box(x - 1, 29, 26, 3, "#77726b")
            brush.box(x + 2, 36, 12, 8, "#6f6b66")
            for y in (37.5, 39.5, 41.5):
                brush.line([(x + 2, y), (x + 14, y)], "#8d8984", 0.4)
            brush.box(x + 16, 36, 6, 15, "#837d76")
        things.puddle(brush, 44, 60, 10)
        things.crack(brush, 66, 58, 22, "corner")
        return brush
    brush.shape([(0, 42), (40, 42), (28, 66), (0, 66)], tones.meadow)
    brush.shape([(60, 42), (100, 42), (100, 66), (72, 66)], tones.meadow)
    for x, y, high in ((12, 49, 25), (30, 45, 19), (70, 45, 19), (88, 49, 25)):
        things.tree(brush, x, y, high, tones)
    things.flowers(brush, 16, 58, 8, "corner")
    things.flowers(brush, 85, 58, 8, "kiosk")
    things.bench(brush, 41, 48, 18)
    things.person(brush, 52, 60, 13, "#2f6f9f")
    return brush


def library() -> Brush:
    """A house with columns and books in its windows."""
    brush = things.scene(WARM, 38)
    things.cloud(brush, 16, 10)
    things.cloud(brush, 86, 12, 0.8)
    brush.box(14, 22, 72, 23, "#f3dfbd")
    brush.box(12, 20, 76, 2.6, "#d9b98a")
    brush.shape([(30, 20), (70, 20), (50, 8)], "#f7ead0")
    brush.line([(30, 20), (50, 8), (70, 20)], "#d9b98a", 1)
    for side in (-1, 1):
        pages = [(50, 15), (50 + side * 5, 13.6), (50 + side * 5, 17.4), (50, 18.6)]
        brush.shape(pages, BRAND)
    for x in (18, 24, 73, 79):
        brush.box(x, 26, 4.4, 12, "#ffffff", 0.4)
        brush.box(x + 0.4, 26.4, 3.6, 11.2, LIGHT)
        for dx, colour in ((0.5, "#c65b46"), (1.4, BRAND), (2.2, "#2f6f9f"), (3.1, BELL)):
            brush.box(x + dx, 33.6, 0.7, 4, colour)
    for column in (32, 40, 56.4, 64.4):
        brush.box(column, 22, 3.6, 23, "#fffaf0")
        brush.box(column - 0.6, 21.6, 4.8, 1.4, "#fffaf0")
    brush.box(45.5, 29, 9, 16, WOOD, 0.8)
    brush.line([(50, 30), (50, 45)], WOOD_DEEP, 0.4)
    for step in range(3):
        brush.box(
            28 - step * 2, 45 + step * 1.7, 44 + step * 4, 1.8, ("#e6d6b8", "#d9c7a6")[step % 2]
        )
    brush.shape([(40, 50), (60, 50), (74, 66), (26, 66)], WARM.paving)
    things.tree(brush, 8, 52, 26, WARM)
    things.tree(brush, 92, 52, 26, WARM)
    things.flowers(brush, 20, 58, 8, "library")
    things.flowers(brush, 81, 58, 8, "books")
    things.person(brush, 44, 59, 12, "#c65b46")
    things.person(brush, 57, 57, 8, BELL)
    return brush


def school_bus() -> Brush:
    """A yellow bus on a country road at a school."""
    brush = things.scene(WARM, 32)
    things.sun(brush, 14, 12)
    things.cloud(brush, 60, 8)
    things.cottage(brush, 6, 38, 15, WARM, 1)
    brush.box(34, 20, 50, 19, "#f3e2c4")
    brush.box(33, 18.4, 52, 2.2, WARM.roof)
    for row in (23, 31):
        for x in range(37, 82, 7):
            brush.box(x, row, 4.4, 5, "#ffffff")
            brush.box(x + 0.4, row + 0.4, 3.6, 4.2, WARM.glass)
    brush.box(56, 29, 6, 10, WOOD)
    things.tree(brush, 28, 42, 19, WARM)
    things.tree(brush, 93, 42, 22, WARM)
    brush.box(0, 45, WIDTH, 6, WARM.paving)
    brush.box(0, 51, WIDTH, 15, ASPHALT)
    things.bus(brush, 30, 61, 46, "#efb23f")
    things.person(brush, 12, 51, 10, "#c65b46")
    things.person(brush, 18, 51, 9, BRAND)
    things.person(brush, 24, 51, 10, "#2f6f9f")
    return brush


def market() -> Brush:
    """Stalls under striped roofs."""
    brush = things.scene(WARM, 36)
    things.cloud(brush, 30, 8)
    things.cottage(brush, 4, 39, 18, WARM)
    things.cottage(brush, 76, 39, 18, WARM, 1)
    things.tree(brush, 50, 40, 24, WARM)
    brush.box(0, 40, WIDTH, 26, WARM.paving)
    for x, colour in ((5, "#c65b46"), (37, BRAND), (69, BELL)):
        brush.box(x + 1, 30, 1, 24, WOOD_DEEP)
        brush.box(x + 24, 30, 1, 24, WOOD_DEEP)
        for stripe in range(6):
            left = x - 1 + stripe * 4.67
            brush.box(left, 26, 4.7, 6, colour if stripe % 2 == 0 else "#fff7e6")
            brush.disc(left + 2.33, 32, 2.33, colour if stripe % 2 == 0 else "#fff7e6")
        brush.box(x, 46, 26, 9, WOOD, 0.6)
        for n in range(6):
            fruit = ("#d9503f", "#e9a13b", "#7fae4f")[(n // 2 + int(x)) % 3]
            brush.disc(x + 3 + n * 4, 45.4, 1.9, fruit)
    things.person(brush, 34, 60, 14, "#2f6f9f")
    things.person(brush, 64, 61, 14, "#d9759b")
    things.person(brush, 58, 62, 9, BELL)
    return brush


def path(is_mended: bool) -> Brush:
    """A path through pines by night: lit, or dark."""
    tones = NIGHT
    brush = things.scene(tones, 34)
    if not is_mended:
        brush.box(0, 0, WIDTH, 66, "#0c141ca0")
    brush.shape([(47, 34), (53, 34), (78, 66), (22, 66)], "#cbb68e" if is_mended else "#343a3e")
    for x, y, high in ((30, 38, 22), (70, 38, 23), (40, 36, 15), (61, 36, 15), (14, 46, 36)):
        things.pine(brush, x, y, high, tones)
    things.pine(brush, 87, 47, 37, tones)
    if not is_mended:
        brush.box(0, 0, WIDTH, 66, "#0c141c70")
        things.crack(brush, 40, 54, 16, "path")
        brush.disc(50, 31, 0.9, LIGHT)
        return brush
    for x, y, high, glow in ((42, 39, 11, 6), (58, 39, 11, 6), (33, 50, 22, 11), (68, 50, 22, 11)):
        brush.disc(x, y, glow * 0.9, "#ffdf9a50", glow * 0.2)
        things.lamp(brush, x, y, high, "#dfe3e0", glow)
    things.person(brush, 47, 60, 14, "#c65b46")
    things.person(brush, 54, 60, 9.5, BELL)
    return brush


def snow() -> Brush:
    """A cleaned pavement between drifts."""
    brush = things.scene(GREY, 34)
    brush.fade(0, 34, "#bcd3e2", "#f3ebe4")
    things.block(brush, 2, 36, (7, 5), WARM, 0)
    things.block(brush, 70, 36, (8, 4), WARM, 1)
    brush.box(0, 36, WIDTH, 30, "#f4f6f6")
    brush.shape([(44, 36), (56, 36), (80, 66), (20, 66)], "#c9c3ba")
    for side in (-1, 1):
        for y, far, wide in ((40, 10, 6), (47, 17, 9), (57, 29, 13)):
            brush.disc(50 + side * far, y, wide, "#e3ebef", wide * 0.5)
            brush.disc(50 + side * far, y - 0.7, wide * 0.85, "#ffffff", wide * 0.4)
    things.bare_tree(brush, 30, 40, 22)
    brush.box(60, 44, 14, 9, BELL, 1)
    brush.box(68, 38, 6, 8, "#c9803a", 0.8)
    brush.box(69, 39.2, 4, 4, "#d9ecf0")
    brush.shape([(56, 46), (59, 44), (60, 55), (54, 55)], "#8f9ca3")
    for x in (64, 71):
        brush.disc(x, 54, 2.8, INK)
        brush.disc(x, 54, 1.2, "#c9cfd0")
    things.person(brush, 42, 60, 14, "#c65b46")
    for x in range(3, 100, 7):
        brush.disc(x, (x * 37) % 62, 0.55, "#ffffff")
    return brush


def rink() -> Brush:
    """An evening rink under lamps."""
    brush = _winter_square()
    brush.disc(50, 54, 44, "#ffffff", 11)
    brush.disc(50, 54, 41, "#9fc3d8", 9.4)
    for x, y in ((26, 52), (44, 58), (58, 50)):
        brush.arc(x, y, 9, (200, 330), "#d6e8f0", 0.4, 2)
    for x, y, coat in ((30, 55, "#c65b46"), (48, 60, BELL), (54, 60, BRAND), (70, 55, "#2f6f9f")):
        things.person(brush, x, y, 13, coat)
    for x in (14, 86):
        things.lamp(brush, x, 46, 28, NIGHT.metal, 11)
    _flakes(brush)
    return brush


def fir() -> Brush:
    """A fir with lights on the town's square."""
    brush = _winter_square()
    things.fir(brush, 50, 58, 56, ("#1d6b50", "#2f8a67"))
    for x, y in ((42, 48), (55, 49), (47, 40), (56, 38), (44, 33), (51, 28), (47, 22), (52, 17)):
        brush.disc(x, y, 1.1, ("#f2b54a", "#e7674f", "#ffdf9a")[(x + y) % 3])
    brush.glow(50, 3, 5, LIGHT)
    brush.disc(50, 3.2, 1.7, "#ffdf9a")
    brush.line([(4, 20), (26, 26), (50, 10), (74, 26), (96, 20)], "#56627a", 0.3)
    for at, low in ((10, 21.7), (18, 24), (32, 22), (40, 16.6), (60, 16.6), (68, 22), (84, 23)):
        brush.disc(at, low, 0.9, LIGHT)
    for x, y, coat in ((24, 60, "#c65b46"), (31, 61, BELL), (76, 60, "#2f6f9f")):
        things.person(brush, x, y, 13, coat)
    _flakes(brush)
    return brush


def _winter_square() -> Brush:
    brush = things.scene(NIGHT, 36)
    things.block(brush, 3, 38, (7, 5), NIGHT, 0)
    things.block(brush, 71, 38, (8, 5), NIGHT, 1)
    brush.box(0, 38, WIDTH, 28, "#c8d5e2")
    brush.box(0, 38, WIDTH, 4, "#e9eff4")
    return brush


def _flakes(brush: Brush) -> None:
    for x in range(3, 100, 6):
        brush.disc(x, (x * 37) % 60, 0.5, "#ffffffd0")

"""A town's palette out of one colour: every pair of words and ground is readable, or it is refused.

Pure. WCAG 2.2 asks a contrast of 4.5 for words and 3 for controls; the pairs are those of the
design (frontend/tests/contrast.test.ts).
"""

from __future__ import annotations

import colorsys
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-f]{6}")
WORDS, CONTROLS = 4.5, 3.0
WHITE, BLACK = "#ffffff", "#000000"
PAPER, CARD = "#f7f5f0", "#ffffff"
DARK_PAPER, DARK_CARD, DARK_WELL, DARK_INK = "#13181a", "#1c2325", "#262e30", "#f0eee8"
INK, BELL_DEEP, DARK_BELL_DEEP = "#16222b", "#7a4510", "#f3d2a3"
STEPS = 200


@dataclass(frozen=True)
class Palette:
    """Names of the design's tokens with their colours, light and dark."""

    light: dict[str, str]
    dark: dict[str, str]


@dataclass(frozen=True)
class Paint:
    """What is drawn in the town's colour outside of pages: a ground for white words and marks,
    quieter words on it, and the ground of the dark view."""

    ground: str
    quiet: str
    dark: str


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = []
    for value in _parts(colour):
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, two: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def passes(brand: str) -> bool:
    """Whether the colour reads as words on paper and cards, and white words read on it."""
    return contrast(brand, PAPER) >= WORDS and contrast(brand, WHITE) >= WORDS


def nearest(brand: str) -> str:
    """The colour itself when it passes, else the same hue, only as much darker as is needed."""
    return _first(lambda share: mix(brand, BLACK, share), passes)


def palette(brand: str) -> Palette:
    """Every token a town's colour changes. ValueError when the colour does not pass."""
    if not HEX.fullmatch(brand) or not passes(brand):
        raise ValueError("The colour cannot be read.")
    return Palette(_light(brand), _dark(brand))


@lru_cache(maxsize=64)
def stylesheet(brand: str) -> str:
    """The palette as CSS, with the dark twin for both ways of asking for it."""
    made = palette(brand)
    dark = _block(made.dark)
    return (
        f":root{{{_block(made.light)}}}\n"
        f':root[data-theme="dark"]{{{dark}}}\n'
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}\n'
    )


@lru_cache(maxsize=64)
def paint(brand: str) -> Paint:
    """The colours of icons and of pictures beside links. ValueError as of `palette`."""
    made = palette(brand)
    return Paint(brand, made.light["hero-ink-2"], made.dark["hero"])


def digest(brand: str) -> str:
    """What the stylesheet's address carries, so that a browser may keep it for good."""
    return hashlib.sha256(stylesheet(brand).encode()).hexdigest()[:12]


def mix(one: str, two: str, share: float) -> str:
    """`one` with a share (0 to 1) of `two` in it."""
    pairs = zip(_parts(one), _parts(two), strict=True)
    return _hex(*(a + (b - a) * share for a, b in pairs))


def _light(brand: str) -> dict[str, str]:
    soft = _first(
        lambda share: mix(brand, WHITE, 0.88 + 0.12 * share),
        lambda colour: (
            contrast(brand, colour) >= CONTROLS
            and contrast(INK, colour) >= WORDS
            and contrast(BELL_DEEP, colour) >= WORDS
        ),
    )
    return {
        "brand": brand,
        "brand-hover": mix(brand, BLACK, 0.15),
        "brand-ink": WHITE,
        "brand-soft": soft,
        "brand-deep": _darker(mix(brand, BLACK, 0.22), soft),
        "brand-quiet": mix(brand, WHITE, 0.45),
        "map-fill": brand,
        **_hero(brand),
    }


def _dark(brand: str) -> dict[str, str]:
    light = _first(
        lambda share: _lighter(brand, share),
        lambda colour: all(
            contrast(colour, ground) >= WORDS for ground in (DARK_PAPER, DARK_CARD, DARK_WELL)
        ),
    )
    soft = _first(
        lambda share: mix(mix(brand, DARK_CARD, 0.62), DARK_PAPER, share),
        lambda colour: (
            contrast(light, colour) >= CONTROLS
            and contrast(DARK_INK, colour) >= WORDS
            and contrast(DARK_BELL_DEEP, colour) >= WORDS
        ),
    )
    ink = _first(
        lambda share: mix(mix(brand, BLACK, 0.7), BLACK, share),
        lambda colour: contrast(colour, light) >= WORDS,
    )
    return {
        "brand": light,
        "brand-hover": mix(light, WHITE, 0.2),
        "brand-ink": ink,
        "brand-soft": soft,
        "brand-deep": _first(
            lambda share: mix(mix(light, WHITE, 0.5), WHITE, share),
            lambda colour: contrast(colour, soft) >= WORDS,
        ),
        "brand-quiet": mix(light, DARK_CARD, 0.45),
        "map-fill": light,
        **_hero(mix(brand, BLACK, 0.15)),
    }


def _hero(ground: str) -> dict[str, str]:
    """The leading card: white words on the colour itself, and a white button with words of it."""
    hover = mix(ground, WHITE, 0.88)
    return {
        "hero-button": WHITE,
        "hero-button-hover": hover,
        "hero-button-ink": _darker(ground, hover),
        "hero": ground,
        "hero-ink": WHITE,
        "hero-ink-2": _first(
            lambda share: mix(mix(ground, WHITE, 0.86), WHITE, share),
            lambda colour: contrast(colour, ground) >= WORDS,
        ),
        "hero-tag": _first(
            lambda share: mix(mix(ground, WHITE, 0.14), ground, share),
            lambda colour: contrast(WHITE, colour) >= WORDS,
        ),
    }


def _darker(colour: str, ground: str) -> str:
    return _first(
        lambda share: mix(colour, BLACK, share), lambda made: contrast(made, ground) >= WORDS
    )


def _lighter(colour: str, share: float) -> str:
    """The same hue towards white; a colour without light gets some first."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _hex(*colorsys.hls_to_rgb(hue, light + (1 - light) * share, saturation))


def _first(make: Callable[[float], str], good: Callable[[str], bool]) -> str:
    """The first of a row of colours that is good; the end of each row is."""
    for step in range(STEPS):
        colour = make(step / STEPS)
        if good(colour):
            return colour
    return make(1.0)


def _block(tokens: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in tokens.items())


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(*parts: float) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)

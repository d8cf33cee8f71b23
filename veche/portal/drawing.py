"""Pictures the shell draws itself: the town's sign as an icon, the picture beside a link."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

from PIL import Image, ImageDraw, ImageFont, ImageOps

from veche.portal.emblem import PRODUCT, Emblem
from veche.portal.templatetags import portal

WHITE = "#ffffff"
_FINER = 4  # drawn larger and shrunk: Pillow's lines have no soft edges
_Point = tuple[float, float]
_Colour = tuple[int, int, int, int]


def _bell() -> list[list[_Point]]:
    """The strokes of icons/bell.svg in its box of 24 by 24."""
    dome = [
        (12 + 6 * math.cos(angle), 11 + 6 * math.sin(angle))
        for angle in (math.pi + math.pi * step / 24 for step in range(25))
    ]
    body = [(6.0, 17.0), *dome, (18.0, 17.0), (19.5, 19.0), (4.5, 19.0), (6.0, 17.0)]
    return [body, [(12.0, 5.0), (12.0, 3.0)], [(10.0, 21.0), (14.0, 21.0)]]


Shape = Literal["round", "square", "maskable"]
# How much of its square the mark takes: a launcher may leave no more than the circle in the middle.
_BELL: dict[Shape, float] = {"round": 0.75, "square": 0.68, "maskable": 0.56}
_OWN: dict[Shape, float] = {"round": 1.0, "square": 0.86, "maskable": 0.62}


@lru_cache(maxsize=64)
def sign(size: int, shape: Shape, emblem: Emblem = PRODUCT) -> bytes:
    """The sign as a PNG of so many pixels; only a round one leaves its corners open."""
    whole = size * _FINER
    mark = _own_sign(emblem.sign, whole, shape) if emblem.sign else _bell_sign(whole, shape, emblem)
    if shape == "round":
        open_corners = Image.new("L", mark.size, 0)
        edge = (0, 0, whole - 1, whole - 1)
        ImageDraw.Draw(open_corners).rounded_rectangle(edge, radius=whole * 9 / 32, fill=255)
        mark.putalpha(open_corners)
    return png(mark.resize((size, size), Image.Resampling.LANCZOS))


def _bell_sign(whole: int, shape: Shape, emblem: Emblem) -> Image.Image:
    """The product's bell on the town's colour, which is one that white reads on."""
    picture = Image.new("RGBA", (whole, whole), emblem.ground)
    draw = ImageDraw.Draw(picture)
    share = _BELL[shape]
    step, edge = whole * share / 24, whole * (1 - share) / 2
    width = round(2 * step)
    for line in _bell():
        points = [(edge + x * step, edge + y * step) for x, y in line]
        draw.line(points, fill=WHITE, width=width, joint="curve")
        for x, y in points:
            half = width / 2
            draw.ellipse((x - half, y - half, x + half, y + half), fill=WHITE)
    return picture


def _own_sign(data: bytes, whole: int, shape: Shape) -> Image.Image:
    """The town's picture whole, on its own ground where it has one, else on white."""
    own = Image.open(io.BytesIO(data)).convert("RGBA")
    picture = Image.new("RGBA", (whole, whole), _ground_of(own))
    room = round(whole * _OWN[shape])
    fitted = ImageOps.contain(own, (room, room), Image.Resampling.LANCZOS)
    picture.alpha_composite(fitted, ((whole - fitted.width) // 2, (whole - fitted.height) // 2))
    return picture


def _ground_of(own: Image.Image) -> _Colour:
    """The colour that all four corners share, or white."""
    right, low = own.width - 1, own.height - 1
    corners = [own.getpixel(at) for at in ((0, 0), (right, 0), (0, low), (right, low))]
    first: _Colour = corners[0]  # type: ignore[assignment]
    near = all(
        isinstance(one, tuple) and max(abs(a - b) for a, b in zip(one, first, strict=True)) <= 12
        for one in corners
    )
    return first if near and first[3] > 250 else (255, 255, 255, 255)


def png(picture: Image.Image) -> bytes:
    """The bytes of a PNG."""
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


SHARE = (1200, 630)
_EDGE = 72
_TITLE_LINES = 4
# Each alphabet is a font of its own, as browsers get them (frontend/fonts.py); Latin has the rest.
_LATIN = "golos-latin.woff2"
# not shown: letters, not words
_ALPHABETS = {
    "golos-russian.woff2": re.compile("[А-яЁё№]"),
    "golos-tatar.woff2": re.compile("[ӘәӨөҮүҖҗҢңҺһ]"),
    "golos-money.woff2": re.compile("₽"),
}
_NO_LETTER = re.compile(r"[^\S ]|[^\u0020-\u04ff\u2000-\u20bf\u2116\u2190-\u2212]")


@cache
def _font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(portal.built_path(name)), size)
    font.set_variation_by_axes([weight])
    return font


@dataclass(frozen=True)
class _Style:
    """Text in one size and weight, put together from the fonts of several alphabets."""

    size: int
    weight: int
    colour: str = WHITE

    def _runs(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        for name, letters in groupby(text, _font_of):
            yield "".join(letters), _font(name, self.size, self.weight)

    def length(self, text: str) -> float:
        """How wide the text is."""
        return sum(font.getlength(run) for run, font in self._runs(text))

    def write(self, draw: ImageDraw.ImageDraw, x: float, y: float, text: str) -> None:
        """Put one line; `y` is the line the letters stand on."""
        for run, font in self._runs(text):
            draw.text((x, y), run, fill=self.colour, font=font, anchor="ls")
            x += font.getlength(run)


def _font_of(letter: str) -> str:
    found = (name for name, letters in _ALPHABETS.items() if letters.match(letter))
    return next(found, _LATIN)


def _wrapped(text: str, style: _Style, width: int, most: int) -> list[str]:
    """Lines that fit; what is left over ends in three dots."""
    lines = [""]
    for word in _NO_LETTER.sub(" ", text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and style.length(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return [_cut(line, style, width) for line in kept]


def _cut(line: str, style: _Style, width: int) -> str:
    while style.length(line) > width and len(line) > 1:
        line = line[:-2].rstrip() + "…"
    return line


@lru_cache(maxsize=128)
def share_picture(town: str, title: str, lines: tuple[str, ...], emblem: Emblem = PRODUCT) -> bytes:
    """The picture beside a link: the town, what it is about, until when."""
    width, height = SHARE
    picture = Image.new("RGB", SHARE, emblem.ground)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((_EDGE - 4, 56, _EDGE + 88, 148), radius=27, fill=WHITE)
    mark = Image.open(io.BytesIO(sign(84, "round", emblem)))
    picture.paste(mark, (_EDGE, 60), mark)
    room = width - 2 * _EDGE
    name = _Style(40, 650)
    name.write(draw, _EDGE + 108, 116, _cut(_NO_LETTER.sub(" ", town), name, room - 108))
    head = _Style(64, 700)
    for number, line in enumerate(_wrapped(title, head, room, _TITLE_LINES)):
        head.write(draw, _EDGE, 250 + 80 * number, line)
    quiet = _Style(36, 500, emblem.quiet)
    told = [_cut(_NO_LETTER.sub(" ", line), quiet, room) for line in lines if line]
    for number, line in enumerate(reversed(told)):
        quiet.write(draw, _EDGE, height - 56 - 50 * number, line)
    return png(picture)

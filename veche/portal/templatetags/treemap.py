"""A treemap: areas are sums. A list with the same figures and links must stand beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from veche.portal.templatetags.portal import as_written, share, short_money

register = template.Library()
# In hundredths of the width, and of the height by the picture's usual proportion.
WIDTH, HEIGHT = 100, 76
TILES, TONES = 9, 6
# Below these a tile has no room for words, then none for its share.
WORDS_WIDE, WORDS_HIGH, SHARE_WIDE, SHARE_HIGH = 13.0, 12.0, 11.5, 8.0
# On a phone a narrower tile keeps its share alone.
TIGHT = 30.0
# Pixels: of a letter of a tile's name, of what is beside the words, and of a hundredth of the
# picture's width on a desk and on a phone. A name is told where its longest word fits unbroken.
LETTER, PADDING, HUNDREDTH, HUNDREDTH_PHONE = 8.8, 24.0, 5.2, 3.1


@dataclass(frozen=True)
class Area:
    """Where a tile lies, in hundredths of the picture's width."""

    x: float
    y: float
    width: float
    height: float


@register.simple_tag
def treemap(
    rows: Sequence[Mapping[str, Any]], whole: int = 0, list_id: str = "parts"
) -> SafeString:
    """Tiles of rows {title, is_written, sum (kopecks), url}, the largest first.

    `whole` is what shares are of, as in the list beside it: what was given back (a sum below
    nought) has no tile. The rest beyond nine is one tile that leads to the list of that id. For
    mouse and touch alone: the list beside it has the links for keyboards and screen readers.
    """
    kept = [row for row in rows if row["sum"] > 0]
    total = sum(row["sum"] for row in kept)
    if not total:
        return SafeString("")
    shown = kept[: TILES - 1] if len(kept) > TILES else kept
    rest = total - sum(row["sum"] for row in shown)
    sums = [row["sum"] for row in shown] + ([rest] if rest else [])
    tiles = []
    for place, area in enumerate(squarified(sums)):
        row = shown[place] if place < len(shown) else _rest(rest, len(kept) - len(shown), list_id)
        tone = "rest" if row.get("is_rest") else f"tone-{place % TONES + 1}"
        tiles.append(_tile(row, area, tone, whole or total))
    return SafeString(f'<svg class="treemap" aria-hidden="true">{"".join(tiles)}</svg>')


def _rest(value: int, number: int, list_id: str) -> dict[str, Any]:
    title = _("Остальное: %(n)s") % {"n": number}
    return {"title": title, "sum": value, "url": f"#{list_id}", "is_rest": True}


def _tile(row: Mapping[str, Any], area: Area, tone: str, total: int) -> str:
    """A link as large as its share; its words are cut by its edge, never by a row's end."""
    place = (
        f'x="{area.x:.2f}%" y="{100 * area.y / HEIGHT:.2f}%" '
        f'width="{area.width:.2f}%" height="{100 * area.height / HEIGHT:.2f}%"'
    )
    title, part = escape(str(row["title"])), share(row["sum"], total)
    tongue = as_written() if row.get("is_written") else ""
    words = ""
    needed = LETTER * max(map(len, str(row["title"]).split()), default=0) + PADDING
    has_room = area.width >= WORDS_WIDE and area.height >= WORDS_HIGH
    if has_room and area.width * HUNDREDTH >= needed:
        money = f"<span>{short_money(row['sum'])}</span>" if area.height > 2 * WORDS_HIGH else ""
        words = f"<b{tongue}>{title}</b><strong>{part}</strong>{money}"
    elif area.width >= SHARE_WIDE and area.height >= SHARE_HIGH:
        words = f"<strong>{part}</strong>"
    is_tight = area.width < TIGHT or area.width * HUNDREDTH_PHONE < needed
    tight = " tight" if is_tight else ""
    return (
        f'<g class="tile {tone}{tight}"><foreignObject {place}>'
        f'<a href="{escape(row["url"])}" tabindex="-1"'
        f' title="{title}: {part}">{words}</a></foreignObject></g>'
    )


def squarified(values: Sequence[int]) -> list[Area]:
    """Areas as near to squares as can be (Bruls, Huizing, van Wijk 2000), of falling values.

    Counted in fractions: what is left for slivers is a difference that floats would lose.
    """
    scale = Fraction(WIDTH * HEIGHT, sum(values))
    sizes = [value * scale for value in values]
    found: list[Area] = []
    x, y, wide, high = Fraction(0), Fraction(0), Fraction(WIDTH), Fraction(HEIGHT)
    start = 0
    while start < len(sizes):
        side = min(wide, high)
        end = start + 1
        while end < len(sizes) and _worst(sizes[start : end + 1], side) <= _worst(
            sizes[start:end], side
        ):
            end += 1
        row = sizes[start:end]
        thick, along = sum(row, Fraction(0)) / side, Fraction(0)
        for size in row:
            length = size / thick
            if wide >= high:
                found.append(_area(x, y + along, thick, length))
            else:
                found.append(_area(x + along, y, length, thick))
            along += length
        if wide >= high:
            x, wide = x + thick, wide - thick
        else:
            y, high = y + thick, high - thick
        start = end
    return found


def _area(*places: Fraction) -> Area:
    return Area(*map(float, places))


def _worst(row: Sequence[Fraction], side: Fraction) -> Fraction:
    """How far the worst of a row is from a square."""
    square, total = side * side, sum(row, Fraction(0)) ** 2
    return max(square * max(row) / total, total / (square * min(row)))

"""Ballot papers as PDF: title, questions, squares to mark, and on each sheet its number with a QR.

Two sheets on a page when the paper fits half of it, else a page for each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
import typst

from veche.kernel.text import in_fours

TEMPLATE = Path(__file__).with_name("sheet.typ")
NUMBER = "000000000000"


def spaced(number: str) -> str:
    """Twelve digits as they are read out: 0000 1234 5678."""
    return in_fours(number, " ")


def pack_pdf(content: dict[str, Any], numbers: Sequence[str]) -> bytes:
    """The sheets of a pack with these numbers.

    `content` is what stands on each: `town`, `heading`, `title`, `hours`, `how`, `foot`, and
    `questions` of `number`, `text`, `hint`, `kind`, `numbers` of a scale, and `options` of `text`
    and `detail`.
    """
    layout = "half" if _fits_half(content) else "a4"
    return _pdf({**content, "layout": layout, "sheets": [_sheet(number) for number in numbers]})


def _fits_half(content: dict[str, Any]) -> bool:
    """Whether one sheet stays on one A5 page."""
    tried = {**content, "layout": "a5", "sheets": [_sheet(NUMBER)]}
    pages = typst.compile(TEMPLATE, format="png", ppi=10, sys_inputs=_inputs(tried))
    return not isinstance(pages, list) or len(pages) == 1


def _pdf(data: dict[str, Any]) -> bytes:
    made: bytes = typst.compile(TEMPLATE, format="pdf", sys_inputs=_inputs(data))
    return made


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


def _sheet(number: str) -> dict[str, str]:
    # The code holds the bare digits: a scanner at the counter types them like a keyboard.
    image = segno.make(number, error="m", micro=False).svg_inline(border=0, scale=4)
    return {"number": spaced(number), "qr": image.replace("<svg ", f"<svg {_NAMESPACE} ", 1)}


_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'

"""The town's mark on what devices and messengers draw: its own sign and colour, else the product's.

Its pictures are drawn anew from the kept sign, and their addresses carry a mark of the face: what
is kept under an address never changes, and a new face has new addresses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from veche.commons.hall import public as hall

FOREVER = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"
# The browser's own frame around the page, light and dark, while the town has no colour.
PAPER, DARK_PAPER = "#f7f5f0", "#13181a"
# Raised whenever the drawing changes, so that nobody keeps what was drawn before.
DRAWN = "2"


@dataclass(frozen=True)
class Emblem:
    """What pictures are drawn with; `sign` is None where the product's bell stands."""

    ground: str = "#0d6b57"
    quiet: str = "#dcebe7"
    sign: bytes | None = None


PRODUCT = Emblem()


def of(request: HttpRequest) -> Emblem:
    """The emblem of the town being served."""
    found = hall.of(request)
    sign, paint = hall.sign_bytes(found), hall.paint_of(found)
    if paint is None:
        return Emblem(sign=sign) if sign else PRODUCT
    return Emblem(paint.ground, paint.quiet, sign)


def mark_of(found: hall.Hall) -> str:
    """What addresses of the town's pictures carry; "" while they are the product's."""
    if found.sign_id is None and not found.brand:
        return ""
    told = f"{DRAWN} {found.sign_id} {found.brand}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def version_of(found: hall.Hall) -> str:
    """What follows the addresses of the town's pictures, so that a new face is asked for anew."""
    mark = mark_of(found)
    return f"?v={mark}" if mark else ""


def theme_of(found: hall.Hall) -> tuple[str, str]:
    """The colour of the browser's frame, light and dark."""
    paint = hall.paint_of(found)
    return (paint.ground, paint.dark) if paint else (PAPER, DARK_PAPER)


def answer(
    request: HttpRequest, name: str, make: Callable[[], bytes], content_type: str = "image/png"
) -> HttpResponseBase:
    """What is drawn under this name, or «not modified» without drawing it."""
    mark = mark_of(hall.of(request))
    etag = f'"{mark or DRAWN}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(make(), content_type=content_type)
    response["ETag"] = etag
    is_exact = bool(mark) and request.GET.get("v") == mark
    response["Cache-Control"] = FOREVER if is_exact else HOUR
    return response

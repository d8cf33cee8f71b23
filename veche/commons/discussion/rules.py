"""Sides, and how sure it is that an argument is useful. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Literal
from uuid import UUID

Side = Literal["for", "against"]
FOR: Side = "for"
AGAINST: Side = "against"
SIDES: tuple[Side, ...] = (FOR, AGAINST)
BEST, NEW = "best", "new"
ORDERS: dict[str, tuple[str, ...]] = {
    BEST: ("-score", "-published_at", "id"),
    NEW: ("-published_at", "id"),
}
TEXT_MIN, TEXT_MAX = 20, 700
# 95 % of the normal curve lies within so many deviations of its middle.
Z = 1.959964
MILLION = 1_000_000


def lower_bound(useful: int, readers: int) -> float:
    """The least share of readers who find it useful that the marks still allow, 0 to 1.

    Lower end of the score interval of E. B. Wilson, Probable inference, the law of succession, and
    statistical inference, JASA 22 (1927) 209-212: three of three marks stand below ninety of a
    hundred, so that an early mark does not win for good.
    """
    if readers <= 0 or useful <= 0:
        return 0.0
    share = min(useful, readers) / readers
    spread = Z * sqrt((share * (1 - share) + Z * Z / (4 * readers)) / readers)
    return (share + Z * Z / (2 * readers) - spread) / (1 + Z * Z / readers)


def score(useful: int, readers: int) -> int:
    """The same in millionths, by which arguments stand in their order."""
    return round(MILLION * lower_bound(useful, readers))


@dataclass(frozen=True)
class Argument:
    """An argument as pages show it; `is_own` and the marks are those of who looks."""

    id: UUID
    side: Side
    text: str
    published_at: datetime | None
    is_official: bool
    speaks_for: str
    useful: int
    swayed: int
    has_changed_mind: bool
    is_edited: bool
    is_public: bool = True
    is_own: bool = False
    is_marked: bool = False
    is_swayed: bool = False

"""How sure a share is. Pure."""

from __future__ import annotations

from math import sqrt


def wilson(part: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Bounds of a share, 0 to 1, that hold nineteen times out of twenty (Wilson, 1927)."""
    if of <= 0:
        return 0.0, 1.0
    share, square = part / of, z * z
    middle = share + square / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)

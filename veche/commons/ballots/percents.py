"""Whole percents of parts of a count that are shown side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def percents(votes: Iterable[int], of: int) -> list[int]:
    """Whole percents of a whole by the largest remainder (Hamilton, 1792).

    When the parts make up the whole the percents make up 100; otherwise each is rounded for itself.
    """
    parts = list(votes)
    if of <= 0:
        return [0] * len(parts)
    if sum(parts) != of:
        return [round(100 * part / of) for part in parts]
    floors = [100 * part // of for part in parts]
    rest = sorted(range(len(parts)), key=lambda i: (-(100 * parts[i] % of), i))
    for index in rest[: 100 - sum(floors)]:
        floors[index] += 1
    return floors

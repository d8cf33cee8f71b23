"""What all services owe people by a day: they say it in their manifests, config hands it over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from veche.kernel.manifest import Late, Owed, Promised

_owed: list[Owed] = []


def use_owed(found: Sequence[Owed]) -> None:
    """Replace the list."""
    _owed[:] = found


def all_late(on: date) -> list[Late]:
    """What is late anywhere in the town, one line for each who answers, the most first."""
    found: dict[str, Late] = {}
    for one in (late for owed in _owed for late in owed.late(on)):
        known = found.get(one.whose)
        if known is not None:
            one = Late(one.whose, one.number + known.number, min(one.oldest, known.oldest))
        found[one.whose] = one
    return sorted(found.values(), key=lambda one: (-one.number, one.oldest, one.whose))


def all_promised(first: date, last: date, limit: int) -> tuple[int, list[Promised]]:
    """How much anybody has promised for these days, and the nearest of it."""
    told = [one.promised(first, last, limit) for one in _owed if one.promised is not None]
    found = [promise for _number, promises in told for promise in promises]
    nearest = sorted(found, key=lambda one: (one.on, one.title))[:limit]
    return sum(number for number, _promises in told), nearest

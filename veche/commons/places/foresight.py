"""What services know beforehand of a spot: they say it in their manifests, config hands it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veche.kernel.manifest import Foreseen, Spot

Find = Callable[[Spot, Sequence[str]], Sequence[Foreseen]]
_finds: list[Find] = []


def use_foresights(finds: Sequence[Find]) -> None:
    """Replace the list."""
    _finds[:] = finds


def foreseen(spot: Spot, troubles: Sequence[str] = ()) -> list[Foreseen]:
    """What is known there already of these troubles; of all, when none is named."""
    return [one for find in _finds for one in find(spot, troubles)]

"""Groups of voters whose secret ballots are counted apart, none of them small. Pure.

The log shows the groups for ever, and who took a ballot is known to the registrar: a group of five
who all chose alike would tell how each of them voted.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)


def merged(cells: Mapping[Cell, int], enough: int) -> list[tuple[Cell, ...]]:
    """The cells put together so that each group has `enough` people; one group if all have fewer.

    Cells that have enough stand alone, in the order given. The others are one group, which takes in
    the smallest of those that stand alone while it has too few itself.
    """
    alone = [cell for cell, people in cells.items() if people >= enough]
    small = [cell for cell, people in cells.items() if people < enough]
    spare = sorted(alone, key=lambda cell: cells[cell])
    while small and spare and sum(cells[cell] for cell in small) < enough:
        taken = spare.pop(0)
        alone.remove(taken)
        small.append(taken)
    groups: list[tuple[Cell, ...]] = [(cell,) for cell in alone]
    if small:
        groups.append(tuple(cell for cell in cells if cell in set(small)))
    return groups

"""Of several lines on who serves a house, the nearest one counts: the house, its district, all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Line:
    """Who serves from a day on: a house, a place, or (with neither) the whole town."""

    id: UUID
    kind: str
    since_on: date
    address_id: UUID | None = None
    place_id: UUID | None = None


def nearest(
    lines: Iterable[Line], *, address_id: UUID, places: Sequence[UUID], on: date
) -> dict[str, UUID]:
    """For each kind the id of the line that counts on a day; `places` from the innermost out.

    Nearness comes before newness: a newer line of the town does not undo an older one of the house.
    """
    best: dict[str, tuple[tuple[int, int], UUID]] = {}
    for line in lines:
        far = _distance(line, address_id, places)
        if far is None or line.since_on > on:
            continue
        rank = (far, -line.since_on.toordinal())
        if line.kind not in best or rank < best[line.kind][0]:
            best[line.kind] = (rank, line.id)
    return {kind: line_id for kind, (_rank, line_id) in best.items()}


def _distance(line: Line, address_id: UUID, places: Sequence[UUID]) -> int | None:
    if line.address_id is not None:
        return 0 if line.address_id == address_id else None
    if line.place_id is None:
        return len(places) + 1
    return places.index(line.place_id) + 1 if line.place_id in places else None

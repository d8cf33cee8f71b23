"""Reports by place: duplicates before sending, circles and pins of the map."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from veche.domains.reports.models import Category, CellCount, Report
from veche.domains.reports.queries import cells, guessing, kept
from veche.domains.reports.rules import likeness, states

# As many candidates as are compared word by word: the newest of the cells around.
MOST_COMPARED = 200
MOST_PINS = 300
OFFERED = 3


@dataclass(frozen=True)
class Circle:
    """A cell of the map and how many reports it holds."""

    cell: int
    latitude: float
    longitude: float
    number: int


def alike(
    category: Category, point: tuple[float, float], text: str, *, besides: UUID | None = None
) -> list[tuple[Report, int]]:
    """Open public reports that may be the same, the likeliest first, with metres off."""
    around = cells.around(*point, category.duplicate_m)
    rows = Report.objects.filter(stage=states.OPEN, category=category, h9__in=around)
    if besides is not None:
        rows = rows.exclude(id=besides)
    newest = list(rows.select_related("category").order_by("-changed_at")[:MOST_COMPARED])
    found = {str(row.id): row for row in newest}
    seen = (
        likeness.Seen(key, row.latitude, row.longitude, frozenset(guessing.words_of(row.text)))
        for key, row in found.items()
    )
    said = frozenset(guessing.words_of(text))
    near = likeness.nearest(point, said, category.duplicate_m, seen, OFFERED)
    return [(found[one.key], one.metres) for one in near]


def circles(frame: cells.Frame, *, group: str = "", stages: Collection[str] = ()) -> list[Circle]:
    """Counted cells that a frame shows, at the size that suits it; one query."""
    rows = CellCount.objects.filter(
        resolution=cells.size_for(frame),
        latitude__range=(frame.south, frame.north),
        longitude__range=(frame.west, frame.east),
        number__gt=0,
    )
    if group:
        rows = rows.filter(group=group)
    if stages:
        rows = rows.filter(stage__in=stages)
    summed = rows.values_list("cell", "latitude", "longitude").annotate(all=Sum("number"))
    return [Circle(*one) for one in summed.order_by("cell")]


def late_pins(frame: cells.Frame, on: date, counted: Set[str], *, group: str = "") -> list[Report]:
    """Public reports of a frame whose term is over, the longest overdue first."""
    rows = Report.objects.exclude(stage=states.UNSEEN).filter(
        state__in=sorted(states.RUNNING),
        due_on__lt=on,
        category__in=sorted(counted),
        latitude__range=(frame.south, frame.north),
        longitude__range=(frame.west, frame.east),
    )
    if group:
        rows = rows.filter(group=group)
    return list(rows.select_related("category").order_by("due_on", "id")[:MOST_PINS])


def pins(
    frame: cells.Frame, *, group: str = "", stages: Collection[str] = ()
) -> list[Report] | None:
    """Reports of a close frame, the newest first; None where they are too many to list.

    Whether they are too many is asked first and in no order: the database stops at the last that
    fits, instead of putting all of a dense block in order.
    """
    found = cells.inside(frame)
    if found is None:
        return None
    column, wanted = found
    rows = Report.objects.exclude(stage=states.UNSEEN).filter(**{f"{column}__in": wanted})
    rows = rows.filter(
        latitude__range=(frame.south, frame.north), longitude__range=(frame.west, frame.east)
    )
    if group:
        rows = rows.filter(group=group)
    if stages:
        rows = rows.filter(stage__in=stages)
    if rows.values(column)[: MOST_PINS + 1].count() > MOST_PINS:
        return None
    pinned = list(rows.order_by("-changed_at", "id")[:MOST_PINS])
    kept.beside(pinned)
    return pinned

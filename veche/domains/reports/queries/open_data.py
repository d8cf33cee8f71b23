"""Public reports for whoever counts, draws or follows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from veche.domains.reports.models import Report
from veche.domains.reports.queries import cells
from veche.domains.reports.queries.reading import NEWEST
from veche.domains.reports.rules import states
from veche.kernel.pagination import Page, keyset

CHUNK = 2000
# As many as a map draws, or a reader of feeds takes.
DRAWN_MOST, TOLD_MOST = 1000, 50


@dataclass(frozen=True)
class Area:
    """What is asked for: a theme, a category, a district, a frame of the map, a stage."""

    group: str = ""
    category: str = ""
    place_id: UUID | None = None
    frame: cells.Frame | None = None
    stage: str = ""


def _rows(area: Area) -> QuerySet[Report]:
    rows = Report.objects.exclude(stage=states.UNSEEN)
    asked = {
        "group": area.group,
        "category": area.category,
        "place_id": area.place_id,
        "stage": area.stage,
    }
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if area.frame is not None:
        found = cells.inside(area.frame)
        if found is not None:
            column, wanted = found
            rows = rows.filter(**{f"{column}__in": wanted})
        rows = rows.filter(
            latitude__range=(area.frame.south, area.frame.north),
            longitude__range=(area.frame.west, area.frame.east),
        )
    return rows


def newest(area: Area, limit: int) -> list[Report]:
    """The newest changes of an area; one query."""
    rows = _rows(area).select_related("category", "body").order_by(*NEWEST)
    return list(rows[:limit])


def page(area: Area, *, after: str = "", size: int = 20) -> Page[Report]:
    """A page of them, the newest change first."""
    rows = _rows(area).select_related("category", "body")
    return keyset(rows, order=NEWEST, after=after, size=size)


def everything(area: Area) -> Iterator[Report]:
    """All of an area, read while they are sent."""
    rows = _rows(area).select_related("category", "body").order_by(*NEWEST)
    return rows.iterator(chunk_size=CHUNK)

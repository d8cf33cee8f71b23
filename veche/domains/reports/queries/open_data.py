"""Public reports for whoever counts, draws or follows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from veche.domains.reports.models import Report
from veche.domains.reports.queries import cells, nearby
from veche.domains.reports.queries.reading import NEWEST, Filters, public_rows
from veche.kernel.pagination import Page, keyset

CHUNK = 2000
# As many as a map draws, or a reader of feeds takes.
DRAWN_MOST, TOLD_MOST = 1000, 50


@dataclass(frozen=True)
class Area:
    """What is asked for: of which theme, district, stage and so on, in which frame of the map."""

    filters: Filters = Filters()
    frame: cells.Frame | None = None


def _rows(area: Area) -> QuerySet[Report]:
    rows = public_rows(area.filters)
    return rows if area.frame is None else nearby.within(rows, area.frame)


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

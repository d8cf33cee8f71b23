"""Reports by place: duplicates before sending, circles and pins of the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum

from veche.domains.reports.models import Category, CellCount, Report
from veche.domains.reports.queries import cells, guessing, kept, wording
from veche.domains.reports.rules import likeness, states

# As many candidates as are compared word by word: the newest of the cells around.
MOST_COMPARED = 200
MOST_PINS = 300
# As many of a narrowed list are counted for the circles of its map.
MOST_COUNTED = 5_000
# By cells of this size a wide frame is read, while so few of them hold anything.
BLOCK, MOST_BLOCKS = 8, 400
OFFERED = 3
_POINT = ("latitude", "longitude")


@dataclass(frozen=True)
class Circle:
    """A cell of the map and how many reports it holds."""

    cell: int
    latitude: float
    longitude: float
    number: int


@dataclass(frozen=True)
class Pin:
    """A report of a close map."""

    number: str
    title: str
    state: str
    stage: str
    latitude: float
    longitude: float


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


def circles_of(rows: QuerySet[Report], frame: cells.Frame) -> list[Circle]:
    """The same of reports that are narrowed by what is not counted beforehand: the newest some
    thousand of them."""
    size = cells.size_for(frame)
    newest = _framed(rows, frame).order_by("-changed_at", "id").values_list(f"h{size}", flat=True)
    counted = Counter(newest[:MOST_COUNTED])
    return [Circle(one, *cells.middle_of(one), number) for one, number in sorted(counted.items())]


def _framed(rows: QuerySet[Report], frame: cells.Frame) -> QuerySet[Report]:
    return rows.filter(
        latitude__range=(frame.south, frame.north), longitude__range=(frame.west, frame.east)
    )


def within(rows: QuerySet[Report], frame: cells.Frame) -> QuerySet[Report]:
    """Those of public reports that lie in a frame, however wide, by the cells of an index.

    Of a frame that is too wide for its cells to be listed those are that hold a report at all; a
    frame that holds most of the town is soon read without them.
    """
    found = cells.inside(frame)
    column, wanted = found if found is not None else (f"h{BLOCK}", _filled(frame))
    if len(wanted) <= MOST_BLOCKS:
        rows = rows.filter(**{f"{column}__in": wanted})
    return _framed(rows, frame)


def _filled(frame: cells.Frame) -> list[int]:
    """Cells of a frame and its edges that hold public reports; one more than are asked for."""
    wide = cells.widened(frame, BLOCK)
    rows = CellCount.objects.filter(
        resolution=BLOCK,
        latitude__range=(wide.south, wide.north),
        longitude__range=(wide.west, wide.east),
        number__gt=0,
    )
    return list(rows.order_by("cell").values_list("cell", flat=True).distinct()[: MOST_BLOCKS + 1])


def late_pins(rows: QuerySet[Report], frame: cells.Frame) -> list[Pin]:
    """Late reports of a frame, the longest overdue first; one query."""
    return _pinned(_framed(rows, frame).order_by("due_on", "id"))


def pins(rows: QuerySet[Report], frame: cells.Frame) -> list[Pin] | None:
    """Public reports of a close frame, the newest first; None where they are too many to list.

    Which they are an index says alone, in no order: the database neither reads the rows of a dense
    block that lie beyond the frame nor goes on past the last that fits.
    """
    found = cells.inside(frame)
    if found is None:
        return None
    column, wanted = found
    rows = _framed(rows.filter(**{f"{column}__in": wanted}), frame)
    ids = list(rows.values_list("id", flat=True)[: MOST_PINS + 1])
    if len(ids) > MOST_PINS:
        return None
    return _pinned(Report.objects.filter(id__in=ids).order_by("-changed_at", "id"))


def _pinned(rows: QuerySet[Report]) -> list[Pin]:
    """Of hundreds of rows, what a pin tells alone."""
    told = list(
        rows.values_list("category_id", "address", "number", "state", "stage", *_POINT)[:MOST_PINS]
    )
    known = kept.of_all((category for category, *_rest in told), ()).categories
    return [
        Pin(number, wording.title_for(known[category], address), state, stage, *point)
        for category, address, number, state, stage, *point in told
    ]

"""What officials read: files on their way, the head of a table, what a version changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.transparency import policies
from veche.domains.transparency.models import Line, Node, Source
from veche.domains.transparency.queries import reading
from veche.domains.transparency.rules import amounts, axes, codes, mapping, stages
from veche.domains.transparency.rules.axes import Group
from veche.domains.transparency.rules.mapping import Head
from veche.kernel import sheets
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.pagination import Page, keyset
from veche.kernel.sheets import Top

# What a list does not show.
HEAVY = ("mapping", "faults", "doubts", "repeats", "headings", "tops")
# What a page shows beside its columns alone.
FIRST_ROWS = ("tops",)
# How many sheets are offered, and how much of a cell is kept of the first rows.
SHEETS_MAX, CELL_KEPT = 40, 200
ODD_SHOWN = 5


def source_for(person: PersonRef, slug: str, *, is_locked: bool = False) -> Source:
    """One file for whoever works on the budget; NotFound."""
    policies.may_work_on_budget(person).or_refuse()
    # The first rows of the file are read where they are shown, and never written back.
    rows = Source.objects.defer(*FIRST_ROWS)
    row = (rows.select_for_update() if is_locked else rows).filter(slug=slug).first()
    if row is None:
        raise NotFound()
    return row


def sources_page(person: PersonRef, *, after: str = "") -> Page[Source]:
    """All files, the newest year and day first."""
    policies.may_work_on_budget(person).or_refuse()
    order = ("-year", "-as_of", "-uploaded_at", "id")
    return keyset(Source.objects.defer(*HEAVY), order=order, after=after)


def waiting(limit: int) -> list[Source]:
    """Files somebody has to go on with, the longest first."""
    rows = Source.objects.filter(state__in=stages.OPEN).defer(*HEAVY)
    return list(rows.order_by("uploaded_at")[:limit])


def book_of(row: Source) -> sheets.Book:
    """The file, opened; NotFound when its bytes are gone."""
    data = files.table_bytes(row.file_id)
    if data is None:
        raise NotFound()
    return sheets.open_book(data)


def tops_of(book: sheets.Book) -> list[Top]:
    """The beginning of each sheet, as it is kept when a file comes; Invalid."""
    return [
        Top(
            one.title,
            [(number, _kept(cells)) for number, cells in one.rows],
            one.broken,
        )
        for one in sheets.tops(book, mapping.LOOKED_AT, SHEETS_MAX)
    ]


def _kept(cells: Sequence[str]) -> list[str]:
    """A row to its last word: a workbook gives as many cells as are asked for."""
    width = max((place for place, one in enumerate(cells, start=1) if one), default=0)
    return [one[:CELL_KEPT] for one in cells[:width]]


def tops(row: Source) -> list[Top]:
    """The same from the row; a file that came before they were kept is opened."""
    if row.tops is None:
        return tops_of(book_of(row))
    return [Top(title, [(number, cells) for number, cells in rows]) for title, rows in row.tops]


def head_of(row: Source, sheet: int, first_row: int = 0) -> tuple[Top, Head]:
    """One of its sheets and the headings there; Invalid where there is no table.

    `first_row` of the file, from 1, where somebody has said it.
    """
    found = tops(row)
    if sheet not in range(len(found)):
        raise NotFound()
    head = mapping.recognise(found[sheet].rows, first_row)
    if head is None:
        raise Invalid(
            _("Таблицы на этом листе не видно"),
            advice=_("Скажите, с какой строки она начинается, или выберите другой лист."),
        )
    return found[sheet], head


def groups_of(row: Source) -> list[Group]:
    """Lines of a version by office, part, programme, detail: one query, however many there are."""
    nothing = Value("", output_field=CharField())
    details = {
        codes.REVENUE: Case(
            When(part__in=codes.PROPERTY, then=Left("code", codes.PROPERTY_CODE)), default=nothing
        ),
        codes.SOURCES: Left("kind", 1),
    }
    names = ("office", "part", "programme", "detail")
    found = (
        Line.objects.filter(source=row, is_total=False)
        .annotate(programme=Left("target", 2), detail=details.get(row.side, nothing))
        .values(*names)
        .annotate(number=Count("id"), p=Sum("plan"), r=Sum("revised"), e=Sum("executed"))
        .order_by(*names)
    )
    return [
        Group(
            one["office"],
            one["part"],
            one["programme"],
            one["number"],
            [None if one[key] is None else int(one[key]) for key in ("p", "r", "e")],
            one["detail"],
        )
        for one in found
    ]


@dataclass(frozen=True)
class Change:
    """A section of a version beside the one it follows; None where there was or is none."""

    node: Node
    now: int
    before: int | None

    @property
    def difference(self) -> int:
        return self.now - (self.before or 0)


def changes(row: Source) -> tuple[Source | None, list[Change], list[Node]]:
    """What a version changes against the last published one of its stage or before it, of its day
    or before it: by the top of the first axis that both have, and what is there no more."""
    published = Source.objects.filter(state=stages.PUBLISHED, year=row.year, side=row.side)
    earlier = published.filter(as_of__lte=row.as_of).exclude(id=row.id)
    if row.published_at is not None:
        earlier = earlier.filter(published_at__lt=row.published_at)
    last: Source | None
    if row.stage == stages.EXECUTED:
        last = stages.fact_of(earlier)
    else:
        last = stages.plan_of(one for one in earlier if not stages.is_further(one, row))
    axis = _axis_of(row, last)
    before = {one.key: one for one in _top(last, axis)} if last is not None else {}
    ours = _top(row, axis)
    found = [
        Change(one, reading.figure(row, one), _before(last, before.get(one.key))) for one in ours
    ]
    gone = [one for key, one in before.items() if key not in {node.key for node in ours}]
    return last, sorted(found, key=lambda one: -one.now), gone


def fallen(row: Source, last: Source | None, changes: Sequence[Change]) -> list[Change]:
    """Parts of which a report says less than the report before it: what was done is counted from
    the year's beginning, and does not become less but by a mistake or money given back."""
    if last is None or {row.stage, last.stage} != {stages.EXECUTED}:
        return []
    return [one for one in changes if one.difference < 0]


def asks_tick(row: Source, gone: Sequence[Node], fallen: Sequence[Change]) -> bool:
    """Whether something vanishes, falls or does not match: it is published by who has seen it."""
    return bool(gone or fallen or row.doubts_number)


@dataclass(frozen=True)
class Odd:
    """Lines of which more was spent than planned, or less than nothing; the cells of the first."""

    number: int
    cells: Sequence[str]


def odd_lines(row: Source) -> Odd:
    """Those of a report on spending; of income more than was planned is no wonder."""
    column = row.mapping.get(mapping.EXECUTED)
    if row.side != codes.SPENDING or row.stage != stages.EXECUTED or column is None:
        return Odd(0, ())
    found = Line.objects.filter(source=row, is_total=False).filter(
        Q(executed__lt=0) | Q(executed__gt=F(stages.planned(row)))
    )
    first = found.order_by("row").values_list("row", flat=True)[:ODD_SHOWN]
    return Odd(found.count(), [amounts.cell_name(column, number) for number in first])


def _axis_of(row: Source, last: Source | None) -> str:
    """A table need not tell sections; what its axes lack is compared by the first of its own."""
    ours = reading.axes_of(row)
    theirs = reading.axes_of(last) if last is not None else ours
    both = [one for one in ours if one in theirs]
    return next(iter(both or ours), axes.AXES[row.side][0])


def _top(row: Source | None, axis: str) -> Sequence[Node]:
    return list(Node.objects.filter(source=row, axis=axis, parent="").order_by("key"))


def _before(last: Source | None, node: Node | None) -> int | None:
    return None if last is None or node is None else reading.figure(last, node)

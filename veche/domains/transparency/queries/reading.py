"""What everyone reads of the open budget: years, sums along an axis, lines with their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from veche.commons.places import public as places
from veche.domains.transparency.models import Line, Node, Source
from veche.domains.transparency.rules import axes, codes, stages
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

LINES_A_PAGE = 50
# What no public page shows; what a list does not show either.
UNSHOWN = ("faults", "repeats", "tops")
HEAVY = (*UNSHOWN, "doubts", "headings")


def years() -> list[int]:
    """Years of which anything is public, the newest first."""
    rows = Source.objects.filter(state=stages.PUBLISHED).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def versions(*, year: int | None = None, side: str = "") -> list[Source]:
    """What is public, of a year and a side if they are given; without what pages do not show."""
    rows = Source.objects.filter(state=stages.PUBLISHED).defer(*HEAVY)
    if year is not None:
        rows = rows.filter(year=year)
    return list(rows.filter(side=side) if side else rows)


def shown_versions(year: int) -> list[Source]:
    """What is and what was public of a year, the newest first, for the list of files."""
    kept = Source.objects.filter(year=year, state__in=(stages.PUBLISHED, stages.WITHDRAWN))
    return list(kept.defer(*UNSHOWN).order_by("-published_at", "id"))


@dataclass(frozen=True)
class Side:
    """One side of a year: the plan in force, the newest report of execution."""

    plan: Source | None
    fact: Source | None
    facts: Sequence[Source]

    @property
    def main(self) -> Source | None:
        """Whose sums are shown: the plan, or the report when nothing else was published."""
        return self.plan or self.fact

    @property
    def planned(self) -> int:
        """The whole in kopecks: what was done where nothing but a report was published."""
        return figure(self.main, self.main) if self.main is not None else 0

    @property
    def plan_sum(self) -> int | None:
        """What was to be, in kopecks; None where neither a plan nor the report says it."""
        return plan_figure(self, self.main) if self.main is not None else None

    @property
    def done(self) -> int | None:
        """What has been executed of it, in kopecks; None while nothing says it."""
        return self.fact.executed if self.fact is not None else None


def side_of(found: Iterable[Source], side: str) -> Side:
    """One side out of the versions of a year."""
    ours = [one for one in found if one.side == side]
    return Side(stages.plan_of(ours), stages.fact_of(ours), stages.facts_of(ours))


def figure(row: Source | None, of: Source | Node) -> int:
    """A version's own figure of itself or of one of its nodes, in kopecks."""
    if row is None:
        return 0
    return getattr(of, stages.measure(row)) or 0


def planned_figure(row: Source, of: Source | Node) -> int | None:
    """What a report of execution says was to be; None where it does not."""
    value: int | None = getattr(of, stages.planned(row))
    return value


def shown_plan(row: Source) -> int | None:
    """What a version says was to be: its own figure, or beside execution what a report names."""
    name = stages.planned(row) if row.stage == stages.EXECUTED else stages.measure(row)
    value: int | None = getattr(row, name)
    return value


def plan_figure(side: Side, of: Source | Node) -> int | None:
    """What was to be by the shown version, of itself or of one of its nodes; None where only a
    report is published, and does not say it, or where the plan has no such node."""
    if side.plan is not None:
        if isinstance(of, Node) and of.source_id != side.plan.id:
            return None
        return figure(side.plan, of)
    return planned_figure(side.fact, of) if side.fact is not None else None


def below(row: Source, axis: str, parent: str) -> list[Node]:
    """Parts of a node, the largest first."""
    rows = Node.objects.filter(source=row, axis=axis, parent=parent)
    return sorted(rows, key=lambda one: (-figure(row, one), one.key))


def nodes_at(rows: Sequence[Source], axis: str, keys: Iterable[str]) -> dict[tuple[str, str], Node]:
    """Nodes of several versions at once, by version and key; one query."""
    found = Node.objects.filter(
        source_id__in=[str(one.id) for one in rows], axis=axis, key__in=list(keys)
    )
    return {(str(one.source_id), one.key): one for one in found}


def lineage(row: Source, axis: str, key: str) -> list[Node]:
    """The node and what it lies in, from the top down; NotFound."""
    parts = key.split(axes.JOINT)
    keys = [axes.JOINT.join(parts[: n + 1]) for n in range(len(parts))]
    found = sorted(
        Node.objects.filter(source=row, axis=axis, key__in=keys), key=lambda one: len(one.key)
    )
    if not found or found[-1].key != key:
        raise NotFound()
    return found


def lineage_in(side: Side, axis: str, key: str) -> tuple[Source, list[Node]]:
    """The same in the plan, or in the report where the plan has no such part; NotFound."""
    for row in filter(None, (side.plan, side.fact)):
        with suppress(NotFound):
            return row, lineage(row, axis, key)
    raise NotFound()


def parts(side: Side, axis: str, parent: str) -> list[Node]:
    """Parts of a node of the shown version, then what was done beside them without a plan."""
    if side.main is None:
        return []
    found = below(side.main, axis, parent)
    if not found or side.fact is None or side.main is side.fact:
        return found
    known = {one.key for one in found}
    # Where one goes on with subsections and the other with programmes, nothing can be told apart.
    kinds = {axes.is_programme(axis, parent, one.code) for one in found}
    return found + [
        one
        for one in below(side.fact, axis, parent)
        if one.key not in known
        and one.executed is not None
        and axes.is_programme(axis, parent, one.code) in kinds
    ]


def axes_of(row: Source) -> list[str]:
    """Ways down that this version has, in their order."""
    told = set(Node.objects.filter(source=row, parent="").values_list("axis", flat=True))
    return [axis for axis in axes.AXES[row.side] if axis in told]


def lines_page(row: Source, nodes: Sequence[Node], *, after: str = "") -> Page[Line]:
    """Lines of the last of these nodes (its lineage), in the order of the file."""
    return keyset(_lines(row, nodes), order=("part", "row", "id"), after=after, size=LINES_A_PAGE)


def _lines(row: Source, nodes: Sequence[Node]) -> QuerySet[Line]:
    asked = Q(source=row, is_total=False)
    for one in nodes:
        asked &= _where(one, is_top=not one.parent)
    return Line.objects.filter(asked)


def _where(one: Node, *, is_top: bool) -> Q:
    """What lines of a node have in common."""
    code = "" if one.code == axes.NONE else one.code
    if one.axis == axes.PROPERTY:
        is_last = bool(one.parent) and not one.has_below
        return (
            Q(part=code[:3], code__startswith=code.ljust(codes.PROPERTY_CODE, "0"))
            if is_last
            else Q(part__in=codes.PROPERTY)
        )
    if one.axis == axes.DEFICIT and not is_top:
        return Q(kind__startswith=code) if code else Q(kind="")
    if one.axis == axes.INCOME and is_top:
        return Q()
    if one.axis == axes.OFFICE and is_top:
        return Q(office=code)
    if axes.is_programme(one.axis, one.parent, one.code):
        return Q(target__startswith=code) if code else Q(target="")
    if is_top and one.axis == axes.FUNCTION:
        return Q(part__startswith=code) if code else Q(part="")
    # A section where lines name no subsection, among others that do: 0700.
    is_section = one.axis == axes.FUNCTION and code.endswith("00")
    return Q(part=code[:2] if is_section else code)


def all_lines(row: Source) -> Iterator[Line]:
    """Every line of a version, for a download."""
    rows = Line.objects.filter(source=row, is_total=False).order_by("part", "row")
    return rows.iterator(chunk_size=5000)


def cells(side: str, one: Line) -> list[Any]:
    """A line as a row: sums in roubles, exact to the kopeck, "" where there is none. Sections are
    of spending alone: what income and sources are parted by stands in their code."""
    is_spending = side == codes.SPENDING
    return [
        one.row,
        one.office,
        one.part[:2] if is_spending else "",
        one.part[2:] if is_spending else "",
        one.target,
        one.kind if is_spending else "",
        one.code,
        one.name,
        *map(roubles, (one.plan, one.revised, one.executed)),
    ]


def roubles(kopecks: int | None) -> str | float:
    """A figure a spreadsheet adds up; "" for none."""
    return "" if kopecks is None else kopecks / 100


def public_source(slug: str) -> Source:
    """A published version; NotFound."""
    row = Source.objects.defer(*HEAVY).filter(slug=slug, state=stages.PUBLISHED).first()
    if row is None:
        raise NotFound()
    return row


def published_by_id(source_id: UUID) -> Source | None:
    """A version that is public still."""
    return Source.objects.defer(*HEAVY).filter(id=source_id, state=stages.PUBLISHED).first()


def residents() -> int | None:
    """How many people live in the town, as its geography says; None when it does not."""
    return next((one.population for one in places.places("town") if one.population), None)


def changes_of_years() -> list[tuple[int, datetime]]:
    """When anything of each year was last published, the newest year first."""
    rows = (
        Source.objects.filter(state=stages.PUBLISHED)
        .values("year")
        .annotate(at=Max("published_at"))
    )
    return [(one["year"], one["at"]) for one in rows.order_by("-year")]


def named(words: str, limit: int) -> list[tuple[Source, Node]]:
    """Parts of plans in force that are called so: the newest year first."""
    found: list[tuple[Source, Node]] = []
    for year in years()[:1]:
        for side in codes.SIDES:
            main = side_of(versions(year=year, side=side), side).main
            if main is None:
                continue
            rows = Node.objects.filter(source=main, name__icontains=words, parent="")
            rows = rows.order_by("axis", "key")
            found += [(main, one) for one in rows[:limit]]
    return found[:limit]


def in_force() -> list[Source]:
    """The plan and the newest report of each side of each year, the newest year first."""
    known = versions()
    found: list[Source] = []
    for year in sorted({one.year for one in known}, reverse=True):
        ours = [one for one in known if one.year == year]
        for side in codes.SIDES:
            told = side_of(ours, side)
            found += [one for one in (told.plan, told.fact) if one is not None]
    return found

"""The catalogue as each process keeps it in memory while its stamp stays: read, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from veche.commons.towns import public as towns
from veche.domains.reports.models import Body, Category, Group, PublicClock, Report
from veche.kernel import stamps
from veche.kernel.errors import NotFound
from veche.kernel.text import plain_line


@dataclass(frozen=True)
class Catalogue:
    """All groups, categories and bodies of one town, and which categories' lateness is told."""

    groups: list[Group]
    categories: dict[str, Category]
    bodies: dict[UUID, Body]
    clocks: list[PublicClock]


def _read() -> Catalogue:
    groups = {one.code: one for one in Group.objects.all()}
    categories = {one.code: one for one in Category.objects.all()}
    for one in categories.values():
        one.group = groups[one.group_id]
    bodies = {one.id: one for one in Body.objects.all()}
    return Catalogue(list(groups.values()), categories, bodies, list(PublicClock.objects.all()))


_kept = stamps.Kept("reports.catalogue", _read)


def catalogue() -> Catalogue:
    """The current town's."""
    return _kept.of(towns.current().id)


def beside(rows: Iterable[Report]) -> None:
    """Put category, group and body beside each row: what a join would bring, without one."""
    known = catalogue()
    for row in rows:
        row.category = known.categories[row.category_id]
        row.group = row.category.group
        row.body = known.bodies[row.body_id] if row.body_id is not None else None


def category(code: str) -> Category:
    """One category with its group; NotFound."""
    found = catalogue().categories.get(plain_line(code))
    if found is None:
        raise NotFound()
    return found

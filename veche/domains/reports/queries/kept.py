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


def of_all(codes: Iterable[str], body_ids: Iterable[UUID | None]) -> Catalogue:
    """The catalogue that has all of these: one may have been entered since the stamp was asked."""
    known = catalogue()
    if known.categories.keys() >= set(codes) and known.bodies.keys() >= set(body_ids) - {None}:
        return known
    stamps.forget()
    return catalogue()


def beside(rows: Iterable[Report]) -> None:
    """Put category, group and body beside each row: what a join would bring, without one."""
    found = list(rows)
    known = of_all((row.category_id for row in found), (row.body_id for row in found))
    for row in found:
        row.category = known.categories[row.category_id]
        row.group = row.category.group
        row.body = known.bodies[row.body_id] if row.body_id is not None else None


def category(code: str) -> Category:
    """One category with its group; NotFound."""
    found = catalogue().categories.get(plain_line(code))
    if found is None:
        raise NotFound()
    return found

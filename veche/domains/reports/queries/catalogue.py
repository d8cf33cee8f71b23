"""Categories, bodies and who answers for what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.domains.reports.models import Body, Category, Group, Responsibility
from veche.domains.reports.queries import kept
from veche.domains.reports.rules import homes
from veche.domains.reports.rules.terms import Term
from veche.kernel.errors import NotFound
from veche.kernel.text import plain_line

TERM = "report.term."


def groups() -> list[Group]:
    """All groups; kept in memory."""
    return kept.catalogue().groups


def group(code: str) -> Group:
    """One group; NotFound."""
    found = Group.objects.filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def whole() -> list[tuple[Group, list[Category]]]:
    """Every group with every category of it, the closed too; two queries."""
    found: dict[str, tuple[Group, list[Category]]] = {
        one.code: (one, []) for one in Group.objects.all()
    }
    for row in Category.objects.select_related("group"):
        found[row.group_id][1].append(row)
    return list(found.values())


def responsible_everywhere(code: str) -> list[Responsibility]:
    """Who answers for a category, place by place; the town as a whole first; one query."""
    rows = Responsibility.objects.filter(category=code).select_related("body")
    return sorted(rows, key=lambda row: (row.place_id is not None, row.body.name))


def categories_of(group: str) -> list[Category]:
    """Open categories of a group; NotFound for a group that is not there."""
    found = list(Category.objects.filter(group=group, is_open=True).select_related("group"))
    if not found:
        raise NotFound()
    return found


def open_categories() -> list[Category]:
    """All of them, by group; one query."""
    rows = Category.objects.filter(is_open=True).select_related("group")
    return list(rows.order_by("group__position", "position"))


def fileable() -> list[Category]:
    """Open categories that are reported here, not in «ПОС»; one query."""
    return [one for one in open_categories() if one.kept_in != homes.POS]


def category(code: str) -> Category:
    """One category; NotFound."""
    found = Category.objects.filter(code=plain_line(code)).select_related("group").first()
    if found is None:
        raise NotFound()
    return found


def categories(codes: Sequence[str]) -> list[Category]:
    """Open categories of these codes, in their order; one query."""
    rows = Category.objects.filter(code__in=codes, is_open=True).select_related("group")
    found = {row.code: row for row in rows}
    return [found[code] for code in codes if code in found]


def term_of(code: str, on: date) -> tuple[Term, str]:
    """The norm of a category on a day, and the act it comes from; one query."""
    norm = norms.value(f"{TERM}{code}", on)
    return Term(norm.value, norm.unit), norm.legal_ref


def norms_of_terms(on: date) -> dict[str, norms.Norm]:
    """The norms of all categories on a day, with their acts; one query."""
    return {one.code.removeprefix(TERM): one for one in norms.in_force(on, TERM)}


def terms(on: date) -> dict[str, Term]:
    """The same as terms alone."""
    return {code: Term(one.value, one.unit) for code, one in norms_of_terms(on).items()}


def responsible(code: str, place_id: UUID | None) -> Body | None:
    """Who answers for a category in a place: the nearest territory that is written down."""
    line = places.lineage(place_id) if place_id is not None else ()
    rows = Responsibility.objects.filter(
        Q(place_id__in=line) | Q(place_id=None), category=code, body__is_open=True
    ).select_related("body")
    found = {row.place_id: row.body for row in rows}
    return next((found[one] for one in [*line, None] if one in found), None)


def bodies() -> list[Body]:
    """Bodies that take work, by name; kept in memory."""
    return [one for one in kept.catalogue().bodies.values() if one.is_open]


def body(body_id: UUID) -> Body:
    """One body that takes work; NotFound."""
    found = Body.objects.filter(id=body_id, is_open=True).first()
    if found is None:
        raise NotFound()
    return found


def all_bodies() -> list[Body]:
    """Every body, those that take no more work too, with how many categories each has."""
    rows = Body.objects.annotate(categories=Count("responsible_for__category", distinct=True))
    return list(rows.order_by("-is_open", "name"))


def body_by_slug(slug: str) -> Body:
    """One body, whether or not it takes work; NotFound."""
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def categories_of_body(body: Body, place_id: UUID | None) -> frozenset[str]:
    """Codes for which a body answers in a place; without one, everywhere else."""
    rows = Responsibility.objects.filter(body=body, place_id=place_id)
    return frozenset(rows.values_list("category", flat=True))


def uncovered() -> list[Category]:
    """Open categories that nobody answers for everywhere; one query."""
    covered = Responsibility.objects.filter(place_id=None, body__is_open=True)
    rows = Category.objects.filter(is_open=True).exclude(code__in=covered.values("category"))
    return list(rows.select_related("group").order_by("group__position", "position"))


def bodies_of(person: PersonRef) -> frozenset[UUID]:
    """Bodies whose executor the person is, through the organisations they belong to."""
    own = [one.organisation.id for one in organisations.organisations_of(person)]
    if not own:
        return frozenset()
    return frozenset(Body.objects.filter(organisation_id__in=own).values_list("id", flat=True))


def told_in(category: Category) -> frozenset[str]:
    """What a report of that category needs to tell, though it is hidden in others."""
    return frozenset({moderation.PLATE}) if category.tells_plate else frozenset()

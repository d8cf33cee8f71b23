"""Projects as somebody may read them: of a cycle, one whole, one's own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Replace, Upper
from django.utils import translation
from django.utils.translation import gettext

from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Check, CostLine, Cycle, Override, Project
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

KIND = "budgeting.project"
BY_NUMBER, OWN_NEWEST = ("number",), ("-changed_at", "id")
WAITING, ADMITTED, REFUSED = "waiting", "admitted", "refused"
_TABS = {
    WAITING: Q(state=rules.PROPOSED),
    ADMITTED: ~Q(state__in=[rules.PROPOSED, rules.REFUSED]),
    REFUSED: Q(state=rules.REFUSED),
}
TABS = tuple(_TABS)


def own_ids(person: PersonRef) -> list[UUID]:
    """All accounts of a person who has signed in; none of a visitor."""
    return [] if person.id is None else [person.id, *person.earlier_ids]


def project_for(person: PersonRef, slug: str) -> Project:
    """One project with its cycle; NotFound for what is not theirs to see."""
    row = Project.objects.filter(slug=slug).select_related("cycle", "fund").first()
    if row is None or not policies.may_read_project(person, row):
        raise NotFound()
    return row if row.is_of(person.id, person.earlier_ids) else masked([row])[0]


def is_counted(row: Project) -> bool:
    """Whether votes were counted of a project: its cycle is counted, and it stood on a ballot."""
    return row.cycle.state in rules.RESULTS and row.state not in rules.JUDGED


def masked(rows: list[Project]) -> list[Project]:
    """The same rows; where a moderator hides the words of one, others stand in their place.

    What stood on a ballot keeps its number, cost and outcome before everyone. Only to be read:
    such a row must not be saved.
    """
    with translation.override(rules.TOWN_LANGUAGE):
        hidden = gettext("Текст скрыт модератором")
    for row in rows:
        if not row.is_public and row.state in rules.STOOD:
            row.is_masked, row.title, row.need = True, hidden, hidden
            row.works = row.benefits = row.upkeep = row.spot = ""
            row.picture_id = None
    return rows


def shown_lines(row: Project) -> list[CostLine]:
    """The lines of its cost as everyone reads them."""
    lines = lines_of(row)
    for line in lines if row.is_masked else []:
        line.title = row.title
    return lines


def case_for(person: PersonRef, slug: str) -> Project:
    """A project that a moderator let through, for an official; NotFound. It stays at work when
    its text is hidden later: what won is built all the same."""
    policies.may_work_on_projects(person).or_refuse()
    rows = Project.objects.filter(slug=slug, state__in=sorted(rules.SHOWN))
    row = rows.select_related("cycle", "fund").first()
    if row is None:
        raise NotFound()
    return row


def by_id(project_id: UUID | str) -> Project | None:
    """A project by its id, whoever asks; None when there is none of that form."""
    try:
        wanted = UUID(str(project_id))
    except ValueError:
        return None
    return Project.objects.filter(id=wanted).select_related("cycle", "fund").first()


def by_ids(ids: Sequence[UUID]) -> list[Project]:
    """Rows by id; one query."""
    return list(Project.objects.filter(id__in=ids).select_related("cycle"))


def by_contracts(numbers: Sequence[str]) -> list[tuple[str, Project]]:
    """Public projects by the plain numbers of their contracts: without spaces and «№», in capitals;
    one query."""
    plain: Any = Upper("contract_number")
    for sign in (" ", "\u00a0", "№"):
        plain = Replace(plain, Value(sign), Value(""))
    rows: Any = Project.objects.filter(is_public=True).exclude(contract_number="")
    return [(row.plain, row) for row in rows.annotate(plain=plain).filter(plain__in=numbers)]


def public_of(cycle: Cycle) -> QuerySet[Project]:
    """Public projects of a cycle in the order of applications."""
    rows = Project.objects.filter(cycle=cycle, is_public=True).select_related("fund")
    return rows.order_by("number")


def public_page(cycle: Cycle, fund: str = "", *, after: str = "", size: int = 24) -> Page[Project]:
    """A page of them, of one fund where it is named by its code."""
    rows = public_of(cycle)
    if fund:
        rows = rows.filter(fund__code=fund)
    return keyset(rows, order=BY_NUMBER, after=after, size=size)


def placed(cycle: Cycle, fund: str = "") -> list[Project]:
    """Public projects that have a place on the map, of one fund where it is named; one query."""
    rows = public_of(cycle).exclude(latitude=None)
    return list((rows.filter(fund__code=fund) if fund else rows)[:500])


def has_placed(cycle: Cycle, fund: str = "") -> bool:
    """Whether there is any of them; one query."""
    rows = public_of(cycle).exclude(latitude=None)
    return (rows.filter(fund__code=fund) if fund else rows).exists()


def on_ballot(cycle: Cycle) -> list[Project]:
    """What is or was voted on, in the order of applications; one query. As `masked`."""
    stood = rules.SHOWN - rules.JUDGED
    rows = Project.objects.filter(cycle=cycle, state__in=sorted(stood)).select_related("fund")
    return masked(list(rows.order_by("number")))


def seal_of(cycle: Cycle) -> str:
    """A word for its projects as they stand, another once any of them changes; one query."""
    rows = Project.objects.filter(cycle=cycle, state__in=sorted(rules.SHOWN)).order_by("id")
    stood = list(rows.values_list("id", "version", "state", "is_public"))
    return hashlib.sha256(repr(stood).encode()).hexdigest()[:32]


def work_page(cycle: Cycle, tab: str, *, after: str = "", size: int = 30) -> Page[Project]:
    """Projects for officials: those that wait, those let in, those refused."""
    rows = Project.objects.filter(cycle=cycle, state__in=sorted(rules.SHOWN)).filter(_TABS[tab])
    rows = rows.select_related("fund").prefetch_related("checks")
    return keyset(rows, order=BY_NUMBER, after=after, size=size)


def counts_of(cycle: Cycle) -> dict[str, int]:
    """How many projects stand in each tab of the office."""
    rows = Project.objects.filter(cycle=cycle, state__in=sorted(rules.SHOWN))
    return rows.aggregate(**{tab: Count("id", filter=which) for tab, which in _TABS.items()})


def draft_for(person: PersonRef, draft_id: UUID) -> Project:
    """One's own words that may still be changed; NotFound for any other."""
    row = (
        Project.objects.filter(
            id=draft_id, author_id__in=own_ids(person), state__in=sorted(rules.WRITTEN)
        )
        .select_related("cycle", "fund")
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def drafts_of(person: PersonRef, cycle: Cycle | None = None) -> list[Project]:
    """What the person has begun and not sent, the latest first."""
    rows = Project.objects.filter(author_id__in=own_ids(person), state__in=sorted(rules.WRITTEN))
    if cycle is not None:
        rows = rows.filter(cycle=cycle)
    return list(rows.select_related("cycle").order_by(*OWN_NEWEST)[:20])


def own_page(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Project]:
    """What the person proposes, the latest change first; not what the town does by their hand."""
    rows = Project.objects.filter(author_id__in=own_ids(person), is_by_town=False)
    return keyset(rows.select_related("cycle"), order=OWN_NEWEST, after=after, size=size)


def count_own(person: PersonRef) -> int:
    """How many projects the person has proposed or begun."""
    return Project.objects.filter(author_id__in=own_ids(person), is_by_town=False).count()


def of_people(ids: Sequence[UUID]) -> list[Project]:
    """All that these accounts have begun or sent with its lines, the latest first."""
    rows = Project.objects.filter(author_id__in=ids, is_by_town=False)
    rows = rows.select_related("cycle").prefetch_related("cost_lines")
    return list(rows.order_by(*OWN_NEWEST))


def lines_of(row: Project) -> list[CostLine]:
    """The lines of its cost."""
    return list(CostLine.objects.filter(project=row))


def checks_of(row: Project) -> dict[str, Check]:
    """What was found, by the kind of the check."""
    return {one.kind: one for one in Check.objects.filter(project=row)}


def overrides_of(cycle: Cycle) -> list[Override]:
    """Departures from the count of a cycle; one query."""
    rows = Override.objects.filter(project__cycle=cycle).select_related("project")
    found = list(rows)
    masked([one.project for one in found])
    return found


def rivals_of(row: Project) -> list[Project]:
    """Public projects of which at most one is funded together with this one."""
    if not row.rivals:
        return []
    return list(public_of(row.cycle).filter(rivals=row.rivals).exclude(id=row.id))


def waiting(limit: int) -> list[Project]:
    """Projects that nobody has judged yet, the oldest first."""
    rows = Project.objects.filter(
        state=rules.PROPOSED, cycle__state=rules.RUNNING, cycle__settled_at=None
    )
    return list(rows.select_related("cycle").order_by("changed_at")[:limit])


def with_place() -> list[Project]:
    """Public projects of cycles that go on or are built, which have a point."""
    rows = Project.objects.filter(is_public=True, latitude__isnull=False).exclude(
        state__in=[rules.REFUSED, rules.LOST]
    )
    return list(rows.select_related("cycle").order_by("-changed_at")[:500])


def about(words: str, limit: int = 10) -> list[Project]:
    """Public projects whose title speaks of these words."""
    rows = Project.objects.filter(is_public=True, title__icontains=words[:80])
    return list(rows.select_related("cycle").order_by(*OWN_NEWEST)[:limit])


def addresses(limit: int = 5_000) -> list[tuple[str, datetime]]:
    """Address and last change of the newest public projects; one query."""
    rows = Project.objects.filter(is_public=True).order_by(*OWN_NEWEST)
    return list(rows.values_list("slug", "changed_at")[:limit])


def everything() -> Iterator[Project]:
    """Public projects of published cycles, read while they are sent."""
    rows = Project.objects.filter(is_public=True, state__in=sorted(rules.SHOWN))
    told = rows.exclude(cycle__state=rules.DRAFT).select_related("cycle", "fund")
    return told.order_by("-cycle__published_at", "number", "id").iterator(chunk_size=1000)

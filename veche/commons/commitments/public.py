"""Commitments for other services: owe a decision, show what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.commitments import actions, queries, wording
from veche.commons.commitments.actions import (
    DecisionText,
    add_stage,
    complete_stage,
    forget_ratings,
    join_ratings,
)
from veche.commons.commitments.actions import finish_commitment as finish
from veche.commons.commitments.owed import all_late, all_promised, use_owed
from veche.commons.commitments.queries import FILTERS
from veche.commons.commitments.rules import (
    OWED,
    Act,
    Answerable,
    Commitment,
    DueChange,
    Indicator,
    Rating,
    Stage,
    State,
)
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.manifest import Late, Matter, Promised, SitePage
from veche.kernel.pagination import Page

__all__ = [
    "FILTERS",
    "Act",
    "Answerable",
    "Commitment",
    "DecisionText",
    "DueChange",
    "Indicator",
    "Rating",
    "Stage",
    "State",
    "add_stage",
    "all_late",
    "all_promised",
    "by_id",
    "complete_stage",
    "decide",
    "finish",
    "forget_ratings",
    "join_ratings",
    "late",
    "list_page",
    "of",
    "of_many",
    "overdue",
    "owe",
    "part",
    "promised",
    "public_day",
    "ratings_by",
    "recent",
    "rename",
    "site_pages",
    "trust_by",
    "today",
    "use_owed",
    "waiting",
]


# How near a promise is when it is told on the desk.
SOON = timedelta(days=14)


def owe(
    *,
    source_kind: str,
    source_id: UUID | str,
    title: str,
    url: str,
    decide_by: date,
    at: datetime,
) -> UUID:
    """A decision on this source is owed by `decide_by`. Joins the caller's transaction.

    Called again for the same source it changes nothing. Returns the commitment's id.
    """
    return actions.owe(
        source_kind=source_kind,
        source_id=str(source_id),
        title=title,
        url=url,
        decide_by=decide_by,
        at=at,
    )


def rename(*, source_kind: str, source_id: UUID | str, title: str, decision: str = "") -> None:
    """The source is called otherwise now: as its own page says; `decision` replaces the words
    of its decision, for a source that alone writes them. Joins the caller's transaction."""
    actions.rename(
        source_kind=source_kind, source_id=str(source_id), title=title, decision=decision
    )


def decide(person: PersonRef, *, commitment_id: UUID, text: DecisionText) -> None:
    """Publish what was decided, who answers and by when. Joins the caller's transaction."""
    actions.record_decision(person, commitment_id=commitment_id, text=text)


def of(source_kind: str, source_id: UUID | str) -> Commitment | None:
    """What is owed for a source, with stages and moved terms; None when nothing is."""
    return queries.commitment_of(source_kind, str(source_id))


def by_id(commitment_id: UUID) -> Commitment | None:
    """One commitment, with stages and moved terms, for whoever heard of it; or None."""
    return queries.commitment_by_id(commitment_id)


def of_many(source_kind: str, source_ids: Sequence[UUID]) -> dict[str, Commitment]:
    """What is owed for these sources, by the source's id, without stages; one query."""
    return queries.commitments_of(source_kind, [str(one) for one in source_ids])


def part(commitment: Commitment) -> str:
    """Its course as a part of the page of its source: stages with photos, terms, who answers."""
    day = public_day()
    context = {
        "commitment": commitment,
        "tags": wording.tags(commitment, day),
        "steps": wording.steps(commitment, day, files.refs(wording.photo_ids(commitment))),
        "is_ahead": wording.is_ahead(commitment.deadline_on),
    }
    return render_to_string("commitments/_course.html", context)


def overdue(on: date, limit: int = 50) -> list[Commitment]:
    """Commitments late on this day, the longest first."""
    return queries.with_stages(queries.overdue_rows(on).order_by(*queries.MOST_URGENT)[:limit])


def recent(limit: int = 3) -> list[Commitment]:
    """The newest commitments, for the home page."""
    return queries.newest(limit)


def site_pages() -> list[SitePage]:
    """The list, and each commitment with the day it last moved."""
    pages = [SitePage(reverse("commitments:list-decisions"))]
    for slug, owed_at, decided_at, closed_at in queries.addresses():
        path = reverse("commitments:read-decision", args=[slug])
        pages.append(SitePage(path, closed_at or decided_at or owed_at))
    return pages


def list_page(
    shown: str = "all", *, after: str = "", size: int = 20, day: date | None = None
) -> Page[Commitment]:
    """One page of a list; `shown` is a key of FILTERS. `day` says by which day one is late."""
    return queries.page_of(shown, today=day or today(), after=after, size=size)


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What an official has to decide, and what was promised and is due in a fortnight."""
    return [
        Matter(
            title=row.source_title,
            is_written=True,
            url=reverse("commitments:manage-commitment", args=[row.slug]),
            note=_("Записать решение") if row.state == OWED else _("Закончить обещанное"),
            due_on=row.deadline_on,
        )
        for row in queries.waiting(today() + SOON, limit)
    ]


def promised(first: date, last: date, limit: int = 20) -> tuple[int, list[Promised]]:
    """How much was promised for these days, and the nearest of it; two queries."""
    number, rows = queries.promised(first, last, limit)
    return number, [
        Promised(
            title=row.source_title,
            url=reverse("commitments:read-decision", args=[row.slug]),
            on=row.deadline_on or last,
        )
        for row in rows
    ]


def late(on: date) -> list[Late]:
    """Decisions and promises that are late, by the body that answers; one query."""
    return [Late(*row) for row in queries.late_by_body(on)]


def ratings_by(person_id: UUID, earlier_ids: Sequence[UUID] = ()) -> list[tuple[UUID, int]]:
    """What a person rated, for handing their data out: commitment id and stars."""
    return queries.ratings_by(person_id, earlier_ids)


def trust_by(person_id: UUID, earlier_ids: Sequence[UUID] = ()) -> list[tuple[UUID, int]]:
    """Of which decisions a person told their trust, for handing their data out."""
    return queries.trust_by(person_id, earlier_ids)


def today() -> date:
    """The town's day, by which lateness is told."""
    return clock.today(towns.current().time_zone)


def public_day() -> date:
    """The day by which everyone is told of lateness.

    Until the town has switched its public clock on this is the first of all days, so that nothing
    is late: the terms themselves are told all the same.
    """
    day = today()
    clock_set = queries.public_clock(day)
    return day if clock_set is not None and clock_set.is_on else date.min

"""What other floors may ask of appeals."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.queries import dates, reading, receptions, wording, worklist
from veche.domains.appeals.queries.worklist import WorkFilters
from veche.kernel.manifest import Late, Matter, SitePage


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What waits for an official, the most urgent first."""
    if not policies.may_work_on_appeals(person):
        return []
    page = worklist.work_page(person, WorkFilters(), size=limit)
    return [
        Matter(
            title=wording.title_of(row),
            url=reverse("appeals:open-case", args=[row.number]),
            note=wording.STATES[row.state],
            due_on=worklist.urgent_on(row),
        )
        for row in page.items
    ]


def waiting_visitors(person: PersonRef, limit: int) -> list[Matter]:
    """Today's receptions to which somebody comes."""
    if not policies.may_publish_reception(person):
        return []
    today = dates.today()
    return [
        Matter(
            title=f"{row.post} {row.host}",
            url=reverse("appeals:open-reception", args=[row.slug]),
            note=_("Личный приём сегодня"),
            due_on=today,
            is_written=True,
        )
        for row in receptions.with_visitors(today, limit)
    ]


def late(on: date) -> list[Late]:
    """Appeals that are late, by department; one query."""
    return [Late(*row) for row in worklist.late_by_department(on)]


def me_part(person: PersonRef) -> dict[str, Any]:
    """The person's own appeals and coming receptions, for «Я»."""
    return {
        "number": reading.count_own(person),
        "draft": reading.draft_of(person) is not None,
        "booked": len(receptions.own_coming(person)),
    }


def site_pages() -> list[SitePage]:
    """The explanation, the figures, the hours of reception."""
    pages = ("appeals:choose-way", "appeals:list-terms", "appeals:list-receptions")
    return [SitePage(reverse(one)) for one in pages]


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person has filed, begun and booked; names and addresses come from the vault."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return {
        "appeals": [
            {
                "number": wording.book_number(row) or row.number,
                "kind": row.kind,
                "text": row.text,
                "filed_at": row.filed_at.isoformat(),
                "state": row.state,
                "letters": [
                    {"kind": one.kind, "issued_on": one.issued_on.isoformat(), "text": one.text}
                    for one in row.letters.all()
                    if one.issued_on is not None
                ],
            }
            for row in reading.filed_by(ids)
        ],
        "drafts": [{"kind": row.kind, "text": row.text} for row in reading.drafts_of(ids)],
        "receptions": [
            {"starts_at": one.slot.starts_at.isoformat(), "topic": one.topic}
            for one in receptions.booked_by(ids)
        ],
    }

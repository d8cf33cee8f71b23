"""What the shell, bridges and other parts ask of proposals: plain values."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import policies, rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import (
    likeness,
    reading,
    signing,
    terms,
    wording,
    worklist,
)
from veche.domains.initiatives.queries.onward import KIND, Handed, Target, Way, use_ways, ways
from veche.domains.initiatives.queries.reading import supporters_after
from veche.kernel.manifest import Matter, SearchHit, ShareCard, SitePage, Source

__all__ = [
    "KIND",
    "Handed",
    "Target",
    "Way",
    "asked_for",
    "home_part",
    "me_part",
    "origin_of",
    "own_part",
    "search",
    "share_card",
    "site_pages",
    "source_of",
    "supporters_after",
    "use_ways",
    "waiting",
    "waiting_sheets",
    "ways",
]
SHOWN_ON_HOME = 3


def origin_of(proposal_id: UUID) -> tuple[str, str] | None:
    """Title and address of a public proposal that something else has grown from."""
    row = reading.public_by_id(proposal_id)
    return (row.title, _url(row.slug)) if row is not None else None


def source_of(person: PersonRef, proposal_id: str) -> Source | None:
    """A public proposal for which neighbours may come together; not one that is given up, that
    the town has declined or must do itself."""
    row = reading.by_id(proposal_id)
    if row is None or not row.is_public or row.state in (rules.RETIRED, rules.EXPIRED):
        return None
    if row.outcome == rules.DECLINED or row.call == rules.DUTY:
        return None
    return Source(row.title, _url(row.slug), address=row.spot)


def _url(slug: str) -> str:
    return reverse("initiatives:read-proposal", args=[slug])


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What the town has to answer, the nearest day first; whether neighbours may do what they were
    called to; which promise to ask is kept and not marked so."""
    if not policies.may_work_on_proposals(person):
        return []
    page = worklist.work_page(person, worklist.WAITING, size=limit)
    owed = [_matter(row, _("Ответить на предложение"), row.due_on) for row in page.items]
    called = [
        _matter(row, _("Позвали соседей: не обязанность ли это города?"))
        for row in worklist.unseen_calls(person, limit)
    ]
    asked = [
        _matter(row, _("Жителей спросили. Осталось отметить обещание выполненным."))
        for row in worklist.asked(limit)
    ]
    return [*owed, *called, *asked][:limit]


def _matter(row: Proposal, note: str, due_on: date | None = None) -> Matter:
    url = reverse("initiatives:open-case", args=[row.slug])
    return Matter(title=row.title, is_written=True, url=url, note=note, due_on=due_on)


def waiting_sheets(person: PersonRef, limit: int) -> list[Matter]:
    """Sheets that were begun and not closed."""
    if not policies.may_take_signatures(person):
        return []
    return [
        Matter(
            title=row.proposal.title,
            is_written=True,
            url=reverse("initiatives:enter-sheet", args=[row.number]),
            note=_("Довести подписной лист"),
        )
        for row in signing.open_sheets(limit)
    ]


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """The newest proposals that collect support."""
    rows = reading.newest(SHOWN_ON_HOME)
    if not rows:
        return None
    supported = reading.supported_among(person, [row.id for row in rows])
    return {
        "rows": [
            {
                "row": row,
                "url": _url(row.slug),
                "progress": wording.progress(row),
                "is_supported": row.id in supported,
            }
            for row in rows
        ]
    }


def me_part(person: PersonRef) -> dict[str, Any]:
    """The person's own proposals, for «Я»."""
    return {"number": reading.count_own(person), "drafts": len(reading.drafts_of(person))}


def search(person: PersonRef, words: str) -> list[SearchHit]:
    """Public proposals that speak of these words."""
    return [
        SearchHit(
            row.title,
            _url(row.slug),
            _("Предложение"),
            str(wording.tag(row)["text"]),
            rank=0.4,
        )
        for row in likeness.about(words)
    ]


def site_pages() -> list[SitePage]:
    """The list and the newest proposals."""
    return [SitePage(reverse("initiatives:list-proposals"))] + [
        SitePage(_url(slug), changed_at) for slug, changed_at in reading.addresses()
    ]


def share_card(slug: str) -> ShareCard | None:
    """The picture beside a link to a public proposal."""
    row = reading.public_row(slug)
    if row is None:
        return None
    if row.state == rules.COLLECTING:
        share = rules.percent(row.support, row.threshold)
        return ShareCard(row.title, (_("Набрано %(share)s %% поддержки") % {"share": share},))
    return ShareCard(row.title, (str(wording.tag(row)["text"]),))


def asked_for(person: PersonRef, path: str) -> str:
    """Why somebody is asked for a birth date who came from a proposal; "" for other pages."""
    if not path.startswith(reverse("initiatives:list-proposals")) and f"/{KIND}/" not in path:
        return ""
    return _("В предложениях участвуют с %(age)s лет.") % {"age": terms.value("min_age")}


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person proposes and supports, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return {
        "proposals": [
            {
                "title": row.title,
                "problem": row.problem,
                "grounds": row.grounds,
                "result": row.result,
                "state": row.state,
                "begun_at": row.begun_at.isoformat(),
            }
            for row in reading.of_people(ids)
        ],
        "groups": reading.groups_of_people(ids),
        "supported": [
            {"proposal": slug, "since": at.isoformat(), "on_paper": on_paper}
            for slug, at, on_paper in reading.supported_by_people(ids)
        ],
    }

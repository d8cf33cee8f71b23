"""Proposals by API: anyone reads; the owner of a key supports, proposes, calls for help."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema

from veche.commons.identity import public as identity
from veche.domains.initiatives import policies, rules
from veche.domains.initiatives.actions import supporting
from veche.domains.initiatives.api.proposing import Slug, router
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import reading
from veche.domains.initiatives.queries.reading import Filters
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import PageSize, PageToken, example

__all__ = ["router"]


class ProposalOut(Schema):
    """A public proposal: money in kopecks; `due_on` while the town owes its answer."""

    slug: str
    title: str
    state: str
    place_id: UUID | None
    spot: str
    problem: str
    grounds: str
    result: str
    cost_kopecks: int | None
    cost_note: str
    starts_on: date | None
    ends_on: date | None
    own_kopecks: int | None
    own_property: str
    own_labour: str
    budget_kopecks: int | None
    published_at: datetime | None
    support: int
    support_on_paper: int
    threshold: int
    percent: int
    remarks_until: date | None
    support_until: date | None
    due_on: date | None
    answered_on: date | None
    outcome: str
    ground: str
    answer: str
    answered_by: str
    promised_on: date | None
    url: str


class ProposalsOut(Schema):
    """A page of proposals; `next` is the token of the page after it, empty at the end."""

    items: list[ProposalOut]
    next: str


class SupportIn(Schema):
    """Supported, or not any more."""

    supported: bool


class SupportOut(Schema):
    """How the proposal stands now."""

    slug: str
    supported: bool
    support: int
    threshold: int


# not shown: an example for programmers
PROPOSAL: dict[str, Any] = {
    "slug": "k3mfw8d2qz",
    "title": "Поставить скамейки у школы № 3",
    "state": "collecting",
    "place_id": None,
    "spot": "Школьная улица",
    "problem": "Родители ждут детей стоя, пожилым негде отдохнуть по дороге в поликлинику.",
    "grounds": "Спросили 40 соседей: 36 за.",
    "result": "Четыре скамейки со спинкой, урны рядом.",
    "cost_kopecks": 7200000,
    "cost_note": "4 скамейки по 18 000",
    "starts_on": "2027-05-01",
    "ends_on": "2027-06-01",
    "own_kopecks": 500000,
    "own_property": "",
    "own_labour": "десять человек на субботник",
    "budget_kopecks": 6700000,
    "published_at": "2026-11-18T06:12:00Z",
    "support": 61,
    "support_on_paper": 12,
    "threshold": 100,
    "percent": 61,
    "remarks_until": "2026-11-25",
    "support_until": "2027-05-17",
    "due_on": None,
    "answered_on": None,
    "outcome": "",
    "ground": "",
    "answer": "",
    "answered_by": "",
    "promised_on": None,
    "url": "/initiatives/k3mfw8d2qz/",
}
PAGE: dict[str, Any] = {"items": [PROPOSAL], "next": ""}
SUPPORTED = {"slug": PROPOSAL["slug"], "supported": True, "support": 62, "threshold": 100}


@router.get(
    "/initiatives",
    response=ProposalsOut,
    url_name="initiatives",
    openapi_extra=example(PAGE),
)
@access("public")
def list_proposals(
    request: HttpRequest,
    state: Literal["", "collecting", "considered", "answered", "late"] = "",
    place: UUID | None = None,
    order: Literal["new", "liked"] = "new",
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Public proposals; those that wait for the town by the day of its answer."""
    filters = Filters(shown=state or "all", place_id=place, order=order)
    page = reading.public_page(filters, after=after, size=size)
    return {"items": [_shown(row) for row in page.items], "next": page.next_token}


@router.get(
    "/initiatives/{slug}",
    response=ProposalOut,
    url_name="initiative",
    openapi_extra=example(PROPOSAL),
)
@access(policies.may_read_proposal)
def read_proposal(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One public proposal."""
    row = reading.public_row(slug)
    if row is None:
        raise NotFound()
    return _shown(row)


@router.put(
    "/initiatives/{slug}/support",
    response=SupportOut,
    url_name="support-initiative",
    **identity.by_key(identity.SUPPORT, example(SUPPORTED, sent={"supported": True})),
)
@access(policies.may_support_proposal)
def support_proposal(request: HttpRequest, slug: Slug, given: SupportIn) -> dict[str, Any]:
    """Support a proposal, or take that back; the same again changes nothing."""
    person = identity.person_of(request)
    act = supporting.support_proposal if given.supported else supporting.withdraw_support
    row = act(person, slug=slug)
    return {
        "slug": row.slug,
        "supported": row.id in reading.supported_among(person, [row.id]),
        "support": row.support,
        "threshold": row.threshold,
    }


_PLAIN = (
    "slug",
    "title",
    "state",
    "place_id",
    "spot",
    "problem",
    "grounds",
    "result",
    "cost_kopecks",
    "cost_note",
    "starts_on",
    "ends_on",
    "own_kopecks",
    "own_property",
    "own_labour",
    "budget_kopecks",
    "published_at",
    "support",
    "threshold",
    "remarks_until",
    "support_until",
    "answered_on",
    "outcome",
    "ground",
    "answer",
    "promised_on",
)


def _shown(row: Proposal) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "support_on_paper": row.paper,
        "percent": rules.percent(row.support, row.threshold),
        "due_on": row.due_on if row.state == rules.CONSIDERED else None,
        "answered_by": row.body,
        "url": reverse("initiatives:read-proposal", args=[row.slug]),
    }

"""Commitments as plain JSON-ready values, and the operations of the API that give them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from veche.commons.commitments import actions, policies, queries, rules
from veche.commons.commitments.public import list_page, public_day
from veche.commons.identity import public as identity
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.web.described import PLAIN, PageSize, PageToken, example

PAGE_MAX = 100
router = Router()


class SourceOut(Schema):
    """The vote that made somebody owe a decision."""

    kind: str
    title: str
    url: str


class BodyOut(Schema):
    """Who answers."""

    body: str
    post: str
    name: str


class ActOut(Schema):
    """The act that holds the decision."""

    kind: str
    number: str
    on: date | None
    url: str


class IndicatorOut(Schema):
    """What is measured; numbers are decimal text."""

    name: str
    unit: str
    start: str = Field(alias="from", serialization_alias="from")
    to: str
    now: str | None
    by: date | None


class RatingOut(Schema):
    """Residents' stars of the outcome: how many gave 1, 2, 3, 4, 5.

    While fewer than the smallest group gave any, `counts` is empty and there is no mean.
    """

    counts: list[int]
    total: int
    mean: float | None


class StageOut(Schema):
    """A stage of the work."""

    title: str
    planned_on: date
    done_on: date | None
    note: str
    photo_before: str | None
    photo_after: str | None


class DueChangeOut(Schema):
    """A term that was moved, and why."""

    old_due_on: date
    new_due_on: date
    reason: str
    changed_at: datetime


class DecisionOut(Schema):
    """What an official body owes or has decided after a vote."""

    id: str
    url: str
    source: SourceOut
    state: str
    owed_at: datetime
    decide_by: date
    due_on: date | None
    days_late: int
    decision: str
    decided_at: datetime | None
    closed_at: datetime | None
    outcome: str
    decline_reason: str
    responsible: BodyOut
    act: ActOut | None
    indicator: IndicatorOut | None
    rating: RatingOut
    stages: list[StageOut]
    due_changes: list[DueChangeOut]


class DecisionsOut(Schema):
    """A page of decisions; `next` is the token of the page after it, empty at the end."""

    items: list[DecisionOut]
    next: str


class StarsIn(Schema):
    """One to five."""

    stars: Annotated[int, Field(ge=1, le=5), PLAIN]


class OpinionOut(Schema):
    """What one person said of a decision: stars of the outcome, trust in the decision."""

    decision: str
    stars: int | None
    trust: int | None


class OpinionsOut(Schema):
    """All that one person said."""

    items: list[OpinionOut]


class TrustPointOut(Schema):
    """Opinions that stood at the end of the week that begins on this Monday."""

    week_on: date
    answers: int
    mean: float


# not shown: an example for programmers
DECISION: dict[str, Any] = {
    "id": "k3m8p2q7w1",
    "url": "/decisions/k3m8p2q7w1/",
    "source": {"kind": "polls.poll", "title": "Какой быть площади?", "url": "/polls/newyear/"},
    "state": "owed",
    "owed_at": "2026-11-09T18:00:00Z",
    "decide_by": "2026-12-09",
    "due_on": None,
    "days_late": 0,
    "decision": "",
    "decided_at": None,
    "closed_at": None,
    "outcome": "",
    "decline_reason": "",
    "responsible": {"body": "", "post": "", "name": ""},
    "act": None,
    "indicator": None,
    "rating": {"counts": [], "total": 0, "mean": None},
    "stages": [],
    "due_changes": [],
}


OPINION = {"decision": "k3m8p2q7w1", "stars": 4, "trust": None}


@router.get(
    "/decisions",
    response=DecisionsOut,
    by_alias=True,
    url_name="decisions",
    openapi_extra=example({"items": [DECISION], "next": ""}),
)
@access("public")
def list_decisions(
    request: HttpRequest,
    show: Literal["all", "owed", "work", "done", "declined", "late"] = "all",
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Decisions owed and made after votes: a page and the token of the next."""
    return commitments_page(show, after=after, size=size)


@router.get(
    "/decisions/{slug:slug}",
    response=DecisionOut,
    by_alias=True,
    url_name="decision",
    openapi_extra=example(DECISION),
)
@access("public")
def read_decision(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One decision whole: who answers, by when, stages, moved terms, residents' stars."""
    return commitment(slug)


@router.get(
    "/decisions/{slug:slug}/trust",
    response=list[TrustPointOut],
    url_name="decision-trust",
    openapi_extra=example([{"week_on": "2026-11-09", "answers": 21, "mean": 3.5}]),
)
@access("public")
def read_trust(request: HttpRequest, slug: str) -> list[rules.TrustPoint]:
    """How much residents trust the decision, 1 to 5, by weeks; means of too few are left out."""
    found = queries.commitment_by_slug(slug)
    return list(queries.trust_line(found.id, queries.smallest_group()))


@router.get(
    "/me/opinions",
    response=OpinionsOut,
    url_name="me-opinions",
    **identity.by_key(identity.READ_OWN, example({"items": [OPINION]})),
)
@access(policies.may_rate_outcome)
def list_opinions(request: HttpRequest) -> dict[str, Any]:
    """What the owner of the key rated and trusted."""
    return {"items": queries.opinions_of(identity.person_of(request).known_id)}


@router.put(
    "/decisions/{slug:slug}/rating",
    response=OpinionOut,
    url_name="rate-outcome",
    **identity.by_key(identity.RATE, example(OPINION, sent={"stars": 4})),
)
@access(policies.may_rate_outcome)
def rate_outcome(request: HttpRequest, slug: str, given: StarsIn) -> dict[str, Any]:
    """Give the outcome its stars, or change them; the same again changes nothing."""
    person, found = identity.person_of(request), queries.commitment_by_slug(slug)
    actions.rate_outcome(person, commitment_id=found.id, stars=given.stars)
    return _opinion(person, found)


@router.put(
    "/decisions/{slug:slug}/trust",
    response=OpinionOut,
    url_name="tell-trust",
    **identity.by_key(identity.RATE, example(OPINION, sent={"stars": 4})),
)
@access(policies.may_tell_trust)
def tell_trust(request: HttpRequest, slug: str, given: StarsIn) -> dict[str, Any]:
    """Say how much one trusts the decision, or change it; the same again changes nothing."""
    person, found = identity.person_of(request), queries.commitment_by_slug(slug)
    actions.tell_trust(person, commitment_id=found.id, stars=given.stars)
    return _opinion(person, found)


def _opinion(person: identity.PersonRef, found: rules.Commitment) -> dict[str, Any]:
    return {
        "decision": found.slug,
        "stars": queries.stars_of(person.known_id, found.id),
        "trust": queries.trust_of(person.known_id, found.id),
    }


def commitments_page(shown: str = "all", *, after: str = "", size: int = 20) -> dict[str, Any]:
    """A page of the list: `items` and the token of the `next` page ("" at the end)."""
    if shown not in queries.FILTERS:
        raise Invalid(
            _("Такого отбора нет"), advice=_("Откройте список заново."), code="bad-filter"
        )
    day = public_day()
    page = list_page(shown, after=after, size=max(1, min(size, PAGE_MAX)), day=day)
    least = queries.smallest_group()
    return {"items": [as_json(item, day, least) for item in page.items], "next": page.next_token}


def commitment(slug: str) -> dict[str, Any]:
    """One commitment whole; NotFound."""
    return as_json(queries.commitment_by_slug(slug), public_day(), queries.smallest_group())


def as_json(commitment: rules.Commitment, day: date, least: int) -> dict[str, Any]:
    """Late by that day; dates and instants in ISO 8601, numbers as decimal text."""
    rating = commitment.rating
    is_rated = rating.is_shown(least)
    return {
        "id": commitment.slug,
        "url": commitment.url,
        "source": {
            "kind": commitment.source_kind,
            "title": commitment.source_title,
            "url": commitment.source_url,
        },
        "state": commitment.state,
        "owed_at": commitment.owed_at.isoformat(),
        "decide_by": commitment.decide_by.isoformat(),
        "due_on": _text(commitment.due_on),
        "days_late": commitment.days_late(day),
        "decision": commitment.decision,
        "decided_at": _text(commitment.decided_at),
        "closed_at": _text(commitment.closed_at),
        "outcome": commitment.outcome,
        "decline_reason": commitment.decline_reason,
        "responsible": {
            "body": commitment.answerable.body_name,
            "post": commitment.answerable.post,
            "name": commitment.answerable.person_name,
        },
        "act": _act(commitment.act),
        "indicator": _indicator(commitment.indicator),
        "rating": {
            "counts": list(rating.counts) if is_rated else [],
            "total": rating.total,
            "mean": rating.mean if is_rated else None,
        },
        "stages": [_stage(stage) for stage in commitment.stages],
        "due_changes": [
            {
                "old_due_on": change.old_due_on.isoformat(),
                "new_due_on": change.new_due_on.isoformat(),
                "reason": change.reason,
                "changed_at": change.changed_at.isoformat(),
            }
            for change in commitment.due_changes
        ],
    }


def _act(act: rules.Act | None) -> dict[str, Any] | None:
    if act is None:
        return None
    return {"kind": act.kind, "number": act.number, "on": _text(act.on), "url": act.url}


def _indicator(indicator: rules.Indicator | None) -> dict[str, Any] | None:
    if indicator is None:
        return None
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "from": str(indicator.start),
        "to": str(indicator.goal),
        "now": None if indicator.now is None else str(indicator.now),
        "by": _text(indicator.by),
    }


def _stage(stage: rules.Stage) -> dict[str, Any]:
    return {
        "title": stage.title,
        "planned_on": stage.planned_on.isoformat(),
        "done_on": _text(stage.done_on),
        "note": stage.note,
        "photo_before": stage.photo_before_id and f"/files/{stage.photo_before_id}/800.webp",
        "photo_after": stage.photo_after_id and f"/files/{stage.photo_after_id}/800.webp",
    }


def _text(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()

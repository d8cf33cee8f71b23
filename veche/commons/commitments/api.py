"""Commitments as plain JSON-ready values; no route of the API gives them yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from veche.commons.commitments import queries, rules
from veche.commons.commitments.public import list_page, public_day
from veche.kernel.access import access
from veche.kernel.errors import Invalid

PAGE_MAX = 100
router = Router()


@router.get("/decisions", url_name="decisions")
@access("public")
def list_decisions(
    request: HttpRequest, show: str = "all", after: str = "", size: int = 20
) -> dict[str, Any]:
    """Decisions owed and made after votes: a page and the token of the next."""
    return commitments_page(show, after=after, size=size)


@router.get("/decisions/{slug}", url_name="decision")
@access("public")
def read_decision(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One decision whole: who answers, by when, stages, moved terms, residents' stars."""
    return commitment(slug)


class TrustPointOut(Schema):
    """Opinions that stood at the end of the week that begins on this Monday."""

    week_on: date
    answers: int
    mean: float


@router.get("/decisions/{slug}/trust", response=list[TrustPointOut], url_name="decision-trust")
@access("public")
def read_trust(request: HttpRequest, slug: str) -> list[rules.TrustPoint]:
    """How much residents trust the decision, 1 to 5, by weeks; means of too few are left out."""
    return list(queries.trust_line(queries.commitment_by_slug(slug).id))


def commitments_page(shown: str = "all", *, after: str = "", size: int = 20) -> dict[str, Any]:
    """A page of the list: `items` and the token of the `next` page ("" at the end)."""
    if shown not in queries.FILTERS:
        raise Invalid(_("Такого отбора нет"), code="bad-filter")
    day = public_day()
    page = list_page(shown, after=after, size=max(1, min(size, PAGE_MAX)), day=day)
    return {"items": [as_json(item, day) for item in page.items], "next": page.next_token}


def commitment(slug: str) -> dict[str, Any]:
    """One commitment whole; NotFound."""
    return as_json(queries.commitment_by_slug(slug), public_day())


def as_json(commitment: rules.Commitment, day: date) -> dict[str, Any]:
    """Late by that day; dates and instants in ISO 8601, numbers as decimal text."""
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
            "counts": list(commitment.rating.counts),
            "total": commitment.rating.total,
            "mean": commitment.rating.mean,
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

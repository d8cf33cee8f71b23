"""Public proposals as CSV, under names that programs know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import StreamingHttpResponse

from veche.domains.initiatives.models import Proposal
from veche.kernel.web import downloads

COLUMNS = (
    "slug",
    "published_at",
    "state",
    "title",
    "place_id",
    "spot",
    "problem",
    "grounds",
    "result",
    "cost_roubles",
    "starts_on",
    "ends_on",
    "own_roubles",
    "own_property",
    "own_labour",
    "budget_roubles",
    "support_online",
    "support_paper",
    "threshold",
    "remarks_until",
    "support_until",
    "due_on",
    "answered_on",
    "outcome",
    "ground",
    "answer",
    "answered_by",
    "promised_on",
)


def proposals_csv(rows: Iterable[Proposal], today: date) -> StreamingHttpResponse:
    """The rows as they are read."""
    return downloads.csv_file(f"initiatives-{today}.csv", COLUMNS, map(_cells, rows))


def _cells(row: Proposal) -> list[Any]:
    return [
        row.slug,
        row.published_at.isoformat() if row.published_at else "",
        row.state,
        row.title,
        row.place_id or "",
        row.spot,
        row.problem,
        row.grounds,
        row.result,
        _roubles(row.cost_kopecks),
        _day(row.starts_on),
        _day(row.ends_on),
        _roubles(row.own_kopecks),
        row.own_property,
        row.own_labour,
        _roubles(row.budget_kopecks),
        row.online,
        row.paper,
        row.threshold,
        _day(row.remarks_until),
        _day(row.support_until),
        _day(row.due_on),
        _day(row.answered_on),
        row.outcome,
        row.ground,
        row.answer,
        row.body,
        _day(row.promised_on),
    ]


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""


def _roubles(kopecks: int | None) -> str:
    return f"{kopecks / 100:.2f}" if kopecks is not None else ""

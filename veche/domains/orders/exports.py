"""Public voters' orders as CSV, under names that programs know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import StreamingHttpResponse

from veche.domains.orders.models import Order
from veche.kernel.web import downloads

COLUMNS = (
    "slug",
    "published_at",
    "state",
    "deputy_id",
    "place_id",
    "title",
    "spot",
    "why",
    "support",
    "due_on",
    "answered_on",
    "answered_by",
    "answer",
    "answer_act",
    "adopted_on",
    "year",
    "sum_roubles",
    "executor",
)


def orders_csv(rows: Iterable[Order], today: date) -> StreamingHttpResponse:
    """The rows as they are read."""
    return downloads.csv_file(f"orders-{today}.csv", COLUMNS, map(_cells, rows))


def _cells(row: Order) -> list[Any]:
    return [
        row.slug,
        row.published_at.isoformat() if row.published_at else "",
        row.state,
        row.mandate_id,
        row.place_id,
        row.title,
        row.spot,
        row.why,
        row.support,
        _day(row.due_on),
        _day(row.answered_on),
        row.answered_by,
        row.answer,
        row.answer_act,
        _day(row.adopted_on),
        row.year or "",
        f"{row.sum_kopecks / 100:.2f}" if row.sum_kopecks is not None else "",
        row.executor,
    ]


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""

"""Voters' orders by API: anyone reads; the owner of a key with the scope `support` supports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from veche.commons.identity import public as identity
from veche.domains.orders import policies, rules
from veche.domains.orders.actions import supporting
from veche.domains.orders.models import Order
from veche.domains.orders.queries import reading, wording
from veche.domains.orders.queries.reading import Filters
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]


class OrderOut(Schema):
    """A public order: `deputy` is the id of the mandate; once adopted, how the work goes stands
    at `commitment`, and its `course` is the state of it."""

    slug: str
    title: str
    spot: str
    why: str
    state: str
    deputy: UUID
    place_id: UUID
    published_at: datetime | None
    support: int
    due_on: date | None
    answered_on: date | None
    answered_by: str
    answer: str
    answer_act: str
    adopted_on: date | None
    year: int | None
    sum_kopecks: int | None
    executor: str
    course: str
    commitment: str
    url: str


class OrdersOut(Schema):
    """A page of orders; `next` is the token of the page after it, empty at the end."""

    items: list[OrderOut]
    next: str


class OrderSupportIn(Schema):
    """Supported, or not any more."""

    supported: bool


class OrderSupportOut(Schema):
    """How the order stands now."""

    slug: str
    supported: bool
    support: int


# not shown: an example for programmers
ORDER: dict[str, Any] = {
    "slug": "n4kazk8d2q",
    "title": "Построить тротуар на Луговой",
    "spot": "от школы № 3 до остановки",
    "why": "Дети идут в школу по обочине.",
    "state": "adopted",
    "deputy": "0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70",
    "place_id": "0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f71",
    "published_at": "2026-09-02T06:12:00Z",
    "support": 64,
    "due_on": "2026-10-02",
    "answered_on": "2026-09-18",
    "answered_by": "deputy",
    "answer": "Внесу в перечень наказов на 2027 год: дорога наша, проект есть.",
    "answer_act": "",
    "adopted_on": "2026-11-12",
    "year": 2027,
    "sum_kopecks": 420000000,
    "executor": "Управление благоустройства",
    "course": "decided",
    "commitment": "/decisions/k3m8p2q7w1/",
    "url": "/orders/n4kazk8d2q/",
}
PAGE: dict[str, Any] = {"items": [ORDER], "next": ""}
SUPPORTED = {"slug": ORDER["slug"], "supported": True, "support": 65}


@router.get("/orders", response=OrdersOut, url_name="orders", openapi_extra=example(PAGE))
@access("public")
def list_orders(
    request: HttpRequest,
    state: Literal["", "open", "late", "taken", "adopted", "declined"] = "",
    deputy: UUID | None = None,
    year: int | None = None,
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Public orders; those that wait for an answer by its day."""
    wanted = year if year in range(rules.YEAR_MIN, rules.YEAR_MAX + 1) else None
    filters = Filters(shown=state or "all", mandate_id=deputy, year=wanted)
    page = reading.public_page(filters, after=after, size=size)
    return {"items": _shown(page.items), "next": page.next_token}


@router.get("/orders/{slug}", response=OrderOut, url_name="order", openapi_extra=example(ORDER))
@access(policies.may_read_order)
def read_order(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One public order."""
    return _shown([reading.public_row(slug)])[0]


@router.put(
    "/orders/{slug}/support",
    response=OrderSupportOut,
    url_name="support-order",
    **identity.by_key(identity.SUPPORT, example(SUPPORTED, sent={"supported": True})),
)
@access(policies.may_support_order)
def support_order(request: HttpRequest, slug: Slug, given: OrderSupportIn) -> dict[str, Any]:
    """Support an order of one's own district, or take that back; the same again changes nothing."""
    person = identity.person_of(request)
    act = supporting.support_order if given.supported else supporting.withdraw_support
    row = act(person, slug=slug)
    supported = row.id in reading.supported_among(person, [row.id])
    return {"slug": row.slug, "supported": supported, "support": row.support}


_PLAIN = (
    "slug",
    "title",
    "spot",
    "why",
    "state",
    "place_id",
    "published_at",
    "support",
    "due_on",
    "answered_on",
    "answered_by",
    "answer",
    "answer_act",
    "adopted_on",
    "year",
    "sum_kopecks",
    "executor",
)


def _shown(rows: list[Order]) -> list[dict[str, Any]]:
    courses = wording.courses_of(rows)
    found = []
    for row in rows:
        course = courses.get(str(row.id))
        found.append(
            {
                **{name: getattr(row, name) for name in _PLAIN},
                "deputy": row.mandate_id,
                "course": course.state if course is not None else "",
                "commitment": course.url if course is not None else "",
                "url": wording.url_of(row),
            }
        )
    return found

"""Reports by API: what everyone may read, as on the pages; `mine` has what residents do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Schema

from veche.commons.identity import public as identity
from veche.domains.reports import policies
from veche.domains.reports.api import examples
from veche.domains.reports.api.mine import Number, router
from veche.domains.reports.models import Report
from veche.domains.reports.queries import catalogue, open_data, public_terms, reading
from veche.domains.reports.queries.open_data import Area
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import PageSize, PageToken, example

__all__ = ["router"]


class ReportOut(Schema):
    """A public report; `due_on` while the clock runs: a missed one where lateness is told."""

    number: str
    category: str
    title: str
    text: str
    address: str
    latitude: float
    longitude: float
    state: str
    stage: str
    version: int
    body: str
    filed_at: datetime
    changed_at: datetime
    due_on: date | None
    answered_on: date | None
    supporters: int
    url: str


class ReportsOut(Schema):
    """A page of reports; `next` is the token of the page after it, empty at the end."""

    items: list[ReportOut]
    next: str


class CategoryOut(Schema):
    """What one may report of, and in how many days the town answers."""

    code: str
    title: str
    group: str
    days: int
    unit: str
    photo_required: bool


class BodyTermsOut(Schema):
    """How a body keeps its terms: answers of 90 days, what is late now, what stands still."""

    body: str
    answered: int
    in_time: int
    late: int
    oldest_on: date | None
    waits_for_author: int
    waits_for_others: int


class TermsOut(Schema):
    """Codes of categories whose lateness the town counts before everyone, and its bodies."""

    counted: list[str]
    bodies: list[BodyTermsOut]


@router.get(
    "/reports", response=ReportsOut, url_name="reports", openapi_extra=example(examples.REPORTS)
)
@access("public")
def list_reports(
    request: HttpRequest,
    stage: Literal["", "open", "done", "declined"] = "",
    group: Annotated[str, Query(max_length=24)] = "",
    category: Annotated[str, Query(max_length=40)] = "",
    place: UUID | None = None,
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Public reports, the newest change first."""
    filters = reading.Filters(stage or "all", group, place, category=category)
    page = open_data.page(Area(filters), after=after, size=size)
    today = reading.today()
    return {"items": [_shown(row, today) for row in page.items], "next": page.next_token}


@router.get(
    "/reports/{number}",
    response=ReportOut,
    url_name="report",
    openapi_extra=example(examples.REPORT),
)
@access(policies.may_read_report)
def read_report(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One public report; with a key, one of its owner's too."""
    row = reading.report_row(number)
    if not policies.may_read_report(identity.person_of(request), row):
        raise NotFound()
    return _shown(row, reading.today())


def _shown(row: Report, today: date) -> dict[str, Any]:
    return {
        "number": row.number,
        "category": row.category_id,
        "title": row.category.title,
        "text": row.text,
        "address": row.address,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "state": row.state,
        "stage": row.stage,
        "version": row.version,
        "body": row.body.name if row.body else row.forwarded_to,
        "filed_at": row.filed_at,
        "changed_at": row.changed_at,
        "due_on": public_terms.due_of(row, today),
        "answered_on": row.answered_on,
        "supporters": row.supporters,
        "url": reverse("reports:read-report", args=[row.number]),
    }


@router.get(
    "/report-categories",
    response=list[CategoryOut],
    url_name="report-categories",
    openapi_extra=example([examples.CATEGORY]),
)
@access("public")
def list_categories(request: HttpRequest) -> list[dict[str, Any]]:
    """Open categories with their terms."""
    terms = catalogue.terms(reading.today())
    return [
        {
            "code": one.code,
            "title": one.title,
            "group": one.group.title,
            "days": terms[one.code].days,
            "unit": terms[one.code].unit,
            "photo_required": one.photo_required,
        }
        for one in catalogue.fileable()
        if one.code in terms
    ]


@router.get(
    "/report-terms",
    response=TermsOut,
    url_name="report-terms",
    openapi_extra=example(examples.TERMS),
)
@access("public")
def read_terms(request: HttpRequest) -> dict[str, Any]:
    """How bodies keep their terms, by categories whose lateness is public."""
    today = reading.today()
    counted = sorted(public_terms.counted(today))
    found = public_terms.by_body(today, counted) if counted else []
    return {
        "counted": counted,
        "bodies": [
            {
                "body": one.name,
                "answered": one.answered,
                "in_time": one.in_time,
                "late": one.late,
                "oldest_on": one.oldest_on,
                "waits_for_author": one.waits_for_author,
                "waits_for_others": one.waits_for_others,
            }
            for one in found
        ],
    }

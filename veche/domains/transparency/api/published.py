"""Public reports by API: what is published, what is owed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from veche.commons.files import public as files
from veche.domains.transparency.models import Due, Question, Report, Version
from veche.domains.transparency.queries import published
from veche.domains.transparency.queries.published import Wanted
from veche.domains.transparency.rules import publication as rules
from veche.kernel.access import access
from veche.kernel.text import clean_line
from veche.kernel.web.described import PageToken, example

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]
Code = Annotated[str, Query(pattern="^[a-z0-9_]{0,16}$")]
Year = Annotated[int, Query(ge=0, le=rules.YEAR_MAX)]
Words = Annotated[str, Query(max_length=200)]


class PublicReportOut(Schema):
    """A report: of which body, of which kind, for which period; `days_late` past its term."""

    slug: str
    title: str
    body: str
    body_slug: str
    kind: str
    starts_on: date
    ends_on: date
    due_on: date | None
    days_late: int
    number: int
    summary: str
    published_at: datetime
    changed_at: datetime


class PublicReportsOut(Schema):
    """A page of reports, the newest period first; `next` is empty at the end."""

    items: list[PublicReportOut]
    next: str


class PublicTableOut(Schema):
    """A table of a version: its headings, its first rows, the whole as a file."""

    headings: list[str]
    rows: list[list[str]]
    rows_number: int
    file: str


class PublicVersionOut(Schema):
    """What was published: a file or a link, and why the one before it was corrected.

    `hidden_reason`: why its file and tables are shown no more, "" while they are.
    """

    number: int
    summary: str
    reason: str
    hidden_reason: str
    file: str
    link: str
    sha256: str
    published_at: datetime
    tables: list[PublicTableOut]


class PublicReportQuestionOut(Schema):
    """A question of a resident with the body's answer, "" while there is none."""

    text: str
    shown_at: datetime
    due_on: date
    answer: str
    answered_at: datetime | None


class WholePublicReportOut(PublicReportOut):
    """A report with its versions, the newest first, and a page of its questions.

    `questions_next` is empty at the last page; else it is asked for by `after`.
    """

    versions: list[PublicVersionOut]
    questions: list[PublicReportQuestionOut]
    questions_next: str


class OwedReportOut(Schema):
    """A report that is owed; `days_late` is 0 before its day."""

    body: str
    body_slug: str
    site: str
    kind: str
    starts_on: date
    ends_on: date
    due_on: date
    days_late: int
    law: str


class OwedReportsOut(Schema):
    """All that is owed, the longest first."""

    items: list[OwedReportOut]


# not shown: an example for programmers
REPORT: dict[str, Any] = {
    "slug": "r4kazk8d2q",
    "title": "Отчёт главы города: 2025 год",
    "body": "Администрация города",
    "body_slug": "b4kazk8d2q",
    "kind": "head",
    "starts_on": "2025-01-01",
    "ends_on": "2025-12-31",
    "due_on": "2026-04-30",
    "days_late": 0,
    "number": 1,
    "summary": "Построили две школы. Дороги отремонтировали не все. Остальные — в этом году.",
    "published_at": "2026-04-20T09:00:00Z",
    "changed_at": "2026-04-20T09:00:00Z",
}
# not shown: an example for programmers
WHOLE: dict[str, Any] = {
    **REPORT,
    "versions": [
        {
            "number": 1,
            "summary": REPORT["summary"],
            "reason": "",
            "hidden_reason": "",
            "file": "/files/0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70.pdf",
            "link": "",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "published_at": "2026-04-20T09:00:00Z",
            "tables": [
                {
                    "headings": ["Показатель", "2025"],
                    "rows": [["Школы", "2"]],
                    "rows_number": 1,
                    "file": "/files/0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f71.csv",
                }
            ],
        }
    ],
    "questions": [
        {
            "text": "Когда откроют вторую школу?",
            "shown_at": "2026-04-21T09:00:00Z",
            "due_on": "2026-05-21",
            "answer": "Первого сентября.",
            "answered_at": "2026-04-25T09:00:00Z",
        }
    ],
    "questions_next": "",
}
# not shown: an example for programmers
DUE: dict[str, Any] = {
    "body": "Администрация города",
    "body_slug": "b4kazk8d2q",
    "site": "",
    "kind": "appeals",
    "starts_on": "2026-01-01",
    "ends_on": "2026-03-31",
    "due_on": "2026-04-30",
    "days_late": 12,
    "law": "8-ФЗ от 09.02.2009, ст. 13",
}


@router.get(
    "/public-reports",
    response=PublicReportsOut,
    url_name="public-reports",
    openapi_extra=example({"items": [REPORT], "next": ""}),
)
@access("public")
def list_reports(
    request: HttpRequest,
    body: Code = "",
    kind: Code = "",
    year: Year = 0,
    q: Words = "",
    after: PageToken = "",
) -> dict[str, Any]:
    """Reports of a body, a kind, a year, or with words in their file, tables or summary."""
    wanted = Wanted(body, kind, year, clean_line(q))
    page = published.page(wanted, after=after)
    return {"items": [_report(one) for one in page.items], "next": page.next_token}


def _report(row: Report) -> dict[str, Any]:
    names = (
        "slug", "title", "kind", "starts_on", "ends_on", "number", "summary", "published_at",
        "changed_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "body": row.body.name,
        "body_slug": row.body.slug,
        "due_on": row.due.due_on if row.due else None,
        "days_late": published.days_late(row),
    }


@router.get(
    "/public-reports/plan",
    response=OwedReportsOut,
    url_name="public-reports-plan",
    openapi_extra=example({"items": [DUE]}),
)
@access("public")
def list_dues(request: HttpRequest, body: Code = "") -> dict[str, Any]:
    """What bodies owe and have not published, with days late."""
    return {"items": [_due(one) for one in published.open_dues(body)]}


def _due(row: Due) -> dict[str, Any]:
    names = ("starts_on", "ends_on", "due_on")
    return {
        **{name: getattr(row, name) for name in names},
        "body": row.line.body.name,
        "body_slug": row.line.body.slug,
        "site": row.line.body.site,
        "kind": row.line.kind,
        "days_late": rules.days_late(row.due_on, published.today()),
        "law": row.line.legal_ref,
    }


@router.get(
    "/public-reports/{slug}",
    response=WholePublicReportOut,
    url_name="public-report",
    openapi_extra=example(WHOLE),
)
@access("public")
def read_report(request: HttpRequest, slug: Slug, after: PageToken = "") -> dict[str, Any]:
    """One report with its versions, tables and questions."""
    row = published.report(slug)
    found = published.versions(row)
    ids = [one.file_id for one in found if one.file_id]
    ids += [table.file_id for one in found for table in one.tables.all()]
    sources = {key: one.src for key, one in files.refs(ids).items()}
    asked = published.questions(row, after=after)
    return {
        **_report(row),
        "versions": [_version(one, sources) for one in found],
        "questions": [_question(one) for one in asked.items],
        "questions_next": asked.next_token,
    }


def _version(row: Version, sources: dict[Any, str]) -> dict[str, Any]:
    names = ("number", "summary", "reason", "link", "sha256", "published_at")
    told = {name: getattr(row, name) for name in names}
    if row.is_hidden:
        return {**told, "hidden_reason": row.hiding.reason, "file": "", "tables": []}
    return {
        **told,
        "hidden_reason": "",
        "file": sources.get(row.file_id, ""),
        "tables": [
            {
                "headings": one.headings,
                "rows": one.rows,
                "rows_number": one.rows_number,
                "file": sources.get(one.file_id, ""),
            }
            for one in row.tables.all()
        ],
    }


def _question(row: Question) -> dict[str, Any]:
    names = ("text", "shown_at", "due_on", "answer", "answered_at")
    return {name: getattr(row, name) for name in names}

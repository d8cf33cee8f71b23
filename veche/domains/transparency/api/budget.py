"""The open budget by API: what is published, sums along an axis, lines with their rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router, Schema

from veche.commons.files import public as files
from veche.domains.transparency.models import Source
from veche.domains.transparency.queries import reading, wording
from veche.kernel.access import access
from veche.kernel.web.described import PageToken, example

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]
Axis = Literal["function", "office", "programme", "income", "property", "deficit"]
# not shown: signs of codes
Key = Annotated[str, Query(pattern="^[0-9A-Za-zА-Яа-яЁё-]{0,24}$")]


class BudgetVersionOut(Schema):
    """A published file: a side of the budget of a year, at a stage, on a day. Sums in kopecks, None
    where the file has no such column."""

    slug: str
    year: int
    side: Literal["spending", "revenue", "sources"]
    stage: Literal["draft", "adopted", "revised", "executed"]
    as_of: date
    act_title: str
    act_number: str
    act_on: date | None
    plan: int | None
    revised: int | None
    executed: int | None
    lines: int
    file: str
    sha256: str
    published_at: datetime | None
    csv: str


class BudgetOut(Schema):
    """All that is published, the newest year first."""

    items: list[BudgetVersionOut]


class BudgetPartOut(Schema):
    """A part of a version: `key` leads on below it, where `has_below`."""

    key: str
    code: str
    name: str
    plan: int | None
    revised: int | None
    executed: int | None
    lines: int
    has_below: bool


class BudgetPartsOut(Schema):
    """Parts of one node, the largest first."""

    items: list[BudgetPartOut]


class BudgetLineOut(Schema):
    """A line: `row` is the row of the file it stands in. Sums in kopecks."""

    row: int
    office: str
    part: str
    target: str
    kind: str
    code: str
    name: str
    plan: int | None
    revised: int | None
    executed: int | None


class BudgetLinesOut(Schema):
    """A page of lines of a node; `next` is the token of the page after it, empty at the end."""

    items: list[BudgetLineOut]
    next: str


# not shown: an example for programmers
VERSION: dict[str, Any] = {
    "slug": "b4kazk8d2q",
    "year": 2026,
    "side": "spending",
    "stage": "adopted",
    "as_of": "2026-01-01",
    "act_title": "Решение о бюджете города",
    "act_number": "124",
    "act_on": "2025-12-18",
    "plan": 2140000000000,
    "revised": None,
    "executed": None,
    "lines": 412,
    "file": "/files/0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70.xlsx",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "published_at": "2025-12-19T09:00:00Z",
    "csv": "/budget/lines/b4kazk8d2q.csv",
}
# not shown: an example for programmers
NODE: dict[str, Any] = {
    "key": "07-0702",
    "code": "0702",
    "name": "Общее образование",
    "plan": 612000000000,
    "revised": None,
    "executed": None,
    "lines": 24,
    "has_below": True,
}
# not shown: an example for programmers
LINE: dict[str, Any] = {
    "row": 141,
    "office": "902",
    "part": "0702",
    "target": "0110200590",
    "kind": "611",
    "code": "",
    "name": "Школы",
    "plan": 480000000000,
    "revised": None,
    "executed": None,
}


@router.get(
    "/budget",
    response=BudgetOut,
    url_name="budget",
    openapi_extra=example({"items": [VERSION]}),
)
@access("public")
def list_versions(request: HttpRequest, year: int | None = None) -> dict[str, Any]:
    """Published files of the budget, of one year if it is named."""
    found = reading.versions(year=year)
    kept = files.refs([one.file_id for one in found])
    return {"items": [_version(one, kept.get(one.file_id)) for one in found]}


def _version(row: Source, kept: files.FileRef | None) -> dict[str, Any]:
    names = (
        "slug", "year", "side", "stage", "as_of", "act_title", "act_number", "act_on",
        "plan", "revised", "executed", "sha256", "published_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "lines": row.lines_number,
        "file": kept.src if kept is not None else "",
        "csv": reverse("transparency:export-lines", args=[row.slug, "csv"]),
    }


@router.get(
    "/budget/{slug}/parts",
    response=BudgetPartsOut,
    url_name="budget-parts",
    openapi_extra=example({"items": [NODE]}),
)
@access("public")
def list_parts(
    request: HttpRequest,
    slug: Slug,
    axis: Axis = "function",
    of: Key = "",
) -> dict[str, Any]:
    """What a version, or the part of it named in `of`, consists of along one axis."""
    row = reading.public_source(slug)
    return {
        "items": [
            {
                "key": one.key,
                "code": one.code,
                "name": wording.node_name(one, row.year)[0],
                "plan": one.plan,
                "revised": one.revised,
                "executed": one.executed,
                "lines": one.lines_number,
                "has_below": one.has_below,
            }
            for one in reading.below(row, axis, of)
        ]
    }


@router.get(
    "/budget/{slug}/lines",
    response=BudgetLinesOut,
    url_name="budget-lines",
    openapi_extra=example({"items": [LINE], "next": ""}),
)
@access("public")
def list_lines(
    request: HttpRequest,
    slug: Slug,
    axis: Axis = "function",
    of: Key = "",
    after: PageToken = "",
) -> dict[str, Any]:
    """Lines of a version, or of the part of it named in `of`, fifty a page."""
    row = reading.public_source(slug)
    page = reading.lines_page(row, reading.lineage(row, axis, of) if of else [], after=after)
    names = tuple(BudgetLineOut.model_fields)
    return {
        "items": [{name: getattr(one, name) for name in names} for one in page.items],
        "next": page.next_token,
    }

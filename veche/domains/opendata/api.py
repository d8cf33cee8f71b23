"""Open data by API: which sets there are, one with its columns, its rows by conditions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from veche.domains.opendata import exports
from veche.domains.opendata.forms import asking
from veche.domains.opendata.queries import catalogue
from veche.domains.opendata.queries.catalogue import Set
from veche.domains.opendata.rules import choosing, fields, passport, stages
from veche.kernel.access import access
from veche.kernel.web.described import example
from veche.kernel.web.origin import origin_of

router = Router()
Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{3,40}$")]
Op = Literal["is", "has", "from", "to"]
# Further rows are in the files, which are read from the beginning just so.
ROWS_MAX, START_MAX = 1000, 100_000


class DataColumnOut(Schema):
    """A column: type of Table Schema; `part` is what it tells of people."""

    name: str
    title: str
    type: Literal["string", "integer", "number", "boolean", "date", "datetime", "year"]
    part: Literal["plain", "group", "persons", "contact"]
    note: str
    words: dict[str, str]


class DataSetOut(Schema):
    """A set: `service` is that whose table it is, "" for one that an office uploaded."""

    code: str
    identifier: str
    title: str
    text: str
    theme: str
    period: str
    licence: str
    licence_url: str
    service: str
    source: str
    issued_at: datetime
    changed_at: datetime
    valid_until: date | None
    rows_number: int | None
    url: str
    files: dict[str, str]


class DataSetsOut(Schema):
    """All of them."""

    items: list[DataSetOut]


class DataVersionOut(Schema):
    """A version of a set that is kept, or was withdrawn and why."""

    number: int
    state: Literal["published", "withdrawn"]
    made_at: datetime
    rows_number: int
    sha256: str
    note: str
    withdrawn_reason: str
    csv: str


class DataSetWholeOut(DataSetOut):
    """A set with its columns and its history."""

    columns: list[DataColumnOut]
    versions: list[DataVersionOut]


class DataRowsOut(Schema):
    """Rows from `start` on; `next_start` is None after the last. `is_cut`: more rows follow than
    the API looks through, take the file."""

    items: list[dict[str, Any]]
    next_start: int | None
    is_cut: bool


def _set(request: HttpRequest, one: Set, who: passport.Publisher) -> dict[str, Any]:
    told = exports.passport_of(request, one)
    return {
        "code": one.code,
        "identifier": passport.identifier(who, one.code),
        "title": one.title,
        "text": one.text,
        "theme": one.theme,
        "period": one.period,
        "licence": one.licence,
        "licence_url": passport.LICENCES[one.licence],
        "service": one.service,
        "source": one.source,
        "issued_at": one.issued_at,
        "changed_at": one.changed_at,
        "valid_until": one.valid_until,
        "rows_number": one.rows_number,
        "url": told.url,
        "files": dict(told.files),
    }


# By the names of its columns, each set its own.
_ROW = {
    "nazvanie": "School 1",
    "mest": 825,
    "ploshchad": 5210.5,
    "est_basseyn": True,
    "otkryta": "1978-09-01",
}
_EXAMPLE = {
    "code": "schools",
    "identifier": "1600000000-schools",
    "title": "Schools of the town",
    "text": "Names, addresses and places.",
    "theme": "EDUC",
    "period": "ANNUAL",
    "licence": "CC-BY-4.0",
    "licence_url": passport.LICENCES["CC-BY-4.0"],
    "service": "",
    "source": "Department of education",
    "issued_at": "2026-01-12T09:00:00+03:00",
    "changed_at": "2026-09-01T09:00:00+03:00",
    "valid_until": None,
    "rows_number": 12,
    "url": "https://town.example/open-data/schools/",
    "files": {
        form: f"https://town.example/open-data/schools/data.{form}"
        for form in ("csv", "xlsx", "json")
    },
}


@router.get(
    "/open-data",
    response=DataSetsOut,
    tags=["open-data"],
    operation_id="list-data-sets",
    url_name="list-data-sets",
    summary="Sets of open data",
    openapi_extra=example({"items": [_EXAMPLE]}),
)
@access("public")
def list_sets(request: HttpRequest) -> dict[str, Any]:
    """Every set that anybody may take away; for harvesters see `/open-data/catalog.jsonld`."""
    who = catalogue.publisher()
    return {"items": [_set(request, one, who) for one in catalogue.all_sets()]}


@router.get(
    "/open-data/{slug}",
    response=DataSetWholeOut,
    tags=["open-data"],
    operation_id="read-data-set",
    url_name="read-data-set",
    summary="One set of open data",
    openapi_extra=example({**_EXAMPLE, "columns": [], "versions": []}),
)
@access("public")
def read_set(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """A set with its columns and its versions."""
    one = catalogue.one_set(slug)
    told = _set(request, one, catalogue.publisher())
    return {
        **told,
        "columns": [
            {
                "name": field.name,
                "title": field.title,
                "type": field.type,
                "part": field.part,
                "note": field.note,
                "words": dict(field.words),
            }
            for field in one.fields
        ],
        "versions": [
            {
                "number": row.number,
                "state": row.state,
                "made_at": row.published_at or row.made_at,
                "rows_number": row.rows_number,
                "sha256": row.sha256,
                "note": row.note,
                "withdrawn_reason": row.withdrawn_reason,
                "csv": f"{told['url']}versions/{row.number}.csv"
                if row.state == stages.PUBLISHED
                else "",
            }
            for row in catalogue.versions(slug)
        ],
    }


@router.get(
    "/open-data/{slug}/rows",
    response=DataRowsOut,
    tags=["open-data"],
    operation_id="list-data-rows",
    url_name="list-data-rows",
    summary="Rows of a set",
    openapi_extra=example({"items": [_ROW], "next_start": None, "is_cut": False}),
)
@access("public")
def list_rows(
    request: HttpRequest,
    slug: Slug,
    q: Annotated[str, Query(max_length=200, description="Words anywhere in a row")] = "",
    column: Annotated[list[str], Query(max_length=8)] = [],  # noqa: B006
    op: Annotated[list[Op], Query(max_length=8)] = [],  # noqa: B006
    value: Annotated[list[str], Query(max_length=8)] = [],  # noqa: B006
    start: Annotated[int, Query(ge=0, le=START_MAX)] = 0,
    size: Annotated[int, Query(ge=1, le=ROWS_MAX)] = 100,
) -> dict[str, Any]:
    """Rows by conditions: each `column`, `op` and `value` in the same place belong together."""
    one = catalogue.one_set(slug)
    asked = asking.choice_of(request.GET)
    try:
        found = choosing.page(
            one.fields, one.read(), asked.choice, start=start, size=size, most=START_MAX
        )
    except choosing.BadCondition:
        raise asking.bad_condition() from None
    names = [field.name for field in one.fields]
    whole = fields.linked(one.fields, found.rows, origin_of(request))
    return {
        "items": [dict(zip(names, map(fields.plain, row), strict=True)) for row in whole],
        "next_start": start + size if found.has_more else None,
        "is_cut": found.is_cut,
    }

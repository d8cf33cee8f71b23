"""Neighbours' days by API: anyone reads where neighbours are called and what has been done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from veche.domains.workdays import policies, rules
from veche.domains.workdays.models import Day, Work
from veche.domains.workdays.queries import reading, store, wording
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]
Number = Annotated[str, Path(pattern="^[0-9]{12}$")]


class WorkdayOut(Schema):
    """A day to which neighbours are called, or that was; `minutes` of all who came together."""

    slug: str
    title: str
    text: str
    state: str
    work: str
    bring: str
    address: str
    place_id: UUID | None
    latitude: float
    longitude: float
    starts_at: datetime
    ends_at: datetime
    hands_needed: int
    hands: int
    owner: str
    came: int
    minutes: int
    result: str
    reason: str
    url: str


class WorkdaysOut(Schema):
    """A page of days; `next` is the token of the page after it, empty at the end."""

    items: list[WorkdayOut]
    next: str


class DayWorkOut(Schema):
    """A kind of work: `standing` is `neighbours`, `duty` (the town does it) or `danger`."""

    code: str
    title: str
    standing: str
    whom: str
    sheet: str


class CertificateOut(Schema):
    """A certificate of hours that holds; the name stays with its owner."""

    number: str
    title: str
    work: str
    address: str
    starts_at: datetime
    minutes: int


# not shown: an example for programmers
WORKDAY: dict[str, Any] = {
    "slug": "k3mfw8d2qz",
    "title": "Починим скамейку у второго подъезда",
    "text": "Встречаемся у подъезда, доски уже привезли.",
    "state": "called",
    "work": "bench",
    "bring": "Перчатки, рулетку",
    "address": "улица Лугова, 54",
    "place_id": None,
    "latitude": 54.51,
    "longitude": 36.52,
    "starts_at": "2026-12-05T07:00:00Z",
    "ends_at": "2026-12-05T09:00:00Z",
    "hands_needed": 6,
    "hands": 4,
    "owner": "УК «Заречье»",
    "came": 0,
    "minutes": 0,
    "result": "",
    "reason": "",
    "url": "/workdays/k3mfw8d2qz/",
}
PAGE: dict[str, Any] = {"items": [WORKDAY], "next": ""}
# not shown: an example for programmers
WORKS = [
    {
        "code": "bench",
        "title": "Скамейка",
        "standing": "neighbours",
        "whom": "",
        "sheet": "Тяжёлое поднимают вдвоём, по счёту.",
    }
]
CERTIFICATE: dict[str, Any] = {
    "number": "482199301175",
    "title": WORKDAY["title"],
    "work": "bench",
    "address": WORKDAY["address"],
    "starts_at": WORKDAY["starts_at"],
    "minutes": 120,
}


@router.get("/workdays", response=WorkdaysOut, url_name="workdays", openapi_extra=example(PAGE))
@access("public")
def list_days(
    request: HttpRequest,
    show: Literal["coming", "done"] = "coming",
    place: UUID | None = None,
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Where neighbours are called, the nearest day first; or what has been done, newest first."""
    find = reading.done if show == "done" else reading.coming
    page = find(place_id=place, after=after, size=size)
    return {"items": [_shown(row) for row in page.items], "next": page.next_token}


@router.get(
    "/workdays/works",
    response=list[DayWorkOut],
    url_name="workday-works",
    openapi_extra=example(WORKS),
)
@access("public")
def list_works(request: HttpRequest) -> list[dict[str, Any]]:
    """What neighbours do together, each with its safety sheet, and who does the rest."""
    sheets = store.sheets()
    return [_work(one, sheets.get(one.code, "")) for one in store.works()]


def _work(one: Work, sheet: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "standing": one.standing,
        "whom": one.whom,
        "sheet": sheet if one.standing == rules.NEIGHBOURS else "",
    }


@router.get(
    "/workdays/certificates/{number}",
    response=CertificateOut,
    url_name="workday-certificate",
    openapi_extra=example(CERTIFICATE),
)
@access("public")
def check_certificate(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Whether a certificate of hours is true."""
    found = reading.certificate(number)
    if found is None:
        raise NotFound()
    return {
        "number": number,
        "title": found.day.title,
        "work": found.day.work_id,
        "address": found.day.address,
        "starts_at": found.day.starts_at,
        "minutes": found.minutes,
    }


@router.get(
    "/workdays/{slug}",
    response=WorkdayOut,
    url_name="workday",
    openapi_extra=example(WORKDAY),
)
@access(policies.may_read_day)
def read_day(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One public day."""
    row = reading.public_row(slug)
    if row is None:
        raise NotFound()
    return _shown(row)


_PLAIN = (
    "slug",
    "title",
    "text",
    "state",
    "bring",
    "address",
    "place_id",
    "latitude",
    "longitude",
    "starts_at",
    "ends_at",
    "hands_needed",
    "hands",
    "came",
    "minutes",
    "reason",
)


def _shown(row: Day) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "work": row.work_id,
        "owner": row.owner_name,
        "result": row.result if row.is_result_shown else "",
        "url": wording.day_url(row),
    }

"""Norms and the working calendar by API: by what dated values the town counts its terms."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema

from veche.commons.norms import public, queries
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.access import access
from veche.kernel.web.described import example

router = Router()


class NormOut(Schema):
    """A value of law; `valid_to` is its last day, empty while none is known."""

    code: str
    title: str
    value: int
    unit: str
    legal_ref: str
    mark: str
    source: str
    valid_from: date
    valid_to: date | None


class YearOut(Schema):
    """Days off of a year; not final until the government's act on transfers is entered."""

    year: int
    is_final: bool
    source: str
    note: str
    days_off: list[date]


# not shown: an example for programmers
NORM = {
    "code": "poll.decision_days",
    "title": "Срок решения по итогам опроса",
    "value": 30,
    "unit": "calendar_days",
    "legal_ref": "положение города",
    "mark": "own",
    "source": "",
    "valid_from": "2026-01-01",
    "valid_to": None,
}
YEAR = {"year": 2026, "is_final": True, "source": "", "note": "", "days_off": ["2026-01-01"]}


@router.get("/norms", response=list[NormOut], url_name="norms", openapi_extra=example([NORM]))
@access("public")
def list_norms(request: HttpRequest, on: date | None = None) -> list[public.Norm]:
    """Norms in force on a day, by default today."""
    return public.in_force(on or clock.today(towns.current().time_zone))


@router.get(
    "/calendar/{year}", response=YearOut, url_name="calendar-year", openapi_extra=example(YEAR)
)
@access("public")
def read_year(
    request: HttpRequest, year: Annotated[int, Path(ge=2000, le=2100)]
) -> dict[str, object]:
    """The days on which the town hall does not work."""
    found = public.calendar_year(year)
    return {
        "year": year,
        "is_final": found.is_final,
        "source": found.source,
        "note": found.note,
        "days_off": queries.working_calendar().days_off(year),
    }

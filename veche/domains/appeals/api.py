"""Appeals by API: hours of reception with their free times, and figures; no appeal is in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router, Schema

from veche.commons.identity import public as identity
from veche.domains.appeals.models import Reception
from veche.domains.appeals.queries import dates, receptions, worklist
from veche.kernel.access import access
from veche.kernel.web.described import example

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]


class FreeTimeOut(Schema):
    """A time that can still be taken."""

    starts_at: datetime
    minutes: int


class ReceptionOut(Schema):
    """Hours of reception: who, where, about what; `cancelled` says why it will not be."""

    slug: str
    post: str
    host: str
    place: str
    topics: str
    on: date
    cancelled: str
    url: str


class ComingReceptionOut(ReceptionOut):
    """The same with how many times are free."""

    free: int


class OpenReceptionOut(ReceptionOut):
    """The same with each time that is free."""

    times: list[FreeTimeOut]


class DepartmentTermsOut(Schema):
    """How a department keeps the terms; without a name, what nobody was given yet."""

    name: str
    answered: int
    in_time: int
    late: int


class AppealFiguresOut(Schema):
    """Numbers of the last `days` days: `passed_on_late` counts those passed on to another body or
    refused later than the law lets."""

    on: date
    days: int
    filed: int
    forwarded: int
    ended: int
    extended: int
    registered_late: int
    passed_on_late: int
    departments: list[DepartmentTermsOut]


# not shown: an example for programmers
RECEPTION: dict[str, Any] = {
    "slug": "k3m8p2q7w1",
    "post": "Глава города",
    "host": "Крылова Инна Петровна",
    "place": "Ратушная площадь, 1, кабинет 4",
    "topics": "любые вопросы",
    "on": "2026-12-03",
    "cancelled": "",
    "url": "/reception/k3m8p2q7w1/",
}
# not shown: an example for programmers
TIME = {"starts_at": "2026-12-03T12:00:00Z", "minutes": 15}
# not shown: an example for programmers
FIGURES: dict[str, Any] = {
    "on": "2026-11-29",
    "days": 90,
    "filed": 118,
    "forwarded": 9,
    "ended": 4,
    "extended": 3,
    "registered_late": 0,
    "passed_on_late": 1,
    "departments": [
        {"name": "Комитет имущества", "answered": 24, "in_time": 23, "late": 1},
    ],
}


@router.get(
    "/receptions",
    response=list[ComingReceptionOut],
    url_name="receptions",
    openapi_extra=example([{**RECEPTION, "free": 6}]),
)
@access("public")
def list_receptions(request: HttpRequest) -> list[dict[str, Any]]:
    """Receptions that are still to be, the nearest first."""
    return [{**_shown(row), "free": vars(row)["free"]} for row in receptions.coming()]


@router.get(
    "/receptions/{slug}",
    response=OpenReceptionOut,
    url_name="reception",
    openapi_extra=example({**RECEPTION, "times": [TIME]}),
)
@access("public")
def read_reception(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One reception and the times that are free; none once it is called off."""
    hours = receptions.hours(identity.ANONYMOUS, slug)
    free = [] if hours.row.cancelled else hours.free
    times = [{"starts_at": one.starts_at, "minutes": one.minutes} for one in free]
    return {**_shown(hours.row), "times": times}


@router.get(
    "/appeals/figures",
    response=AppealFiguresOut,
    url_name="appeal-figures",
    openapi_extra=example(FIGURES),
)
@access("public")
def read_figures(request: HttpRequest) -> dict[str, Any]:
    """How departments keep the terms of the law: figures alone."""
    on = dates.today()
    found = worklist.figures(on)
    return {
        **vars(found),
        "on": on,
        "days": worklist.counted_days(on),
        "departments": [vars(one) for one in found.rows],
    }


_PLAIN = ("slug", "post", "host", "place", "topics", "on", "cancelled")


def _shown(row: Reception) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in _PLAIN}
    return {**told, "url": reverse("appeals:read-reception", args=[row.slug])}

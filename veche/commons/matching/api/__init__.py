"""Where help is wanted, who helps, what was done together: for programs, as the pages tell it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema

from veche.commons.matching.api.talks import router
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.rules import states
from veche.kernel.access import access
from veche.kernel.text import plain_line
from veche.kernel.web.described import PageSize, PageToken, example
from veche.kernel.web.origin import absolute

__all__ = ["router"]


class NeedOut(Schema):
    """Something to be done that helpers may do; `owner` is whose the place is, "" of the town."""

    id: str
    title: str
    text: str
    work_kind: str
    work_kind_title: str
    state: str
    address: str
    latitude: float
    longitude: float
    starts_on: date
    ends_on: date | None
    hands: int
    is_dangerous: bool
    owner: str
    opened_at: datetime
    url: str


class NeedsOut(Schema):
    """A page of open needs; `next` is the token of the page after it, empty at the end."""

    items: list[NeedOut]
    next: str


class SolverOut(Schema):
    """Somebody able to help, as they chose to be shown; `licensed` kinds an official checked."""

    id: str
    kind: str
    name: str
    skills: list[str]
    licensed: list[str]
    gifts: list[str]
    deeds: int
    url: str


class SolversOut(Schema):
    """A page of those able to help; `next` as everywhere."""

    items: list[SolverOut]
    next: str


class DeedOut(Schema):
    """What was done; `solver` is empty where whoever did it is not shown; `is_by_silence` where
    whoever asked for it said nothing in the term."""

    need: str
    title: str
    done_at: datetime | None
    solver: str
    proof: str
    thanks: list[str]
    is_by_silence: bool
    url: str


class DeedsOut(Schema):
    """A page of deeds; `next` as everywhere."""

    items: list[DeedOut]
    next: str


# not shown: an example for programmers
NEED = {
    "id": "k7m2p9x4ab",
    "title": "Починить скамейку",
    "text": "Отломана доска",
    "work_kind": "carpentry",
    "work_kind_title": "Скамейки и столярка",
    "state": "open",
    "address": "Луговая улица, 54",
    "latitude": 54.55,
    "longitude": 36.65,
    "starts_on": "2026-11-29",
    "ends_on": "2026-12-20",
    "hands": 2,
    "is_dangerous": False,
    "owner": "УК «Заречье»",
    "opened_at": "2026-11-28T09:12:00Z",
    "url": "https://veche.example/together/needs/k7m2p9x4ab/",
}
# not shown: an example for programmers
SOLVER = {
    "id": "p9x4abk7m2",
    "kind": "organisation",
    "name": "ООО «Мастер»",
    "skills": ["carpentry"],
    "licensed": [],
    "gifts": ["tools"],
    "deeds": 4,
    "url": "https://veche.example/together/solvers/p9x4abk7m2/",
}
# not shown: an example for programmers
DEED = {
    "need": "k7m2p9x4ab",
    "title": "Покрасить скамейки в сквере",
    "done_at": "2026-11-26T12:40:00Z",
    "solver": "ТОС «Заречный берег»",
    "proof": "Покрасили шесть скамеек",
    "thanks": ["kind"],
    "is_by_silence": False,
    "url": "https://veche.example/together/needs/k7m2p9x4ab/",
}


@router.get(
    "/together/needs",
    response=NeedsOut,
    url_name="needs",
    openapi_extra=example({"items": [NEED], "next": ""}),
)
@access("public")
def list_needs(
    request: HttpRequest, kind: str = "", after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """Where hands are wanted, the newest first; `kind` is a kind of work of the town's list."""
    page = needs.open_needs(kind=plain_line(kind)[:40], after=after, size=size)
    return {"items": [_need(request, row) for row in page.items], "next": page.next_token}


@router.get(
    "/together/needs/{slug}", response=NeedOut, url_name="need", openapi_extra=example(NEED)
)
@access("public")
def read_need(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One need, whatever became of it."""
    return _need(request, needs.need_by_slug(plain_line(slug)))


def _need(request: HttpRequest, row: Need) -> dict[str, Any]:
    return {
        "id": row.slug,
        "title": row.title,
        "text": row.text,
        "work_kind": row.work_kind_id,
        "work_kind_title": row.work_kind.title,
        "state": row.state,
        "address": row.address,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "hands": row.hands,
        "is_dangerous": row.is_dangerous,
        "owner": row.owner_name,
        "opened_at": row.opened_at,
        "url": absolute(request, reverse("matching:read-need", args=[row.slug])),
    }


@router.get(
    "/together/solvers",
    response=SolversOut,
    url_name="solvers",
    openapi_extra=example({"items": [SOLVER], "next": ""}),
)
@access("public")
def list_solvers(
    request: HttpRequest, kind: str = "", after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """Who can help and chose to be shown, by deeds done."""
    page = solvers.shown_solvers(kind=plain_line(kind)[:40], after=after, size=size)
    return {"items": [_solver(request, row) for row in page.items], "next": page.next_token}


@router.get(
    "/together/solvers/{slug}",
    response=SolverOut,
    url_name="solver",
    openapi_extra=example(SOLVER),
)
@access("public")
def read_solver(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One of them."""
    return _solver(request, solvers.shown_solver(plain_line(slug)))


def _solver(request: HttpRequest, row: Solver) -> dict[str, Any]:
    skills = list(row.skills.all())
    return {
        "id": row.slug,
        "kind": row.kind,
        "name": row.name,
        "skills": [one.work_kind_id for one in skills],
        "licensed": [one.work_kind_id for one in skills if one.licence_state == states.VERIFIED],
        "gifts": list(row.gifts),
        "deeds": row.deeds,
        "url": absolute(request, reverse("matching:read-solver", args=[row.slug])),
    }


@router.get(
    "/together/deeds",
    response=DeedsOut,
    url_name="deeds",
    openapi_extra=example({"items": [DEED], "next": ""}),
)
@access("public")
def list_deeds(request: HttpRequest, after: PageToken = "", size: PageSize = 20) -> dict[str, Any]:
    """What neighbours and firms did together, the latest first."""
    page = matches.deeds(after=after, size=size)
    return {"items": [_deed(request, row) for row in page.items], "next": page.next_token}


def _deed(request: HttpRequest, row: Match) -> dict[str, Any]:
    return {
        "need": row.need.slug,
        "title": row.need.title,
        "done_at": row.done_at,
        "solver": row.solver.name if row.solver.is_shown else "",
        "proof": row.proof if row.is_proof_shown else "",
        "thanks": list(row.thanks),
        "is_by_silence": row.ended_by == states.SILENCE,
        "url": absolute(request, reverse("matching:read-need", args=[row.need.slug])),
    }

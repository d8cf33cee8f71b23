"""School polls by API: whoever has the address reads. A code is entered by hand, on its page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from veche.commons.identity import public as identity
from veche.domains.schools import policies, queries, rules
from veche.domains.schools.adapters import told
from veche.domains.schools.models import SchoolPoll
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]


class SchoolOptionOut(Schema):
    """An option; `votes` is nothing where no result is told."""

    title: str
    votes: int | None


class SchoolQuestionOut(Schema):
    """A question; `is_told` says whether enough have answered it for a result."""

    text: str
    kind: str
    maximum: int
    answered: int | None
    is_told: bool
    options: list[SchoolOptionOut]


class SchoolPollOut(Schema):
    """A poll of a school; no classes mean the whole school."""

    slug: str
    title: str
    about: str
    school: str
    classes: list[str]
    state: str
    ends_at: datetime
    slips: int
    slips_void: int
    answers: int
    stopped_because: str
    url: str


class SchoolPollWholeOut(SchoolPollOut):
    """The same with its questions."""

    questions: list[SchoolQuestionOut]


class SchoolPollsOut(Schema):
    """A page of polls of whole schools that are over; `next` leads to the page after it."""

    items: list[SchoolPollOut]
    next: str


# not shown: an example for programmers
POLL: dict[str, Any] = {
    "slug": "k3mfw8d2qz",
    "title": "Каким будет школьный двор",
    "about": "Двор переделают летом на деньги города.",
    "school": "Школа № 3",
    "classes": [],
    "state": "closed",
    "ends_at": "2026-11-20T21:00:00Z",
    "slips": 64,
    "slips_void": 1,
    "answers": 51,
    "stopped_because": "",
    "url": "/school-polls/k3mfw8d2qz/",
}
# not shown: an example for programmers
WHOLE: dict[str, Any] = {
    **POLL,
    "questions": [
        {
            "text": "Что поставить во дворе?",
            "kind": "several",
            "maximum": 2,
            "answered": 51,
            "is_told": True,
            "options": [
                {"title": "Скалодром", "votes": 34},
                {"title": "Тихий уголок со столами", "votes": 22},
            ],
        }
    ],
}


@router.get(
    "/school-polls",
    response=SchoolPollsOut,
    url_name="school-polls",
    openapi_extra=example({"items": [POLL], "next": ""}),
)
@access("public")
def list_polls(request: HttpRequest, after: PageToken = "", limit: PageSize = 20) -> dict[str, Any]:
    """Polls of whole schools that are over, the newest first."""
    page = queries.told_polls(after=after, size=limit)
    names = queries.school_names(page.items)
    turnouts = queries.turnouts(page.items)
    return {
        "items": [
            _poll(poll, names.get(poll.organisation_id, ""), turnouts[poll.id])
            for poll in page.items
        ],
        "next": page.next_token,
    }


@router.get(
    "/school-polls/{slug}",
    response=SchoolPollWholeOut,
    url_name="school-poll",
    openapi_extra=example(WHOLE),
)
@access(policies.may_read_poll)
def read_poll(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """A poll by its address, with its result once it is over."""
    poll = queries.poll_for(identity.person_of(request), slug)
    school = queries.school_names([poll]).get(poll.organisation_id, "")
    return {**_poll(poll, school, queries.shown_turnout(poll)), "questions": _questions(poll)}


def _poll(poll: SchoolPoll, school: str, answers: int) -> dict[str, Any]:
    return {
        "slug": poll.slug,
        "title": poll.title,
        "about": poll.about,
        "school": school,
        "classes": poll.classes,
        "state": poll.state,
        "ends_at": poll.ends_at,
        "slips": poll.slips_made,
        "slips_void": poll.slips_void,
        "answers": answers,
        "stopped_because": poll.stopped_because,
        "url": told.url_of(poll),
    }


def _questions(poll: SchoolPoll) -> list[dict[str, Any]]:
    if not policies.may_read_result(poll):
        return [_question(one, None, is_told=False) for one in rules.from_json(poll.questions)]
    return [
        _question(
            one.asked,
            one.answered,
            is_told=one.is_told,
            votes={row["title"]: row["votes"] for row in one.rows},
        )
        for one in queries.result(poll)
    ]


def _question(
    asked: rules.Asked,
    answered: int | None,
    *,
    is_told: bool,
    votes: dict[str, int] | None = None,
) -> dict[str, Any]:
    return {
        "text": asked.text,
        "kind": asked.kind,
        "maximum": asked.maximum,
        "answered": answered,
        "is_told": is_told,
        "options": [{"title": title, "votes": (votes or {}).get(title)} for title in asked.options],
    }

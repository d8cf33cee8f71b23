"""Questions and guides by API: what everyone may read, the same as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema

from veche.commons.identity.public import ANONYMOUS
from veche.domains.advice import policies
from veche.domains.advice.models import Answer, Guide, Question
from veche.domains.advice.queries import guides, questions
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()
Theme = Annotated[str, Query(max_length=20, pattern=r"^[a-z]*$")]


class TownQuestionOut(Schema):
    """A public question; `due_on` is the last day of the town's term."""

    number: str
    title: str
    text: str
    theme: str
    answers: int
    has_official: bool
    has_best: bool
    published_at: datetime
    due_on: date
    url: str


class TownQuestionsOut(Schema):
    """A page of questions; `next` is the token of the page after it, empty at the end."""

    items: list[TownQuestionOut]
    next: str


class TownAnswerOut(Schema):
    """A public answer; neighbours are not named."""

    id: str
    text: str
    voice: Literal["official", "expert", "neighbour"]
    speaks_for: str
    is_best: bool
    useful: int
    useless: int
    published_at: datetime


class TownAnswersOut(Schema):
    """A page of answers, the most useful first."""

    items: list[TownAnswerOut]
    next: str


class GuideOut(Schema):
    """A guide; `standing` is checked, unchecked, due, doubted or outdated."""

    number: str
    title: str
    text: str
    theme: str
    version: int
    speaks_for: str
    standing: str
    checked_on: date | None
    check_by: date | None
    changed_at: datetime
    url: str


class GuidesOut(Schema):
    """A page of guides, the newest change first."""

    items: list[GuideOut]
    next: str


# not shown: an example for programmers
QUESTION = {
    "number": "41729036",
    "title": "Где оформить карту жителя пенсионеру?",
    "text": "",
    "theme": "support",
    "answers": 2,
    "has_official": True,
    "has_best": True,
    "published_at": "2026-11-20T09:12:00Z",
    "due_on": "2026-11-26",
    "url": "/advice/41729036/",
}
# not shown: an example for programmers
ANSWER = {
    "id": "7b3c1c9e-6d1f-4f4e-9a53-0d1b8f5f3a11",
    "text": "В МФЦ на Советской, 5, окно 12: паспорт и СНИЛС, готово за 10 дней.",
    "voice": "official",
    "speaks_for": "Управление социальной защиты",
    "is_best": True,
    "useful": 31,
    "useless": 1,
    "published_at": "2026-11-21T07:40:00Z",
}
GUIDE = {
    "number": QUESTION["number"],
    "title": QUESTION["title"],
    "text": ANSWER["text"],
    "theme": "support",
    "version": 2,
    "speaks_for": ANSWER["speaks_for"],
    "standing": "checked",
    "checked_on": "2026-11-21",
    "check_by": "2027-05-20",
    "changed_at": "2026-11-21T07:40:00Z",
    "url": "/advice/guides/41729036/",
}


@router.get(
    "/advice/questions",
    response=TownQuestionsOut,
    url_name="advice-questions",
    openapi_extra=example({"items": [QUESTION], "next": ""}),
)
@access("public")
def list_questions(
    request: HttpRequest,
    theme: Theme = "",
    show: Literal["", "waiting", "answered"] = "",
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Public questions: the newest, those that wait (oldest first), those answered lately."""
    page = questions.page(theme, show, after=after, size=size)
    return {"items": [_question(row) for row in page.items], "next": page.next_token}


@router.get(
    "/advice/questions/{number}",
    response=TownQuestionOut,
    url_name="advice-question",
    openapi_extra=example(QUESTION),
)
@access(policies.may_read_question)
def read_question(request: HttpRequest, number: str) -> dict[str, Any]:
    """One public question."""
    return _question(questions.question_for(ANONYMOUS, number))


@router.get(
    "/advice/questions/{number}/answers",
    response=TownAnswersOut,
    url_name="advice-answers",
    openapi_extra=example({"items": [ANSWER], "next": ""}),
)
@access(policies.may_read_question)
def list_answers(
    request: HttpRequest, number: str, after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """Answers to a question by usefulness."""
    row = questions.question_for(ANONYMOUS, number)
    page = questions.answers(row, after=after, size=size)
    return {"items": [_answer(row, one) for one in page.items], "next": page.next_token}


@router.get(
    "/advice/guides",
    response=GuidesOut,
    url_name="advice-guides",
    openapi_extra=example({"items": [GUIDE], "next": ""}),
)
@access("public")
def list_guides(
    request: HttpRequest, theme: Theme = "", after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """Guides, the newest change first."""
    page = guides.page(theme, after=after, size=size)
    return {"items": [_guide(row) for row in page.items], "next": page.next_token}


@router.get(
    "/advice/guides/{number}",
    response=GuideOut,
    url_name="advice-guide",
    openapi_extra=example(GUIDE),
)
@access("public")
def read_guide(request: HttpRequest, number: str) -> dict[str, Any]:
    """One guide."""
    return _guide(guides.guide(number))


def _question(row: Question) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "theme": row.theme,
        "answers": row.answers,
        "has_official": row.has_official,
        "has_best": row.best_id is not None,
        "published_at": row.published_at,
        "due_on": row.due_on,
        "url": reverse("advice:read-question", args=[row.number]),
    }


def _answer(question: Question, row: Answer) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "text": row.text,
        "voice": row.voice,
        "speaks_for": row.speaks_for,
        "is_best": question.best_id == row.id,
        "useful": row.useful,
        "useless": row.useless,
        "published_at": row.published_at,
    }


def _guide(row: Guide) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "theme": row.theme,
        "version": row.version,
        "speaks_for": row.speaks_for,
        "standing": guides.standing(row),
        "checked_on": row.checked_on,
        "check_by": row.check_by,
        "changed_at": row.changed_at,
        "url": reverse("advice:read-guide", args=[row.number]),
    }

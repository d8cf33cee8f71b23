"""Questions and guides by API: anyone reads, the owner of a key with the scope `write` asks and
answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS
from veche.domains.advice import policies, rules
from veche.domains.advice.actions import answering, asking
from veche.domains.advice.models import Answer, Guide, Question
from veche.domains.advice.queries import guides, questions
from veche.kernel import idempotency
from veche.kernel.access import access
from veche.kernel.web.described import ONE_LINE, PROSE, PageSize, PageToken, RetryKey, example

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


class TownQuestionIn(Schema):
    """A question: one line, more if one line is not enough, a theme."""

    title: Annotated[str, Field(min_length=rules.TITLE_MIN, max_length=rules.TITLE_MAX), ONE_LINE]
    text: Annotated[str, Field(max_length=rules.TEXT_MAX), PROSE] = ""
    theme: Annotated[str, Field(json_schema_extra={"enum": list(rules.THEMES)})]


class TownAskedOut(Schema):
    """What became of a question; `url` is its author's alone until a moderator lets it through."""

    number: str
    is_public: bool
    note: str
    url: str


class TownAnswerIn(Schema):
    """The words of a neighbour."""

    text: Annotated[str, Field(min_length=rules.ANSWER_MIN, max_length=rules.ANSWER_MAX), PROSE]


class TownWrittenOut(Schema):
    """What became of an answer: `note` says what was hidden in it before it was kept."""

    id: str
    is_public: bool
    note: str


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
# not shown: an example for programmers
ASKING = {"title": QUESTION["title"], "text": "", "theme": "support"}
ASKED = {"number": QUESTION["number"], "is_public": False, "note": "", "url": QUESTION["url"]}
WRITTEN = {"id": ANSWER["id"], "is_public": False, "note": ""}
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


@router.post(
    "/advice/questions",
    response=TownAskedOut,
    url_name="ask-question",
    **identity.by_key(identity.WRITE, example(ASKED, sent=ASKING)),
)
@access(policies.may_ask_question)
def ask_question(
    request: HttpRequest, given: TownQuestionIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Ask the town; look first whether it has been answered."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        done = asking.ask_question(person, title=given.title, text=given.text, theme=given.theme)
        return {"number": done.number, "is_public": done.is_public, "note": done.note}

    made = _once(request, retry_key, given, make)
    return {**made, "url": reverse("advice:read-question", args=[made["number"]])}


@router.post(
    "/advice/questions/{number}/answers",
    response=TownWrittenOut,
    url_name="write-answer",
    **identity.by_key(identity.WRITE, example(WRITTEN, sent={"text": ANSWER["text"]})),
)
@access(policies.may_answer_question)
def write_answer(
    request: HttpRequest, number: str, given: TownAnswerIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Answer a question in one's own name; for others people speak on the page."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        done = answering.write_answer(person, number=number, text=given.text)
        return {"id": str(done.id), "is_public": done.is_public, "note": done.note}

    return _once(request, retry_key, given, make)


def _once(
    request: HttpRequest, retry_key: str, given: Schema, make: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """A repeat with the same key gets the first answer."""
    answer: dict[str, Any] = idempotency.answer_once(
        f"person:{identity.person_of(request).known_id}",
        f"advice:{retry_key}",
        f"{request.path}\n{given.model_dump_json()}".encode(),
        make,
    )
    return answer


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

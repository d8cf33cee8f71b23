"""Arguments by API: anyone reads, the owner of a key with the scope `write` argues and marks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from veche.commons.discussion import actions, policies, queries, registry, rules
from veche.commons.discussion.models import Argument
from veche.commons.identity import public as identity
from veche.kernel import idempotency
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, RetryKey, example

router = Router()
SideName = Literal["for", "against"]


class ArgumentOut(Schema):
    """An argument everyone sees; who spoke is told of officials alone."""

    id: str
    side: SideName
    text: str
    speaks_for: str
    useful: int
    swayed: int
    published_at: datetime


class ArgumentsOut(Schema):
    """A page of arguments; `next` is the token of the page after it, empty at the end."""

    title: str
    url: str
    is_open: bool
    items: list[ArgumentOut]
    next: str


class ArgumentIn(Schema):
    """A side and the words."""

    side: SideName
    text: Annotated[str, Field(min_length=rules.TEXT_MIN, max_length=rules.TEXT_MAX)]


class WrittenOut(Schema):
    """What became of an argument: `note` says what was hidden in it before it was kept."""

    id: str
    is_public: bool
    note: str


class MarkIn(Schema):
    """Useful or not any more."""

    useful: bool


class MarkOut(Schema):
    """How the argument stands now."""

    id: str
    useful: int


# not shown: an example for programmers
ARGUMENT = {
    "id": "7b3c1c9e-6d1f-4f4e-9a53-0d1b8f5f3a11",
    "side": "for",
    "text": "В сквере есть тень, летом на площади сорок градусов.",
    "speaks_for": "",
    "useful": 41,
    "swayed": 3,
    "published_at": "2026-11-20T09:12:00Z",
}
# not shown: an example for programmers
PAGE = {
    "title": "Какой быть площади?",
    "url": "/polls/newyear/",
    "is_open": True,
    "items": [ARGUMENT],
    "next": "",
}
WRITTEN = {"id": ARGUMENT["id"], "is_public": False, "note": ""}
# not shown: an example for programmers
SENT = {"side": "for", "text": ARGUMENT["text"]}
MARKED = {"id": ARGUMENT["id"], "useful": 42}


@router.get(
    "/discussions/{kind}/{uuid:subject_id}/arguments",
    response=ArgumentsOut,
    url_name="arguments",
    openapi_extra=example(PAGE),
)
@access("public")
def list_arguments(
    request: HttpRequest,
    kind: str,
    subject_id: UUID,
    side: Literal["", "for", "against"] = "",
    order: Literal["best", "new"] = "best",
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Arguments on a subject, of one side or of both."""
    subject = registry.subject(kind, subject_id)
    page = queries.page_of_side(kind, subject_id, side, order=order, after=after, size=size)
    return {
        "title": subject.title,
        "url": subject.url,
        "is_open": subject.is_open,
        "items": [_out(row) for row in page.items],
        "next": page.next_token,
    }


@router.post(
    "/discussions/{kind}/{uuid:subject_id}/arguments",
    response=WrittenOut,
    url_name="write-argument",
    **identity.by_key(identity.WRITE, example(WRITTEN, sent=SENT)),
)
@access(policies.may_argue)
def write_argument(
    request: HttpRequest, kind: str, subject_id: UUID, given: ArgumentIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Argue for a side; a repeat with the same key gets the first answer."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        done = actions.write_argument(
            person, kind=kind, subject_id=subject_id, side=given.side, text=given.text
        )
        return {"id": str(done.id), "is_public": done.is_public, "note": done.note}

    told = f"{kind}:{subject_id}:{given.side}:{given.text}".encode()
    answer: dict[str, Any] = idempotency.answer_once(
        f"person:{person.known_id}", f"argue:{retry_key}", told, make
    )
    return answer


@router.put(
    "/arguments/{uuid:argument_id}/mark",
    response=MarkOut,
    url_name="mark-argument",
    **identity.by_key(identity.WRITE, example(MARKED, sent={"useful": True})),
)
@access(policies.may_mark_argument)
def mark_argument(request: HttpRequest, argument_id: UUID, given: MarkIn) -> dict[str, Any]:
    """Find an argument useful, or take that back; the same again changes nothing."""
    person = identity.person_of(request)
    actions.mark_argument(person, argument_id=argument_id, is_marked=given.useful)
    return {"id": str(argument_id), "useful": queries.argument(argument_id).useful}


def _out(row: Argument) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "side": row.side,
        "text": row.text,
        "speaks_for": row.speaks_for,
        "useful": row.useful,
        "swayed": row.swayed,
        "published_at": row.published_at,
    }

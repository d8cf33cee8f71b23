"""Asking support by API: no account, no key; the number is the way to the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from veche.domains.help import actions, queries
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.text import clean_text
from veche.kernel.web.described import RetryKey, example

router = Router()
SHORTEST = 5
# not shown: an example for programmers
_NUMBER = {"number": "123456789012"}
# not shown: an example for programmers
_INQUIRY: dict[str, Any] = {
    **_NUMBER,
    "text": "Не приходит код.",
    "asked_at": "2026-11-09T06:00:00Z",
    "answer": "",
    "answered_at": None,
}


class InquiryIn(Schema):
    """A question: what one did and what one saw, nothing of who one is."""

    text: Annotated[str, Field(min_length=SHORTEST, max_length=2000)]


class NumberOut(Schema):
    """By this number the answer is read; whoever knows it can."""

    number: str


class InquiryOut(NumberOut):
    """A question and its answer, empty while there is none."""

    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@router.post(
    "/inquiries",
    response=NumberOut,
    url_name="ask-support",
    openapi_extra=example(_NUMBER, sent={"text": _INQUIRY["text"]}),
)
@access("public")
def ask_support(request: HttpRequest, inquiry: InquiryIn, retry: RetryKey) -> dict[str, Any]:
    """Ask support; a repeat with the same key gets the same number."""
    text = clean_text(inquiry.text)
    if len(text) < SHORTEST:
        raise Invalid(
            _("Напишите чуть подробнее, что случилось."), fields={"text": _("Слишком коротко")}
        )
    visitor = limits.client_of(request)
    return {"number": actions.ask_support(visitor=visitor, screen="", text=text, key=retry)}


@router.get(
    "/inquiries/{number}",
    response=InquiryOut,
    url_name="inquiry",
    openapi_extra=example(_INQUIRY),
)
@access("public")
def read_inquiry(
    request: HttpRequest, number: Annotated[str, Path(pattern="^[0-9]{12}$")]
) -> dict[str, Any]:
    """The question of that number and its answer."""
    limits.hit(f"inquiry:{limits.client_of(request)}", limit=30, seconds=600)
    found = queries.inquiry_by_number(number)
    if found is None:
        raise NotFound()
    return {
        "number": found.number,
        "text": found.text,
        "asked_at": found.asked_at,
        "answer": found.answer,
        "answered_at": found.answered_at,
    }

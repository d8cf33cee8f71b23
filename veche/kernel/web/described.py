"""What operations of the API say of themselves besides their types: examples, files, list pages."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Header
from pydantic import AfterValidator, BeforeValidator, Field

from veche.kernel.text import clean_line, clean_text

JSON = "application/json"
# Where a list goes on: `next` of the page before, nothing a sender could make up.
PageToken = Annotated[
    str, Field(max_length=400, json_schema_extra={"format": "page-token"}, description="`next`")
]
# A whole number of JSON: 4 and 4.0 are the same, "4" and true are none. Limits stand before
# PLAIN, or the description would not tell of them.
PLAIN = BeforeValidator(lambda given: _number(given))
Whole = Annotated[int, PLAIN]
# Words of people, cleaned as the forms of pages clean them; limits stand before these as well.
ONE_LINE, PROSE = AfterValidator(clean_line), AfterValidator(clean_text)
# After the cleaning: of words that must be there, something is left to be seen.
SAID = AfterValidator(lambda cleaned: _said(cleaned))
PageSize = Annotated[int, Field(ge=1, le=100)]


# What makes a repeated request safe: a random word of the sender's, the same in each repeat.
RetryKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="The same in each repeat of one request; a repeat gets the first answer",
    ),
]


def _number(given: Any) -> Any:
    if isinstance(given, str | bytes | bool):
        raise ValueError("a whole number")
    return given


def _said(cleaned: str) -> str:
    if not cleaned:
        raise ValueError("words that can be seen")
    return cleaned


def example(value: Any, media: str = JSON, status: int = 200, sent: Any = None) -> dict[str, Any]:
    """`openapi_extra` of an operation that answers like this, when asked with `sent`."""
    extra: dict[str, Any] = {"responses": {status: {"content": {media: {"example": value}}}}}
    if sent is not None:
        extra["requestBody"] = {"content": {JSON: {"example": sent}}}
    return extra


def files(examples: dict[str, Any]) -> dict[str, Any]:
    """`openapi_extra` of an operation that gives a file: an example for each media type."""
    content = {
        media: {
            "schema": {"type": "object" if media.endswith("json") else "string"},
            "example": one,
        }
        for media, one in examples.items()
    }
    return {"responses": {200: {"content": content}}}

"""What was removed and why, for programs: what the page of the log tells everyone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from veche.commons.moderation import queries, wording
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example

router = Router()


class RemovedOut(Schema):
    """A removal: what sort of thing, why, when; neither the text nor the person."""

    kind: str
    title: str
    reason: str
    reason_text: str
    submitted_at: datetime
    removed_at: datetime


class RemovalsOut(Schema):
    """A page of removals; `next` is the token of the page after it, empty at the end."""

    items: list[RemovedOut]
    next: str


# not shown: an example for programmers
REMOVED = {
    "kind": "discussion.argument",
    "title": "Довод в обсуждении",
    "reason": "advert",
    "reason_text": "Реклама",
    "submitted_at": "2026-11-20T09:12:00Z",
    "removed_at": "2026-11-20T10:01:00Z",
}


@router.get(
    "/moderation/removals",
    response=RemovalsOut,
    url_name="moderation-removals",
    openapi_extra=example({"items": [REMOVED], "next": ""}),
)
@access("public")
def list_removals(
    request: HttpRequest, after: PageToken = "", size: PageSize = 20
) -> dict[str, Any]:
    """What moderators removed, the latest first."""
    page = queries.removed(after=after, size=size)
    return {
        "items": [
            {
                "kind": row.kind,
                "title": str(wording.kind_title(row.kind)),
                "reason": row.reason,
                "reason_text": str(wording.reason_text(row.kind, row.reason)),
                "submitted_at": row.submitted_at,
                "removed_at": row.decided_at,
            }
            for row in page.items
        ],
        "next": page.next_token,
    }

"""What followers of a discussion and those who have brought its subject up are told, and the author
whose argument was let through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.discussion import events, queries, registry, wording
from veche.commons.discussion.models import Argument
from veche.kernel.manifest import Notice, NoticeKind, Subject

TOPIC = "discussion.thread"
LETTERS = 160


def topic_of(kind: str, subject_id: UUID) -> str:
    """By what one discussion is followed."""
    return f"{TOPIC}:{kind}/{subject_id}"


def published(payload: Mapping[str, Any]) -> Notice | None:
    """To followers and to whose it is about: a new argument, and of which side."""
    row, subject = _public(payload)
    if row is None or subject is None:
        return None
    return Notice(
        title=_("Новый довод: %(title)s") % {"title": subject.title},
        text=f"{wording.SIDES[row.side]}: {row.text[:LETTERS]}",
        url=_url(row),
        topics=(topic_of(row.thread.kind, row.thread.subject_id),),
        people=tuple(registry.people_of(row.thread.kind, row.thread.subject_id)),
        besides=(row.author_id,) if row.author_id else (),
    )


def passed(payload: Mapping[str, Any]) -> Notice | None:
    """To the author: everyone sees it now."""
    row, subject = _public(payload)
    if row is None or subject is None or row.author_id is None:
        return None
    return Notice(
        title=_("Ваш довод опубликован"), text=subject.title, url=_url(row), people=(row.author_id,)
    )


def _public(payload: Mapping[str, Any]) -> tuple[Argument | None, Subject | None]:
    row = queries.plain(UUID(payload["argument_id"]))
    if row is None or not row.is_public:
        return None, None
    return row, registry.known_subject(row.thread.kind, row.thread.subject_id)


def _url(row: Argument) -> str:
    here = reverse("discussion:read-discussion", args=[row.thread.kind, row.thread.subject_id])
    return f"{here}?order=new#a-{row.id}"


NOTICES = (
    NoticeKind(events.ArgumentPublished.kind, gettext_lazy("Новые доводы"), published),
    NoticeKind(events.ArgumentPassed.kind, gettext_lazy("Мой довод опубликован"), passed),
)

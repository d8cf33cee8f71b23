"""Who asked support and wants to hear of the answer says so; of nobody else it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.domains.help import events, queries
from veche.kernel.manifest import Notice, NoticeKind, Topic

INQUIRY = "help.inquiry"


def topic_of(inquiry_id: UUID) -> str:
    """By what one question is followed; only who has its number is shown it."""
    return f"{INQUIRY}:{inquiry_id}"


def _answered(payload: Mapping[str, Any]) -> Notice | None:
    inquiry_id = UUID(payload["inquiry_id"])
    if not queries.is_answered(inquiry_id):
        return None
    return Notice(
        title=_("Поддержка ответила на ваш вопрос"),
        text=_("Ответ открывается по номеру вопроса."),
        url=reverse("help:read-answer"),
        topics=(topic_of(inquiry_id),),
    )


def _find(key: str) -> tuple[str, str] | None:
    try:
        found = queries.is_asked(UUID(key))
    except ValueError:
        return None
    return (_("Вопрос в поддержку"), reverse("help:read-answer")) if found else None


NOTICES = (NoticeKind(events.InquiryAnswered.kind, gettext_lazy("Ответ поддержки"), _answered),)
TOPICS = (Topic(INQUIRY, gettext_lazy("Вопрос в поддержку"), _find),)

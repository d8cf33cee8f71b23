"""Who follows a school poll hears when its result is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.domains.schools import events, queries, rules
from veche.domains.schools.models import SchoolPoll
from veche.kernel.manifest import Notice, NoticeKind, Topic

POLL = "schools.poll"


def topic_of(poll_id: UUID) -> str:
    """By what one poll is followed."""
    return f"{POLL}:{poll_id}"


def url_of(poll: SchoolPoll) -> str:
    """Its page."""
    return reverse("schools:read-poll", args=[poll.slug])


def _closed(payload: Mapping[str, Any]) -> Notice | None:
    poll = queries.by_id(UUID(payload["poll_id"]))
    if poll is None:
        return None
    return Notice(
        title=_("Школьный опрос закончился"),
        text=poll.title,
        url=url_of(poll),
        topics=(topic_of(poll.id),),
    )


def _find(key: str) -> tuple[str, str] | None:
    try:
        poll = queries.by_id(UUID(key))
    except ValueError:
        return None
    if poll is None or poll.state not in rules.SHOWN:
        return None
    return poll.title, url_of(poll)


def _stopped(payload: Mapping[str, Any]) -> Notice | None:
    poll = queries.by_id(UUID(payload["poll_id"]))
    if poll is None:
        return None
    return Notice(
        title=_("Школьный опрос остановлен"),
        text=poll.stopped_because,
        url=url_of(poll),
        topics=(topic_of(poll.id),),
    )


NOTICES = (
    NoticeKind(events.SchoolPollClosed.kind, gettext_lazy("Итог школьного опроса"), _closed),
    NoticeKind(events.SchoolPollStopped.kind, gettext_lazy("Школьный опрос остановлен"), _stopped),
)
TOPICS = (Topic(POLL, gettext_lazy("Школьный опрос"), _find),)

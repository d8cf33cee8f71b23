"""What those who follow a poll, or all polls, are told of it.

Nobody is told because of having voted: a list of voters outside of the ballot box would outlive its
secret. Whoever has voted is offered to follow, which is their own act and says nothing of a ballot.
Of a poll that has grown from something those who stand behind that are told too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.identity.public import ANONYMOUS
from veche.domains.polls import events, policies, queries
from veche.domains.polls.models import Poll
from veche.domains.polls.queries import origins
from veche.kernel.errors import Text
from veche.kernel.manifest import Notice, NoticeKind, Topic

ALL, ONE = "polls.polls:all", "polls.poll"


def topic_of(poll_id: UUID) -> str:
    """By what one poll is followed."""
    return f"{ONE}:{poll_id}"


def _when(poll: Poll) -> str:
    if poll.closes_at is None:
        return ""
    day = date_format(localtime(poll.closes_at), "j E, H:i")
    return _("Голосуйте до %(day)s") % {"day": day}


def _summary(poll: Poll) -> str:
    return " ".join(filter(None, (poll.summary, _when(poll))))


def _counted(poll: Poll) -> str:
    return _("Итог и все бюллетени без имён — на странице опроса.")


def _issued(poll: Poll) -> str:
    return _("Протокол можно прочитать и скачать.")


def _tell(
    title: Text, words: Callable[[Poll], str], is_for_all: bool, payload: Mapping[str, Any]
) -> Notice | None:
    poll = _shown(payload["poll_id"])
    if poll is None:
        return None
    origin = origins.key_of(poll)
    topics = (topic_of(poll.id), *((ALL,) if is_for_all else ()), *((origin,) if origin else ()))
    return Notice(
        title=f"{title}: {poll.title}",
        text=words(poll),
        url=reverse("polls:poll", args=[poll.slug]),
        topics=topics,
        crowd=origin,
    )


def _shown(key: str) -> Poll | None:
    try:
        poll = queries.passport_by_id(UUID(key))
    except ValueError:
        return None
    return poll if poll is not None and policies.may_see_poll(ANONYMOUS, poll) else None


def _kind(
    event: str, title: Text, words: Callable[[Poll], str], *, is_for_all: bool = False
) -> NoticeKind:
    tell = partial(_tell, title, words, is_for_all)
    return NoticeKind(event, title, tell, origins.crowd_after)


NOTICES = (
    _kind(events.PollPublished.kind, gettext_lazy("Новый опрос"), _summary, is_for_all=True),
    _kind(events.PollOpened.kind, gettext_lazy("Голосование началось"), _when),
    _kind(events.PollExtended.kind, gettext_lazy("Голосование продлено"), _when),
    _kind(events.PollClosed.kind, gettext_lazy("Голосование завершено"), _counted, is_for_all=True),
    _kind(events.ProtocolIssued.kind, gettext_lazy("Готов протокол опроса"), _issued),
)


def _find(key: str) -> tuple[str, str] | None:
    poll = _shown(key)
    return (poll.title, reverse("polls:poll", args=[poll.slug])) if poll is not None else None


def _find_all(key: str) -> tuple[str, str] | None:
    return (_("Все опросы города"), reverse("polls:list")) if key == "all" else None


TOPICS = (
    Topic(ONE, gettext_lazy("Опрос"), _find),
    Topic("polls.polls", gettext_lazy("Все опросы города"), _find_all),
)

"""What of a poll's life is told to programs of others: only what its page shows everyone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ANONYMOUS
from veche.domains.polls import events, policies, queries
from veche.kernel.manifest import Announcement

# not shown: an example for programmers
EXAMPLE = {
    "id": "newyear",
    "title": "Какой быть новогодней площади?",
    "url": "/polls/newyear/",
    "phase": "open",
    "opens_at": "2026-10-26T06:00:00+00:00",
    "closes_at": "2026-11-09T18:00:00+00:00",
}


def tell(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """The poll as it is now; None for what has gone back out of sight."""
    poll = queries.passport_by_id(UUID(payload["poll_id"]))
    if poll is None or not policies.may_see_poll(ANONYMOUS, poll):
        return None
    return {
        "id": poll.slug,
        "title": poll.title,
        "url": f"/polls/{poll.slug}/",
        "phase": queries.phase_of(poll),
        "opens_at": poll.opens_at and poll.opens_at.isoformat(),
        "closes_at": poll.closes_at and poll.closes_at.isoformat(),
    }


ANNOUNCEMENTS = tuple(
    Announcement(kind, title, tell, {**EXAMPLE, "phase": phase})
    for kind, title, phase in (
        (events.PollPublished.kind, _("Опрос опубликован"), "upcoming"),
        (events.PollOpened.kind, _("Голосование началось"), "open"),
        (events.PollExtended.kind, _("Голосование продлено"), "open"),
        (events.PollClosed.kind, _("Голосование завершено, итоги подсчитаны"), "closed"),
        (events.ProtocolIssued.kind, _("Готов протокол опроса"), "closed"),
    )
)

"""For those who follow polls by programs of their own: a feed and calendars."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.towns import public as towns
from veche.domains.polls import policies, queries
from veche.domains.polls.models import Poll
from veche.kernel.access import access
from veche.kernel.web import feeds

SHOWN = 100


@require_safe
@access("public")
def feed(request: HttpRequest) -> HttpResponse:
    """Public polls as Atom: each once, told again when it closes."""
    title = _("%(town)s: опросы и голосования") % {"town": towns.current().name}
    entries = [
        feeds.Entry(
            title=poll.title,
            path=_path(poll),
            text=poll.summary,
            published_at=poll.published_at,
            updated_at=poll.closed_at or poll.published_at,
        )
        for poll in queries.recent_polls(SHOWN)
        if poll.published_at is not None
    ]
    entries.sort(key=lambda entry: entry.updated_at, reverse=True)
    return feeds.atom(request, title, reverse("polls:list"), entries)


@require_safe
@access("public")
def calendar(request: HttpRequest) -> HttpResponse:
    """All public polls as a calendar to subscribe to."""
    title = _("%(town)s: голосования") % {"town": towns.current().name}
    return feeds.calendar(request, title, _events(queries.recent_polls(SHOWN)))


@require_safe
@access(policies.may_see_poll)
def poll_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One poll, to add to a calendar."""
    poll = queries.passport_for(identity.ANONYMOUS, slug)
    response = feeds.calendar(request, poll.title, _events([poll]))
    response["Content-Disposition"] = f'attachment; filename="{poll.slug}.ics"'
    return response


def _events(polls: Iterable[Poll]) -> list[feeds.Event]:
    return [
        feeds.Event(
            title=_("Голосование: %(title)s") % {"title": poll.title},
            path=_path(poll),
            text=poll.summary,
            starts_at=poll.opens_at,
            ends_at=poll.closes_at,
            changed_at=poll.published_at or poll.opens_at,
        )
        for poll in polls
        if poll.opens_at is not None and poll.closes_at is not None
    ]


def _path(poll: Poll) -> str:
    return reverse("polls:poll", args=[poll.slug])

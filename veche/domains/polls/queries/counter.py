"""Polls as the counter and those who carry paper see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.organisations import public as organisations
from veche.commons.towns import public as towns
from veche.domains.polls import policies
from veche.domains.polls.models import Poll, State
from veche.domains.polls.queries.polls import poll_for
from veche.kernel import clock
from veche.kernel.errors import NotFound


def collectors_of(poll: Poll) -> list[organisations.Mandate]:
    """Elders, chairs and seniors who may carry paper of a poll today: those of its territory."""
    return organisations.collectors([one.place_id for one in poll.territories.all()])


def poll_at_counter(person: PersonRef, slug: str) -> Poll:
    """A published poll for clerks; NotFound for what is not published, Refused for others."""
    policies.may_serve_counter(person).or_refuse()
    poll = poll_for(person, slug)
    if poll.state not in {State.PUBLISHED, State.CLOSED}:
        raise NotFound()
    return poll


def polls_at_counter(person: PersonRef) -> list[Poll]:
    """Polls that run or will, and closed ones whose paper is still typed in; the nearest first."""
    policies.may_serve_counter(person).or_refuse()
    waiting = ballots.awaiting_papers()
    ahead = Q(state=State.PUBLISHED, closes_at__gt=clock.now())
    found = Poll.objects.filter(Q(id__in=waiting) | ahead)
    return list(found.order_by("closes_at", "id")[:100])


def polls_of_counter(person: PersonRef, also: Iterable[UUID], limit: int) -> list[Poll]:
    """Closed polls whose paper is still typed in, and these; two queries."""
    policies.may_serve_counter(person).or_refuse()
    wanted = {*ballots.awaiting_papers(), *also}
    return list(Poll.objects.filter(id__in=wanted).order_by("closes_at", "id")[:limit])


def papers_due_on(poll: Poll) -> date | None:
    """The last day of typing paper in; None while the vote has no end."""
    if poll.closes_at is None:
        return None
    closes = poll.closed_at or poll.closes_at
    day = closes.astimezone(clock.zone(towns.current().time_zone)).date()
    return norms.due_on("poll.paper_entry_days", day)

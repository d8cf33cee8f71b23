"""Polls that grow from things of other services: for bridges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.models import Kind, Poll
from veche.domains.polls.queries.origins import polls_by_ids


@dataclass(frozen=True)
class Link:
    """A poll: its title, its page for everyone ("" before it is public), its page in the office,
    and how it stands in a line."""

    title: str
    url: str
    office_url: str
    note: str
    is_over: bool


def begin_from(
    person: PersonRef,
    *,
    title: str,
    summary: str,
    place_id: UUID | None,
    origin_kind: str,
    origin_id: UUID,
) -> UUID:
    """Begin a draft for an author, of one territory or the whole town; joins the caller's
    transaction."""
    room = Poll._meta.get_field("title").max_length or 0
    passport = actions.Passport(kind=Kind.TOWN, title=title[:room], summary=summary)
    poll = actions.begin_from(
        person,
        passport=passport,
        place_id=place_id,
        origin_kind=origin_kind,
        origin_id=origin_id,
    )
    return poll.id


def links(poll_ids: Sequence[UUID]) -> Mapping[UUID, Link]:
    """What these polls are now; one query."""
    return {poll.id: _link(poll) for poll in polls_by_ids(poll_ids)}


def _link(poll: Poll) -> Link:
    is_shown = bool(policies.may_see_poll(ANONYMOUS, poll))
    return Link(
        title=poll.title,
        url=reverse("polls:poll", args=[poll.slug]) if is_shown else "",
        office_url=reverse("polls:manage-poll", args=[poll.slug]),
        note=shown.phase_line(poll) if is_shown else "",
        is_over=is_shown and queries.phase_of(poll) == "closed",
    )

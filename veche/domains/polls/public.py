"""What the shell may show of polls: home, search, pins, own votes. Plain values only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.polls import policies, queries
from veche.domains.polls.adapters import discussed as about
from veche.domains.polls.adapters import shown
from veche.domains.polls.adapters.joined import Link, begin_from, links
from veche.domains.polls.models import State
from veche.domains.polls.policies import may_draft_poll
from veche.domains.polls.queries.origins import Origin, use_origins
from veche.kernel.errors import NotFound
from veche.kernel.manifest import MapPin, SearchHit, ShareCard, SitePage, Subject

__all__ = [
    "Link",
    "Origin",
    "asked_for",
    "begin_from",
    "discussed",
    "home_part",
    "links",
    "may_draft_poll",
    "own_part",
    "own_votes_export",
    "pins",
    "search",
    "share_card",
    "site_pages",
    "use_origins",
]


def home_part(person: PersonRef) -> dict[str, Any]:
    """Open polls, the person's own territory first; the latest result; decisions in sight."""
    newest = commitments.recent(3)
    told_of = [one.source_id for one in newest if one.source_kind == "polls.poll"]
    closed, ahead = queries.last_closed(told_of), queries.running_and_coming()
    covers = shown.covers_of([*ahead, *closed])
    told = shown.briefs(person, ahead, covers)
    running = [brief for brief in told if brief.phase == "open"]
    running.sort(key=lambda brief: (brief.has_voted, not brief.is_near, brief.poll.closes_at))
    coming = [brief for brief in told if brief.phase == "upcoming"]
    return {
        "hero": running[0] if running else None,
        "briefs": running[1:4],
        "last": shown.last_result(closed[0]) if closed else None,
        "upcoming": sorted(coming, key=lambda brief: str(brief.poll.opens_at))[:2],
        "decisions": shown.decisions(newest, closed, covers),
    }


def search(person: PersonRef, words: str) -> Sequence[SearchHit]:
    """Polls by their text and options, whatever the form of the word or the typo."""
    return [
        SearchHit(
            title=poll.title,
            url=reverse("polls:poll", args=[poll.slug]),
            kind=poll.get_kind_display(),
            text=poll.summary[:160],
            rank=rank,
        )
        for poll, rank in queries.polls_about(words)
    ]


def site_pages() -> Sequence[SitePage]:
    """The list, each public poll, and the result of each that has one."""
    pages = [SitePage(reverse("polls:list"))]
    for slug, state, published_at, closed_at in queries.published_addresses():
        pages.append(SitePage(reverse("polls:poll", args=[slug]), closed_at or published_at))
        if state == State.CLOSED:
            pages.append(SitePage(reverse("polls:result", args=[slug]), closed_at))
    return pages


def share_card(slug: str) -> ShareCard | None:
    """What the picture beside a poll's link says; none for what is not public."""
    try:
        poll = queries.passport_for(ANONYMOUS, slug)
    except NotFound:
        return None
    return ShareCard(title=poll.title, lines=(shown.phase_line(poll),))


def discussed(poll_id: UUID) -> Subject | None:
    """A public poll whose author lets residents argue; taken until the hour of its close."""
    poll = queries.passport_by_id(poll_id)
    if poll is None or not poll.has_discussion or not policies.may_see_poll(ANONYMOUS, poll):
        return None
    return about.subject_of(poll)


def pins(person: PersonRef) -> Sequence[MapPin]:
    """Options of open polls that lie somewhere."""
    return [
        MapPin(
            title=option.text,
            url=reverse("polls:poll", args=[option.question.poll.slug]),
            latitude=option.latitude or 0.0,
            longitude=option.longitude or 0.0,
            kind=_("Голосование"),
            icon="vote",
            text=option.question.poll.title,
        )
        for option in queries.options_with_place()
    ]


def own_part(person: PersonRef) -> dict[str, Any]:
    """The person's own votes, newest first, while the tie between ballot and person exists."""
    return {"votes": shown.own_votes(person), "carried": shown.carried_by(person)}


def asked_for(person: PersonRef, path: str) -> str:
    """Which poll sent a person to say an age or a home, and of whom it asks."""
    return shown.asked_for(person, path)


def own_votes_export(person_id: UUID) -> list[dict[str, Any]]:
    """The person's own ballots, while the tie between ballot and person exists."""
    polls = {poll.id: poll for poll in queries.recent_polls()}
    found = ballots.own_ballots(list(polls), person_id, identity.earlier_ids(person_id))
    return [
        {"poll": polls[poll_id].title, "receipt": own.receipt, "choice": own.choice}
        for poll_id, own in found.items()
    ]

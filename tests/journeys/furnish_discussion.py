"""A moderator of the discussion's walk, and a poll that may be argued about."""

from __future__ import annotations

from importlib import import_module

MODERATOR = "discussion-moderator@example.org"


def furnish_discussion() -> str:
    """Appoint the moderator."""
    people = import_module("veche.commons.identity.tests.makers")
    people.make_person(contact=MODERATOR, roles=["moderator"], birth_year=1980)
    return MODERATOR


def argued(slug: str) -> str:
    """The address of the discussion below a poll."""
    polls = import_module("veche.domains.polls.models")
    discussion = import_module("veche.commons.discussion.public")
    poll = polls.Poll.objects.get(slug=slug)
    polls.Poll.objects.filter(id=poll.id).update(has_discussion=True)
    return str(discussion.discussion_url("polls.poll", poll.id))

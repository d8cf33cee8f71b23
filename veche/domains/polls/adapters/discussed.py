"""A poll as something that residents argue about, below its questions."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from veche.commons.discussion import public as discussion
from veche.domains.polls import queries
from veche.domains.polls.models import Poll
from veche.kernel.manifest import Subject

KIND = "polls.poll"
RUNNING, SHOWN = ("upcoming", "open"), ("upcoming", "open", "closed")


def subject_of(poll: Poll) -> Subject:
    """Its title, its page, and whether its hour of closing is still to come."""
    is_open = queries.phase_of(poll) in RUNNING
    return Subject(poll.title, reverse("polls:poll", args=[poll.slug]), is_open)


def part_of(request: HttpRequest, poll: Poll) -> str:
    """The best arguments of both sides, where the poll has any; nothing is read otherwise."""
    if not poll.has_discussion or queries.phase_of(poll) not in SHOWN:
        return ""
    return discussion.part(request, KIND, poll.id, subject_of(poll))

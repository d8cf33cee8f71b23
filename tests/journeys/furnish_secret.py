"""Secret polls with people enough to hide among: one that runs, one that is over and counted."""

from __future__ import annotations

import time
from datetime import timedelta
from importlib import import_module
from typing import Any

VOTERS = 110
TITLE = "До какого часа работать кафе?"
HOUR = 3600
# Long enough to drop the ballots that a poll soon over has.
SOON = 15


def furnish_secret() -> dict[str, str]:
    """A poll that the box has by now, and the contacts of two of its voters."""
    people = import_module("veche.commons.identity.tests.makers")
    contacts = [f"secret{number}@example.org" for number in range(2)]
    for contact in contacts:
        people.make_person(contact=contact)
    poll, _voters = _running(HOUR)
    return {"slug": poll.slug, "contacts": " ".join(contacts)}


def secret_over() -> str:
    """One whose five ballots the server made; its close has come, its log is read."""
    actions = import_module("veche.domains.polls.actions")
    closing = import_module("veche.commons.ballots.secrecy.closing")
    poll, voters = _running(SOON)
    for number, voter in enumerate(voters[:5]):
        answer = {"q1": [f"o{1 + number % 3}"]}
        actions.drop_assisted(voter, poll=poll, choice=answer)
    time.sleep(max(0.0, (poll.closes_at - _now()).total_seconds()) + 1)
    actions.close_due_poll(poll_id=poll.id)
    closing.count(poll.id)
    return str(poll.slug)


def _running(seconds: int) -> tuple[Any, list[Any]]:
    made = import_module("tests.attacks.made")
    people = import_module("veche.commons.identity.tests.makers")
    polls = import_module("veche.domains.polls.models")
    queries = import_module("veche.domains.polls.queries")
    actions = import_module("veche.domains.polls.actions")
    freezing = import_module("veche.commons.ballots.secrecy.freezing")
    voters = [people.make_person() for _number in range(VOTERS)]
    asked = {"kind": "one", "text": TITLE, "options": ("До 22:00", "До 23:00", "До полуночи")}
    draft = made.make_poll(asked, title="Ночные кафе", mode="secret", state="draft")
    polls.Poll.objects.filter(id=draft.id).update(
        state="published",
        opens_at=_now() - timedelta(minutes=1),
        closes_at=_now() + timedelta(seconds=seconds),
    )
    actions.open_due_poll(poll_id=draft.id)
    freezing.register(draft.id)
    return queries.poll_for(voters[0], draft.slug), voters


def _now() -> Any:
    return import_module("veche.kernel.clock").now()

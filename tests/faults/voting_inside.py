"""A poll with residents who may vote, and what lies in its box afterwards."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tools.bench.filling import filled
from veche.commons.ballots import public as ballots
from veche.commons.ballots.models import Ballot
from veche.commons.identity import public as identity
from veche.commons.identity import sessions
from veche.commons.towns import public as towns
from veche.domains.polls import queries
from veche.domains.polls.models import Option, Poll, Question, State
from veche.kernel import clock
from veche.kernel.ids import new_id

TOWN = "zarechye"


def prepare(number: str) -> dict[str, Any]:
    """An open poll and session keys of so many residents."""
    with towns.enter(TOWN):
        poll = _poll()
        residents = [
            identity.NewResident(new_id(), identity.BY_CONTACT) for _ in range(int(number))
        ]
        identity.register_many(residents)
        keys = [_session(resident.id) for resident in residents]
    return {"poll_id": str(poll.id), "slug": poll.slug, "sessions": keys}


def fill(number: str) -> dict[str, Any]:
    """A closed poll with so many published ballots, over a hundred bytes each."""
    slug, _seconds = filled(int(number), chosen=40)
    return {"slug": slug}


def _poll() -> Poll:
    now = clock.now()
    hours = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(days=1)}
    poll = Poll.objects.create(
        title="Что построить?", state=State.PUBLISHED, published_at=now, is_revisable=False, **hours
    )
    question = Question.objects.create(poll=poll, position=1, code="q", kind="one", text="Что?")
    for position, code in enumerate("abc", start=1):
        Option.objects.create(question=question, position=position, code=code, text=code)
    ballots.open_box(poll.id, paper=queries.paper_of(poll), is_revisable=False, **hours)
    return poll


def _session(person_id: UUID) -> str:
    session = SessionStore()
    session[sessions.PERSON], session[sessions.EPOCH] = str(person_id), 0
    session.create()
    return str(session.session_key)


def count(poll_id: str) -> dict[str, Any]:
    """What lies in the box: whose, by rows, by the kept count."""
    box = UUID(poll_id)
    with towns.enter(TOWN):
        own = {}
        for session in Session.objects.all():
            person = session.get_decoded().get(sessions.PERSON)
            found = ballots.own_ballots([box], UUID(person)).get(box) if person else None
            if found:
                own[session.session_key] = found.choice["q"][0]
        rows = list(Ballot.objects.filter(box_id=box).values_list("choice", "pseudonym"))
        kept = ballots.results(box)
    return {
        "own": own,
        "rows": len(rows),
        "voters": len({bytes(name) for _choice, name in rows}),
        "by_rows": dict(Counter(choice["q"][0] for choice, _name in rows)),
        "kept": {key: line.votes for (q, key), line in kept.lines.items() if q and key},
        "ballots": kept.ballots,
    }

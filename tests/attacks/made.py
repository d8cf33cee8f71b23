"""Polls for attacks: of every kind and in every phase, each with a word nobody else may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.polls import actions, queries
from veche.domains.polls.actions.running import close_box_of, searchable
from veche.domains.polls.models import Option, Poll, Question, Territory
from veche.kernel import clock

EVERY_KIND: tuple[dict[str, Any], ...] = (
    {"kind": "one", "options": ("Сквер", "Парк", "?")},
    {"kind": "several", "options": ("А", "Б", "В", "?"), "maximum": 2, "is_required": False},
    {"kind": "ranking", "options": ("А", "Б", "В"), "maximum": 3, "is_required": False},
    {"kind": "scale", "is_required": False},
    {"kind": "budget", "options": ("А", "Б"), "total": 10, "max_each": 8, "is_required": False},
    {"kind": "text", "is_required": False},
    {"kind": "place", "is_required": False},
    {"kind": "text", "is_required": False, "shown_if_question": "q1", "shown_if_options": ["o2"]},
)


def make_poll(
    *asks: dict[str, Any],
    opens: float = -1,
    closes: float = 5,
    places: tuple[UUID, ...] = (),
    **record: Any,
) -> Poll:
    """A poll whose hours are counted in days from now; its box is open when it is published."""
    now = clock.now()
    values = {"title": "Что построить?", "state": "published", "published_at": now, **record}
    poll = Poll.objects.create(
        opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes), **values
    )
    for number, ask in enumerate(asks or ({"kind": "one", "options": ("Сквер", "Парк")},), 1):
        _ask(poll, number, **ask)
    Territory.objects.bulk_create(Territory(poll=poll, place_id=place) for place in places)
    if poll.state == "published":
        ballots.open_box(
            poll.id,
            paper=queries.paper_of(poll),
            opens_at=poll.opens_at,  # type: ignore[arg-type]
            closes_at=poll.closes_at,  # type: ignore[arg-type]
            is_revisable=poll.is_revisable,
        )
        Poll.objects.filter(id=poll.id).update(options_text=searchable(poll))
    return poll


def _ask(poll: Poll, number: int, options: tuple[str, ...] = (), **values: Any) -> None:
    values = {"text": f"Вопрос {number}?", **values}
    question = Question.objects.create(poll=poll, position=number, code=f"q{number}", **values)
    Option.objects.bulk_create(
        Option(
            question=question,
            position=place,
            code=f"o{place}",
            text="Затрудняюсь ответить" if text == "?" else text,
            neutral="unsure" if text == "?" else "",
        )
        for place, text in enumerate(options, 1)
    )


def cast(poll: Poll, *options: str, person: PersonRef | None = None) -> ballots.Receipt:
    """A ballot for options of the first question."""
    voter = person or make_person(birth_year=1980)
    found = queries.poll_for(voter, poll.slug)
    return actions.cast_ballot(voter, poll=found, choice={"q1": list(options or ("o1",))})


def close(poll: Poll) -> None:
    """Close the poll and publish its ballots, as the jobs would."""
    with transaction.atomic():
        close_box_of(Poll.objects.get(id=poll.id))
    if not ballots.awaiting_papers([poll.id]):
        ballots.publish(poll.id)

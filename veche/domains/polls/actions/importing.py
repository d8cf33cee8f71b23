"""Polls that were held elsewhere: voters of a list become residents and vote here as anybody does.

The poll stays invisible until every ballot of the list lies in the box. A crash leaves it so; the
same import again goes on where it stopped, because persons and ballots are the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.towns import public as towns
from veche.domains.polls import queries
from veche.domains.polls.actions.running import cast_ballot, close_box_of
from veche.domains.polls.models import Kind, Option, Poll, Question, ResultsShown, State
from veche.kernel import clock, locks
from veche.kernel.errors import Conflict, NotFound

BATCH = 500
QUESTION = "vote"
# An import that broke off is finished by the same command within this time.
TIME_TO_FINISH = timedelta(days=365)


@dataclass(frozen=True)
class ListedOption:
    """A thing to choose; `code` is its id in the list."""

    code: str
    text: str
    detail: str = ""
    cost_kopecks: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class ListedPoll:
    """A poll held elsewhere; `key` is the same whenever the same list is imported."""

    key: str
    title: str
    summary: str
    question: str
    kind: str
    options: Sequence[ListedOption]
    minimum: int = 1
    maximum: int = 1
    total: int = 0
    max_each: int = 0


@dataclass(frozen=True)
class ListedVoter:
    """Somebody who voted, under an id that is the same whenever the same list is imported."""

    person_id: UUID
    choice: Mapping[str, Any]
    channel: str
    birth_year: int | None = None
    place_id: UUID | None = None


@contextmanager
def sole_import(key: str) -> Iterator[None]:
    """Hold the list in this town for this process; Conflict while another one imports it."""
    name = f"{towns.current().id}:polls.import:{key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (name,))
        if not cursor.fetchone()[0]:
            raise Conflict(
                _("Этот файл уже загружается"),
                advice=_("Дождитесь конца загрузки."),
                code="import-runs",
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (name,))


@transaction.atomic(durable=True)
def begin_import(listed: ListedPoll) -> Poll:
    """The poll of a list, with its box open; the one begun before, if there is one."""
    locks.take(exclusive=[f"polls.import:{listed.key}"])
    poll = Poll.objects.filter(import_key=listed.key).first()
    if poll is not None:
        return poll
    poll = _create(listed)
    opens_at, closes_at = poll.opens_at, poll.closes_at
    if opens_at is None or closes_at is None:
        raise NotFound()
    ballots.open_box(
        poll.id,
        paper=queries.paper_of(poll),
        opens_at=opens_at,
        closes_at=closes_at,
        is_revisable=False,
    )
    audit.record("polls.poll_import_begun", None, poll.id)
    return poll


def _create(listed: ListedPoll) -> Poll:
    now = clock.database_now()
    poll = Poll.objects.create(
        kind=Kind.OBJECTS,
        state=State.IMPORTING,
        title=listed.title,
        summary=listed.summary,
        opens_at=now,
        closes_at=now + TIME_TO_FINISH,
        published_at=now,
        is_revisable=False,
        results_shown=ResultsShown.AFTER_CLOSE,
        import_key=listed.key,
    )
    question = Question.objects.create(
        poll=poll,
        position=1,
        code=QUESTION,
        kind=listed.kind,
        text=listed.question,
        minimum=listed.minimum,
        maximum=listed.maximum,
        total=listed.total,
        max_each=listed.max_each,
    )
    Option.objects.bulk_create(
        Option(question=question, position=position, **vars(option))
        for position, option in enumerate(listed.options, start=1)
    )
    return poll


def cast_listed(poll_id: UUID, *, voters: Iterable[ListedVoter]) -> int:
    """Make residents of the voters and let them vote; harmless to repeat. Returns how many."""
    poll = Poll.objects.prefetch_related("territories").get(id=poll_id)
    today = clock.today(towns.current().time_zone)
    waiting, done = iter(voters), 0
    while batch := list(islice(waiting, BATCH)):
        identity.register_many(
            identity.NewResident(v.person_id, identity.BY_CONTACT, v.place_id, v.birth_year)
            for v in batch
        )
        known = identity.particulars_of_many([voter.person_id for voter in batch], today)
        for voter in batch:
            found = known.get(voter.person_id)
            if found is None:
                raise Conflict(
                    _("Кого-то из голосовавших успели удалить, голос подать некому"),
                    code="voter-erased",
                )
            person = identity.PersonRef(
                voter.person_id, found.level, home_place_id=found.home_place_id
            )
            cast_ballot(person, poll=poll, choice=voter.choice, channel=voter.channel)
        done += len(batch)
    return done


def finish_import(poll_id: UUID, *, expected: int) -> ballots.Results:
    """Close the poll once all `expected` ballots are in, publish its rows; harmless to repeat."""
    _close_complete(poll_id, expected)
    ballots.publish(poll_id)
    return ballots.results(poll_id)


@transaction.atomic(durable=True)
def _close_complete(poll_id: UUID, expected: int) -> None:
    locks.take(exclusive=[f"poll:{poll_id}"])
    poll = Poll.objects.get(id=poll_id)
    if poll.state != State.IMPORTING:
        return
    found = ballots.turnouts([poll_id])[poll_id]
    if found != expected:
        raise Conflict(
            _("В урне %(found)s из %(expected)s бюллетеней, опрос не завершён")
            % {"found": found, "expected": expected},
            advice=_("Запустите ту же загрузку ещё раз."),
            code="import-incomplete",
        )
    close_box_of(poll)
    audit.record("polls.poll_closed", None, poll.id)

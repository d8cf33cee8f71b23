"""Control calls: whom to call, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.polls import policies
from veche.domains.polls.models import Call, Outcome, Poll, State
from veche.domains.polls.queries.polls import counted_poll_for
from veche.kernel.errors import NotFound


def poll_to_call(person: PersonRef, slug: str) -> Poll:
    """A closed poll whose rows are published, for those who call its voters."""
    policies.may_call_voters(person).or_refuse()
    return counted_poll_for(person, slug)


def polls_with_calls(person: PersonRef, limit: int = 100) -> list[tuple[Poll, int]]:
    """Polls whose voters were drawn, and how many are still to be called; one query."""
    policies.may_call_voters(person).or_refuse()
    left = Count("calls", filter=Q(calls__outcome="", calls__person_id__isnull=False))
    drawn = Poll.objects.filter(calls__isnull=False).annotate(left=left)
    return [(poll, poll.left) for poll in drawn.order_by("-closes_at", "id")[:limit]]


def polls_to_draw(person: PersonRef, limit: int = 100) -> list[Poll]:
    """Closed polls with votes and marks that nobody has drawn from, while voters can be found;
    3 queries."""
    policies.may_call_voters(person).or_refuse()
    undrawn = Poll.objects.filter(
        id__in=ballots.with_marks(), state=State.CLOSED, closed_at__isnull=False, calls=None
    )
    found = list(undrawn.order_by("closed_at", "id")[:limit])
    came = ballots.turnouts([poll.id for poll in found])
    return [poll for poll in found if came[poll.id]]


def call_for(person: PersonRef, slug: str, call_id: UUID) -> Call:
    """A call of this poll; NotFound for a call of another."""
    poll = poll_to_call(person, slug)
    call = Call.objects.filter(poll=poll, id=call_id).first()
    if call is None:
        raise NotFound()
    return call


def next_call(person: PersonRef, poll: Poll) -> Call | None:
    """The caller's own call without an outcome, else the next whose number nobody was shown.

    Who was drawn themselves is called by somebody else.
    """
    waiting = Call.objects.filter(poll=poll, outcome="", person_id__isnull=False)
    own = waiting.filter(caller_id=person.known_id).first()
    others = waiting.exclude(person_id__in=[person.known_id, *person.earlier_ids])
    return own or others.filter(shown_at=None).first()


def call_counts(poll: Poll) -> dict[str, int]:
    """How many calls came to each outcome; none at all before the draw."""
    rows = Call.objects.filter(poll=poll).order_by().values_list("outcome")
    found = dict(rows.annotate(number=Count("id")))
    return {outcome: found.get(outcome, 0) for outcome in Outcome.values} if found else {}


def drawn_marks(poll: Poll) -> list[str]:
    """Marks of the drawn, in the order of the draw."""
    return list(Call.objects.filter(poll=poll).values_list("mark", flat=True))

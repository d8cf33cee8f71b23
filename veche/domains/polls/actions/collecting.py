"""Paper that elders carry: blank sheets out, sealed envelopes and blanks back. What a clerk does
with one envelope leaves sums of a day, like everything done for one person at the counter."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import public as organisations
from veche.domains.polls import policies, queries
from veche.domains.polls.actions.counter import today
from veche.domains.polls.models import Poll
from veche.kernel.errors import Invalid, NotFound


@transaction.atomic
def give_batch(
    clerk: PersonRef, *, poll: Poll, collector_id: UUID, amount: int, key: UUID
) -> ballots.Batch:
    """Number a pack for an elder of the poll's territory; the same key again is the same pack."""
    is_own = any(one.id == collector_id for one in organisations.mandates_of(clerk))
    phase = queries.phase_of(poll)
    policies.may_give_batch(clerk, poll, phase, is_own=is_own).or_refuse()
    if all(one.id != collector_id for one in queries.collectors_of(poll)):
        raise Invalid(
            _("Некому передать листы"),
            fields={"collector": _("Выберите старосту или председателя этой территории.")},
            code="no-collector",
        )
    batch = ballots.give_batch(
        poll.id,
        amount=amount,
        collector_id=collector_id,
        clerk_id=clerk.known_id,
        day=today(),
        batch_id=key,
    )
    audit.record(
        "polls.batch_given",
        clerk.id,
        poll.id,
        to=collector_id,
        first=batch.first,
        last=batch.last,
    )
    return batch


@transaction.atomic
def take_back_batch(clerk: PersonRef, *, poll: Poll, batch_id: UUID, unused: int) -> None:
    """Note how many blanks an elder brought back; they are worth nothing from now on."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    ballots.take_back(
        poll.id, batch_id=batch_id, unused=unused, clerk_id=clerk.known_id, day=today()
    )
    audit.record("polls.batch_returned", clerk.id, poll.id, batch=batch_id, unused=unused)


def accept_envelope(clerk: PersonRef, *, poll: Poll, kind: str, number: str, born: date) -> None:
    """Use up the right of the person whom the slip names; the inner envelope stays sealed."""
    phase = queries.phase_of(poll)
    policies.may_run_counter(clerk, poll, phase).or_refuse()
    voter_id = identity.recognise(clerk, kind=kind, number=number, born=born)
    voter = identity.person_by_id(voter_id)
    if voter is None:
        raise NotFound()
    terms = queries.terms_of(poll)
    policies.may_vote(terms, ballots.voter_of(voter, terms), phase).or_refuse()
    ballots.accept_envelope(
        poll.id,
        person_id=voter.known_id,
        earlier_ids=voter.earlier_ids,
        clerk_id=clerk.known_id,
        day=today(),
    )


def decline_envelope(clerk: PersonRef, *, poll: Poll) -> None:
    """Count an envelope that is put aside unopened: nobody's right stands behind it."""
    policies.may_run_counter(clerk, poll, queries.phase_of(poll)).or_refuse()
    ballots.decline_envelope(poll.id, clerk_id=clerk.known_id, day=today())

"""The verbs of the counter. What a clerk does for one person leaves sums of a day, no entry with a
time: entries in their order beside ballots in theirs would tell who filled in which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import events, policies, queries
from veche.domains.polls.actions.running import cast_ballot
from veche.domains.polls.actions.secrecy import drop_assisted
from veche.domains.polls.models import Poll, State
from veche.kernel import clock, locks, outbox

Typed = Mapping[str, Any] | None


def today() -> date:
    """The town's calendar day."""
    return clock.today(towns.current().time_zone)


def assist_vote(
    clerk: PersonRef, *, visitor: PersonRef, poll: Poll, choice: Mapping[str, Any]
) -> ballots.Receipt | ballots.AssistedReceipt:
    """Drop the ballot that a visitor fills in on the clerk's screen; it counts as `assisted`.

    In a secret poll no sum of the clerk is kept: two of them would stand beside two entries.
    """
    policies.may_run_counter(clerk, poll, queries.phase_of(poll)).or_refuse()
    if poll.is_secret:
        return drop_assisted(visitor, poll=poll, choice=choice)
    receipt = cast_ballot(visitor, poll=poll, choice=choice, channel="assisted")
    if not receipt.is_repeat:
        with transaction.atomic():
            ballots.add_tally(poll.id, day=today(), clerk_id=clerk.known_id, act="assisted")
    return receipt


def hand_out_paper(
    clerk: PersonRef, *, visitor: PersonRef, poll: Poll, is_seen: bool = False
) -> None:
    """Use up a visitor's right for a paper ballot; which sheet they take is nobody's matter.

    `is_seen`: the clerk looked in the document for what the town does not keep of this person.
    """
    phase = queries.phase_of(poll)
    policies.may_run_counter(clerk, poll, phase).or_refuse()
    terms = queries.terms_of(poll)
    voter = ballots.voter_of(visitor, terms)
    needs_eyes = is_seen and ballots.hurdle(terms, voter) in ballots.UNTOLD
    if needs_eyes:
        voter = ballots.seen_in_document(terms, voter)
    policies.may_vote(terms, voter, phase).or_refuse()
    with transaction.atomic():
        ballots.hand_out(
            poll.id,
            person_id=visitor.known_id,
            earlier_ids=visitor.earlier_ids,
            clerk_id=clerk.known_id,
            day=today(),
        )
        if needs_eyes:
            ballots.add_tally(poll.id, day=today(), clerk_id=clerk.known_id, act="seen")


@transaction.atomic
def print_papers(clerk: PersonRef, *, poll: Poll, amount: int, key: UUID) -> ballots.Pack:
    """Number a pack of sheets; the same key again is the same pack."""
    policies.may_print_papers(clerk, poll, queries.phase_of(poll)).or_refuse()
    pack = ballots.print_pack(
        poll.id, amount=amount, clerk_id=clerk.known_id, day=today(), pack_id=key
    )
    audit.record("polls.papers_printed", clerk.id, poll.id, first=pack.first, last=pack.last)
    return pack


@transaction.atomic
def spoil_paper(clerk: PersonRef, *, poll: Poll, number: str) -> None:
    """Take the worth from a spoiled sheet, so that its bearer takes another."""
    policies.may_run_counter(clerk, poll, queries.phase_of(poll)).or_refuse()
    ballots.spoil_sheet(poll.id, number=number, clerk_id=clerk.known_id, day=today())
    audit.record("polls.paper_spoiled", clerk.id, poll.id)


def enter_paper(clerk: PersonRef, *, poll: Poll, number: str, typed: Typed, key: UUID) -> None:
    """Type a sheet that was handed in; None says that nothing on it can be counted."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    ballots.enter_sheet(
        poll.id, clerk_id=clerk.known_id, number=number, typed=typed, key=key, day=today()
    )


def drop_paper(clerk: PersonRef, *, poll: Poll, serial: int) -> None:
    """Take a sheet out of the own stack, to type it anew."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    ballots.drop_entry(poll.id, clerk_id=clerk.known_id, serial=serial)


@transaction.atomic
def hand_over_stack(clerk: PersonRef, *, poll: Poll) -> None:
    """Give the own stack to a second person."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    ballots.hand_over_stack(poll.id, clerk_id=clerk.known_id, day=today())
    audit.record("polls.stack_handed_over", clerk.id, poll.id)


@transaction.atomic
def check_paper(clerk: PersonRef, *, poll: Poll, stack_id: UUID, number: str, typed: Typed) -> bool:
    """Type a drawn sheet again, blind; whether both typed the same."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    checked = ballots.check_paper(
        poll.id,
        stack_id=stack_id,
        clerk_id=clerk.known_id,
        number=number,
        typed=typed,
        day=today(),
    )
    if checked.is_stack_counted:
        audit.record("polls.stack_counted", clerk.id, poll.id, stack=stack_id)
    return checked.is_agreed


def retype_paper(
    clerk: PersonRef, *, poll: Poll, stack_id: UUID, number: str, typed: Typed
) -> None:
    """Type a disputed sheet of the own stack anew."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    ballots.retype_sheet(
        poll.id, stack_id=stack_id, clerk_id=clerk.known_id, number=number, typed=typed
    )


@transaction.atomic
def finish_papers(clerk: PersonRef, *, poll: Poll) -> None:
    """Say that every sheet that was handed in is counted; harmless to repeat."""
    policies.may_enter_papers(clerk, poll).or_refuse()
    _finish(poll.id, clerk.id)


@transaction.atomic
def finish_due_papers(*, poll_id: UUID) -> None:
    """End the typing of paper once its term is over; harmless to repeat."""
    poll = Poll.objects.filter(id=poll_id, state=State.CLOSED).first()
    due = queries.papers_due_on(poll) if poll is not None else None
    if due is not None and due < today():
        _finish(poll_id, None)


def _finish(poll_id: UUID, actor: UUID | None) -> None:
    locks.take(exclusive=[f"poll:{poll_id}"])
    figures = ballots.end_papers(poll_id)
    if figures is not None:
        audit.record(
            "polls.papers_counted",
            actor,
            poll_id,
            handed=figures.handed,
            counted=figures.counted,
            invalid=figures.invalid,
            left_out=figures.waiting,
        )
        outbox.put(events.PapersCounted(poll_id=poll_id))

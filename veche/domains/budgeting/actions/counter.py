"""The verbs of the counter. What a clerk does for one person leaves sums of a day, no entry with a
time: entries in their order beside ballots in theirs would tell who filled in which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions import balloting, setting_up
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import counter, cycles, voting
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid

Typed = Mapping[str, Any] | None


def _require_running(clerk: PersonRef, cycle: Cycle) -> None:
    policies.may_run_counter(clerk, cycle, cycles.spans_of(cycle), clock.now()).or_refuse()


def assist_vote(
    clerk: PersonRef, *, visitor: PersonRef, cycle: Cycle, choice: Mapping[str, Any]
) -> ballots.Receipt:
    """Drop the ballot that a visitor fills in on the clerk's screen; it counts as `assisted`."""
    _require_running(clerk, cycle)
    receipt = balloting.cast_ballot(visitor, cycle=cycle, choice=choice, channel=voting.ASSISTED)
    if not receipt.is_repeat:
        with transaction.atomic():
            ballots.add_tally(cycle.id, day=cycles.today(), clerk_id=clerk.known_id, act="assisted")
    return receipt


def hand_out_paper(
    clerk: PersonRef, *, visitor: PersonRef, cycle: Cycle, is_seen: bool = False
) -> None:
    """Use up a visitor's right for a paper ballot; which sheet they take is nobody's matter.

    `is_seen`: the clerk looked in the document for what the town does not keep of this person.
    """
    _require_running(clerk, cycle)
    terms, spans, day = voting.terms_of(cycle), cycles.spans_of(cycle), cycles.today()
    voter = ballots.voter_of(visitor, terms)
    needs_eyes = is_seen and ballots.hurdle(terms, voter) in ballots.UNTOLD
    if needs_eyes:
        voter = ballots.seen_in_document(terms, voter)
    policies.may_vote(cycle, terms, voter, spans, clock.now()).or_refuse()
    with transaction.atomic():
        ballots.hand_out(
            cycle.id,
            person_id=visitor.known_id,
            earlier_ids=visitor.earlier_ids,
            clerk_id=clerk.known_id,
            day=day,
        )
        if needs_eyes:
            ballots.add_tally(cycle.id, day=day, clerk_id=clerk.known_id, act="seen")


@transaction.atomic
def print_papers(clerk: PersonRef, *, cycle: Cycle, amount: int, key: UUID) -> ballots.Pack:
    """Number a pack of sheets; the same key again is the same pack."""
    spans = cycles.spans_of(cycle)
    policies.may_print_papers(clerk, cycle, spans, clock.now()).or_refuse()
    pack = ballots.print_pack(
        cycle.id, amount=amount, clerk_id=clerk.known_id, day=cycles.today(), pack_id=key
    )
    audit.record("budgeting.papers_printed", clerk.id, cycle.id, first=pack.first, last=pack.last)
    return pack


@transaction.atomic
def spoil_paper(clerk: PersonRef, *, cycle: Cycle, number: str) -> None:
    """Take the worth from a spoiled sheet, so that its bearer takes another."""
    _require_running(clerk, cycle)
    ballots.spoil_sheet(cycle.id, number=number, clerk_id=clerk.known_id, day=cycles.today())
    audit.record("budgeting.paper_spoiled", clerk.id, cycle.id)


def enter_paper(clerk: PersonRef, *, cycle: Cycle, number: str, typed: Typed, key: UUID) -> None:
    """Type a sheet that was handed in; None says that nothing on it can be counted.

    Invalid names the fund whose marks cost too much, exclude each other or lie too far.
    """
    policies.may_enter_papers(clerk, cycle).or_refuse()
    _require_fit(cycle, typed)
    ballots.enter_sheet(
        cycle.id,
        clerk_id=clerk.known_id,
        number=number,
        typed=typed,
        key=key,
        day=cycles.today(),
    )


def _require_fit(cycle: Cycle, typed: Typed) -> None:
    """What the box cannot know: whose districts somebody may choose in."""
    code = voting.too_far(cycle, typed) if typed is not None else ""
    if code:
        told = balloting.too_far(cycle.others_max or 0, code=code)
        raise Invalid(
            _("Лист введён не до конца"),
            advice=_("Если так и отмечено, лист недействителен: скажите это кнопкой внизу."),
            fields=told.fields,
            code=told.code,
        )


def drop_paper(clerk: PersonRef, *, cycle: Cycle, serial: int) -> None:
    """Take a sheet out of the own stack, to type it anew."""
    policies.may_enter_papers(clerk, cycle).or_refuse()
    ballots.drop_entry(cycle.id, clerk_id=clerk.known_id, serial=serial)


@transaction.atomic
def hand_over_stack(clerk: PersonRef, *, cycle: Cycle) -> None:
    """Give the own stack to a second person."""
    policies.may_enter_papers(clerk, cycle).or_refuse()
    ballots.hand_over_stack(cycle.id, clerk_id=clerk.known_id, day=cycles.today())
    audit.record("budgeting.stack_handed_over", clerk.id, cycle.id)


@transaction.atomic
def check_paper(
    clerk: PersonRef, *, cycle: Cycle, stack_id: UUID, number: str, typed: Typed
) -> bool:
    """Type a drawn sheet again, blind; whether both typed the same."""
    policies.may_enter_papers(clerk, cycle).or_refuse()
    _require_fit(cycle, typed)
    checked = ballots.check_paper(
        cycle.id,
        stack_id=stack_id,
        clerk_id=clerk.known_id,
        number=number,
        typed=typed,
        day=cycles.today(),
    )
    if checked.is_stack_counted:
        audit.record("budgeting.stack_counted", clerk.id, cycle.id, stack=stack_id)
    return checked.is_agreed


def retype_paper(
    clerk: PersonRef, *, cycle: Cycle, stack_id: UUID, number: str, typed: Typed
) -> None:
    """Type a disputed sheet of the own stack anew."""
    policies.may_enter_papers(clerk, cycle).or_refuse()
    _require_fit(cycle, typed)
    ballots.retype_sheet(
        cycle.id, stack_id=stack_id, clerk_id=clerk.known_id, number=number, typed=typed
    )


@transaction.atomic
def finish_papers(clerk: PersonRef, *, cycle: Cycle) -> None:
    """Say that every sheet that was handed in is counted; harmless to repeat."""
    policies.may_enter_papers(clerk, cycle).or_refuse()
    _finish(cycle.id, clerk.id)


@transaction.atomic
def finish_due_papers(*, cycle_id: UUID) -> None:
    """End the typing of paper once its term is over; harmless to repeat."""
    cycle = cycles.by_id(cycle_id)
    if cycle is None or cycle.state != rules.CLOSED:
        return
    if counter.papers_due_on(cycle) < cycles.today():
        _finish(cycle_id, None)


def _finish(cycle_id: UUID, actor: UUID | None) -> None:
    setting_up.locked(cycle_id)
    figures = ballots.end_papers(cycle_id)
    if figures is not None:
        audit.record(
            "budgeting.papers_counted",
            actor,
            cycle_id,
            handed=figures.handed,
            counted=figures.counted,
            invalid=figures.invalid,
            left_out=figures.waiting,
        )
        outbox.put(events.PapersCounted(cycle_id=cycle_id))

"""Neighbours who help: a proposal looks for hands in the pool, until the town has answered."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.initiatives import events, policies, rules
from veche.domains.initiatives.actions.supporting import locked
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import reading, terms
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import outbox
from veche.kernel.errors import Invalid

# Under this name it hears of what was done.
NOTE_HELP = "initiatives.note_help"


@transaction.atomic
def seek_help(person: PersonRef, *, slug: str, given: matching.NewNeed) -> None:
    """Look for helpers in the pool; while they are looked for or at work, nothing changes. Met
    once, it is a Conflict in words.

    Whose the place is an official alone says; on a resident's word the town answers for it.
    """
    policies.may_seek_help(person, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    policies.may_seek_help(person, row).or_refuse()
    if not policies.may_name_owner(person):
        given = replace(given, owner_organisation_id=None, owner_name="", is_owner_named=False)
    if given.ends_on is not None and given.ends_on < terms.today():
        raise Invalid(_("Этот день уже прошёл"), fields={"ends_on": _("Выберите день впереди")})
    standing = matching.need_of(KIND, str(row.id))
    if standing is not None and standing.is_sought:
        return
    matching.open_need(
        source_kind=KIND,
        source_id=str(row.id),
        given=replace(
            given,
            title=row.title,
            text=row.own_labour,
            url=reverse("initiatives:read-proposal", args=[row.slug]),
            raised_by=row.author_id,
        ),
        actor=person.known_id,
    )
    by_town = policies.may_judge_call(person, row, is_member=reading.is_member(person, row))
    row.call = rules.FREE if by_town else row.call or rules.UNSEEN
    row.save(update_fields=["call"])
    is_by_author = row.author_id in reading.own_ids(person)
    audit.record("initiatives.help_sought", person.id, row.id)
    outbox.put(events.HelpSought(proposal_id=row.id, is_by_author=is_by_author))


@transaction.atomic(durable=True)
def judge_call(person: PersonRef, *, slug: str, is_duty: bool) -> Proposal:
    """Say whether neighbours may be called; what the town must do by law is called for no more."""
    policies.may_judge_call(person, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    is_member = reading.is_member(person, row)
    policies.may_judge_call(person, row, is_member=is_member).or_refuse()
    call = rules.DUTY if is_duty else rules.FREE
    if row.call != call:
        row.call = call
        row.save(update_fields=["call"])
        if is_duty:
            matching.close_need(source_kind=KIND, source_id=str(row.id))
        audit.record("initiatives.call_judged", person.id, row.id, duty=is_duty)
        outbox.put(events.CallJudged(proposal_id=row.id, is_duty=is_duty))
    return row


@transaction.atomic
def note_help(*, proposal_id: UUID, event_id: UUID) -> None:
    """Helpers have done what a proposal called for, and its author has confirmed it to them; told
    again of the same event, it notes nothing."""
    row = reading.public_by_id(proposal_id)
    if row is not None and outbox.is_first(event_id, NOTE_HELP):
        audit.record("initiatives.help_given", None, row.id)
        outbox.put(events.HelpGiven(proposal_id=row.id))

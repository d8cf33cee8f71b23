"""Support on the site: given, taken back, and a proposal given up for a better one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.initiatives import events, policies, rules
from veche.domains.initiatives.actions.counting import count_support
from veche.domains.initiatives.models import Proposal, Support
from veche.domains.initiatives.queries import reading, terms
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import clock, limits, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

SUPPORTED_MAX, SUPPORTED_SECONDS = 200, 3600


@transaction.atomic(durable=True)
def support_proposal(person: PersonRef, *, slug: str) -> Proposal:
    """Support it; a second time changes nothing."""
    who, min_age = terms.participant(person), terms.value("min_age")
    policies.may_support_proposal(person, _readable(slug), who, min_age).or_refuse()
    row = locked(slug)
    policies.may_support_proposal(person, row, who, min_age).or_refuse()
    own = _own(person, row)
    if own.exists():
        # Back after the account was erased: theirs again, and counted already.
        own.update(is_forgotten=False)
        return row
    limits.hit(f"support:{person.id}", limit=SUPPORTED_MAX, seconds=SUPPORTED_SECONDS)
    Support.objects.create(proposal=row, person_id=person.known_id)
    audit.record("initiatives.proposal_supported", None, row.id)
    outbox.put(events.ProposalSupported(proposal_id=row.id))
    count_support(row, online=1)
    return row


@transaction.atomic(durable=True)
def withdraw_support(person: PersonRef, *, slug: str) -> Proposal:
    """Take one's support on the site back; a signature on paper stays with the paper."""
    policies.may_withdraw_support(person, _readable(slug)).or_refuse()
    row = locked(slug)
    policies.may_withdraw_support(person, row).or_refuse()
    own = _own(person, row)
    if own.filter(sheet__isnull=False).exists():
        raise Conflict(
            _("Вы подписались на бумаге"),
            advice=_("Подпись остаётся с листом, на портале её не отозвать."),
            code="signed-on-paper",
        )
    gone, _tables = own.delete()
    if gone:
        audit.record("initiatives.support_withdrawn", None, row.id)
        outbox.put(events.SupportWithdrawn(proposal_id=row.id))
        count_support(row, online=-gone)
    return row


@transaction.atomic(durable=True)
def retire_proposal(person: PersonRef, *, slug: str, favour: str) -> Proposal:
    """Give one's own proposal up for another; who supported it is told and decides alone."""
    policies.may_retire_proposal(person, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    policies.may_retire_proposal(person, row).or_refuse()
    other = reading.rivals_of(row).filter(slug=favour).first()
    if other is None:
        words = _("Выберите другое предложение, которое сейчас открыто.")
        raise Invalid(_("Этому предложению уступить нельзя"), fields={"favour": words})
    row.state, row.retired_for, row.changed_at = rules.RETIRED, other, clock.now()
    row.version += 1
    row.save(update_fields=["state", "retired_for", "changed_at", "version"])
    matching.close_need(source_kind=KIND, source_id=str(row.id))
    audit.record("initiatives.proposal_retired", person.id, row.id, favour=other.id)
    outbox.put(events.ProposalRetired(proposal_id=row.id))
    return row


def locked(slug: str) -> Proposal:
    """The row of that address, held until the end."""
    row = Proposal.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFound()
    return row


def _readable(slug: str) -> Proposal:
    row = reading.public_row(slug)
    if row is None:
        raise NotFound()
    return row


def _own(person: PersonRef, row: Proposal) -> QuerySet[Support]:
    return Support.objects.filter(proposal=row, person_id__in=reading.own_ids(person))

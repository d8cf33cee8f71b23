"""Making a count a document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.documents import public as documents
from veche.commons.identity.public import PersonRef
from veche.domains.polls import events, policies, queries
from veche.domains.polls.models import Protocol
from veche.kernel import locks, outbox


@dataclass(frozen=True)
class ProtocolText:
    """What stands at the head and at the foot of a protocol."""

    number: str
    signed_on: date
    signatory_post: str
    signatory_name: str


@transaction.atomic(durable=True)
def issue_protocol(person: PersonRef, *, slug: str, text: ProtocolText) -> Protocol:
    """Give the count its number, day and signatory; again to mend them. The template stays."""
    poll = queries.poll_to_manage(person, slug)
    policies.may_issue_protocol(person, poll, ballots.is_published(poll.id)).or_refuse()
    locks.take(exclusive=[f"poll:{poll.id}"])
    values = asdict(text)
    protocol, _is_new = Protocol.objects.update_or_create(
        poll=poll,
        defaults=values,
        create_defaults={**values, "template_number": documents.template_number("protocol")},
    )
    audit.record("polls.protocol_issued", person.id, poll.id)
    outbox.put(events.ProtocolIssued(poll_id=poll.id))
    return protocol

"""The verbs of help."""

from __future__ import annotations

import secrets

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.help import events, policies, queries
from veche.domains.help.models import Inquiry
from veche.kernel import clock, idempotency, limits, outbox

ASKED_MAX, ASKED_SECONDS = 6, 3600


def ask_support(*, visitor: str, screen: str, text: str, key: str) -> str:
    """Put a question and return its number; the same key again gives the same one.

    `visitor` is what `limits.client_of` makes of the request, counted against a flood and not kept.
    """
    limits.hit(f"help:{visitor}", limit=ASKED_MAX, seconds=ASKED_SECONDS)

    def make() -> str:
        number = f"{secrets.randbelow(10**12):012d}"
        row = Inquiry.objects.create(
            number=number, screen=screen, text=text, asked_at=clock.database_now()
        )
        audit.record("help.inquiry_asked", None, row.id)
        outbox.put(events.InquiryAsked(inquiry_id=row.id))
        return number

    return str(idempotency.answer_once("help", key, text.encode(), make))


@transaction.atomic(durable=True)
def answer_inquiry(person: PersonRef, *, number: str, answer: str) -> None:
    """Answer a question, or mend the answer."""
    policies.may_answer_inquiry(person).or_refuse()
    row = queries.inquiry_to_answer(person, number)
    row.answer = answer
    row.answered_at = clock.database_now()
    row.answered_by_id = person.id
    row.save(update_fields=["answer", "answered_at", "answered_by_id"])
    audit.record("help.inquiry_answered", person.id, row.id)
    outbox.put(events.InquiryAnswered(inquiry_id=row.id))


def forget_inquiry(*, number: str) -> None:
    """Delete what was answered long ago."""
    Inquiry.objects.filter(number=number, answered_at__isnull=False).delete()

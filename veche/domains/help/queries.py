"""What people read in help."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.domains.help import policies
from veche.domains.help.models import Inquiry
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset


def inquiry_by_number(number: str) -> Inquiry | None:
    """The inquiry of that number: who knows it is whoever asked."""
    return Inquiry.objects.filter(number=number).first()


def is_asked(inquiry_id: UUID) -> bool:
    """Whether there is such a question."""
    return Inquiry.objects.filter(id=inquiry_id).exists()


def is_answered(inquiry_id: UUID) -> bool:
    """Whether it has its answer."""
    return Inquiry.objects.filter(id=inquiry_id, answered_at__isnull=False).exists()


def queue(
    person: PersonRef, *, is_answered: bool, after: str = "", size: int = 20
) -> Page[Inquiry]:
    """What waits, the oldest first; or what was answered, the newest first."""
    policies.may_answer_inquiry(person).or_refuse()
    rows = Inquiry.objects.filter(answered_at__isnull=not is_answered)
    order = ("-answered_at", "id") if is_answered else ("asked_at", "id")
    return keyset(rows, order=order, after=after, size=size)


def waiting(person: PersonRef) -> int:
    """How many wait."""
    policies.may_answer_inquiry(person).or_refuse()
    return Inquiry.objects.filter(answered_at=None).count()


def inquiry_to_answer(person: PersonRef, number: str) -> Inquiry:
    """One inquiry for support; NotFound."""
    policies.may_answer_inquiry(person).or_refuse()
    found = inquiry_by_number(number)
    if found is None:
        raise NotFound()
    return found


def answered_before(moment: datetime) -> list[str]:
    """Numbers of what was answered before that moment."""
    rows = Inquiry.objects.filter(answered_at__lt=moment)
    return list(rows.values_list("number", flat=True))

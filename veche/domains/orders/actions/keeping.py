"""What the program does by itself: tells of lateness, forgets and joins people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from veche.commons.audit import public as audit
from veche.domains.orders import events, rules
from veche.domains.orders.models import Order, Support
from veche.kernel import outbox


@transaction.atomic
def mark_overdue(*, order_id: UUID, on: date) -> bool:
    """Tell once that an answer, or the council's decision, is owed longer than the term."""
    row = (
        Order.objects.select_for_update()
        .filter(id=order_id, state__in=rules.GROWING, due_on__lt=on, is_overdue_told=False)
        .first()
    )
    if row is None:
        return False
    row.is_overdue_told = True
    row.save(update_fields=["is_overdue_told"])
    audit.record("orders.order_overdue", None, row.id)
    outbox.put(events.OrderOverdue(order_id=row.id))
    return True


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """What an erased person gave stays without an author, or goes unread; sums stay sums.

    Whoever comes back has the same opaque id: until it is decided it stays with the sum.
    """
    unread = (rules.MODERATION, rules.REJECTED)
    Order.objects.filter(author_id__in=person_ids, state__in=unread).delete()
    given = Support.objects.filter(person_id__in=person_ids)
    given.filter(order__state__in=rules.GROWING).update(is_forgotten=True)
    given.filter(is_forgotten=False).delete()
    Order.objects.filter(author_id__in=person_ids).update(author_id=None)


def forget_supporters() -> int:
    """Drop erased people's ids from what is decided: sums stay sums."""
    over = Support.objects.filter(is_forgotten=True).exclude(order__state__in=rules.GROWING)
    return over.delete()[0]


@transaction.atomic
def join_people(*, surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: one author, one supporter; sums follow."""
    to, ids = surviving[0], [*surviving, *joined]
    Order.objects.filter(author_id__in=ids).update(author_id=to)
    rows = Support.objects.select_for_update().filter(person_id__in=ids)
    heard: set[UUID] = set()
    for one in rows.order_by("order_id", "id"):
        if one.order_id in heard:
            one.delete()
            Order.objects.filter(id=one.order_id).update(support=F("support") - 1)
        heard.add(one.order_id)
    Support.objects.filter(person_id__in=ids).update(person_id=to)

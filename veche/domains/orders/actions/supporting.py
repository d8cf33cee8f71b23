"""Support of neighbours: given, taken back. Whoever supports an order hears of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import public as notifications
from veche.domains.orders import events, policies
from veche.domains.orders.models import Order, Support
from veche.domains.orders.queries import reading
from veche.domains.orders.queries.reading import KIND
from veche.kernel import limits, outbox
from veche.kernel.errors import Conflict, NotFound

SUPPORTED_MAX, SUPPORTED_SECONDS = 200, 3600


@transaction.atomic(durable=True)
def support_order(person: PersonRef, *, slug: str) -> Order:
    """Stand behind it; a second time changes nothing."""
    policies.may_support_order(person, reading.public_row(slug)).or_refuse()
    row = locked(slug)
    policies.may_support_order(person, row).or_refuse()
    own = _own(person, row)
    if own.exists():
        # Back after the account was erased: theirs again, and counted already.
        own.update(is_forgotten=False)
        notifications.keep_told(person.known_id, topic=f"{KIND}:{row.id}")
        return row
    limits.hit(f"orders-support:{person.id}", limit=SUPPORTED_MAX, seconds=SUPPORTED_SECONDS)
    Support.objects.create(order=row, person_id=person.known_id)
    row.support += 1
    row.save(update_fields=["support"])
    notifications.keep_told(person.known_id, topic=f"{KIND}:{row.id}")
    audit.record("orders.order_supported", None, row.id)
    outbox.put(events.OrderSupported(order_id=row.id))
    return row


@transaction.atomic(durable=True)
def withdraw_support(person: PersonRef, *, slug: str) -> Order:
    """Take one's support back, and hear no more of it."""
    policies.may_withdraw_support(person, reading.public_row(slug)).or_refuse()
    row = locked(slug)
    policies.may_withdraw_support(person, row).or_refuse()
    gone, _tables = _own(person, row).delete()
    if gone:
        row.support -= gone
        row.save(update_fields=["support"])
        notifications.unfollow_topic(person, topic=f"{KIND}:{row.id}")
        audit.record("orders.support_withdrawn", None, row.id)
        outbox.put(events.SupportWithdrawn(order_id=row.id))
    return row


def locked(slug: str) -> Order:
    """The row of that address, held until the end."""
    row = Order.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFound()
    return row


def require_version(row: Order, *, version: int) -> None:
    """Conflict for the second of two who have seen the same."""
    if row.version != version:
        raise Conflict(
            _("Кто-то уже поработал с этим наказом"),
            advice=_("Обновите страницу и посмотрите, что изменилось."),
            code="changed-meanwhile",
        )


def _own(person: PersonRef, row: Order) -> QuerySet[Support]:
    return Support.objects.filter(order=row, person_id__in=reading.own_ids(person))

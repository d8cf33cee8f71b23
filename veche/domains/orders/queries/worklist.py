"""Orders at work: what waits for an answer by its day, what waits for the council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.domains.orders import policies, rules
from veche.domains.orders.models import Order
from veche.domains.orders.queries import terms
from veche.domains.orders.queries.reading import LATE, NEWEST, URGENT
from veche.kernel.pagination import Page, keyset

TABS = (rules.OPEN, LATE, rules.TAKEN, rules.ADOPTED, rules.DECLINED)


def work_page(person: PersonRef, shown: str, *, after: str = "", size: int = 20) -> Page[Order]:
    """What waits for an answer, the nearest day first; the rest newest first."""
    policies.may_work_on_orders(person).or_refuse()
    state = rules.OPEN if shown == LATE else shown
    rows = Order.objects.filter(state=state, is_public=True)
    if shown == LATE:
        rows = rows.filter(due_on__lt=terms.today())
    order = URGENT if state == rules.OPEN else NEWEST
    return keyset(rows, order=order, after=after, size=size)


def waiting(limit: int) -> list[Order]:
    """What waits for an answer, then what waits for the council's decision; two queries."""
    rows = Order.objects.filter(is_public=True)
    found = list(rows.filter(state=rules.OPEN).order_by(*URGENT)[:limit])
    left = limit - len(found)
    return [*found, *rows.filter(state=rules.TAKEN).order_by("published_at", "id")[:left]]


def of_deputy(mandate_ids: Sequence[UUID], limit: int = 50) -> list[Order]:
    """What waits for a deputy's answer, the nearest day first; one query, none for no mandates."""
    if not mandate_ids:
        return []
    rows = Order.objects.filter(is_public=True, state=rules.OPEN, mandate_id__in=mandate_ids)
    return list(rows.order_by(*URGENT)[:limit])


def overdue(on: date, limit: int = 500) -> list[UUID]:
    """Orders that wait longer than the term, and of which nobody was told yet."""
    rows = Order.objects.filter(
        state=rules.OPEN, is_public=True, due_on__lt=on, is_overdue_told=False
    )
    return list(rows.order_by("due_on").values_list("id", flat=True)[:limit])

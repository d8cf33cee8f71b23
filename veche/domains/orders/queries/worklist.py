"""Orders at work: what waits for an answer by its day, what waits for the council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, Min, When

from veche.commons.identity.public import PersonRef
from veche.domains.orders import policies, rules
from veche.domains.orders.models import Order
from veche.domains.orders.queries.reading import LATE, URGENT, Filters, public_page
from veche.kernel.pagination import Page

TABS = (rules.OPEN, LATE, rules.TAKEN, rules.ADOPTED, rules.DECLINED)


def work_page(person: PersonRef, shown: str, *, after: str = "", size: int = 20) -> Page[Order]:
    """What waits for an answer or a decision, the nearest day first; the rest newest first."""
    policies.may_work_on_orders(person).or_refuse()
    return public_page(Filters(shown), after=after, size=size)


def waiting(limit: int) -> list[Order]:
    """What waits for an answer or for the council's decision, the nearest day first; one query."""
    rows = Order.objects.filter(is_public=True, state__in=rules.GROWING)
    return list(rows.order_by(*URGENT)[:limit])


def of_deputy(mandate_ids: Sequence[UUID], limit: int = 50) -> list[Order]:
    """What waits for a deputy's answer, the nearest day first; one query, none for no mandates."""
    if not mandate_ids:
        return []
    rows = Order.objects.filter(is_public=True, state=rules.OPEN, mandate_id__in=mandate_ids)
    return list(rows.order_by(*URGENT)[:limit])


def late_by_deputy(on: date) -> list[tuple[UUID | None, int, date]]:
    """How many answers each deputy owes too long, and decisions the council (None); one query."""
    rows = Order.objects.filter(is_public=True, state__in=rules.GROWING, due_on__lt=on).order_by()
    whose = Case(When(state=rules.OPEN, then=F("mandate_id")), default=None)
    counted = rows.annotate(whose=whose).values_list("whose")
    return list(counted.annotate(number=Count("id"), oldest=Min("due_on")))


def overdue(on: date, limit: int = 500) -> list[UUID]:
    """Orders that wait longer than the term, and of which nobody was told yet."""
    rows = Order.objects.filter(
        state__in=rules.GROWING, is_public=True, due_on__lt=on, is_overdue_told=False
    )
    return list(rows.order_by("due_on").values_list("id", flat=True)[:limit])

"""Voters' orders behind their addresses: one that waits, one taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.identity.public import PersonRef
from veche.domains.orders.models import Order
from veche.domains.orders.tests import makers

Thing = Mapping[str, str]


def furnish_orders(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of orders may name in the town being served."""
    makers.open_service()
    deputy = makers.elect()
    waits = makers.make_order(deputy, title=f"{word}: тротуар до школы")
    # Whoever gave it reads what comes next.
    Order.objects.filter(slug=waits.slug).update(author_id=resident.id)
    taken = makers.take(makers.make_order(deputy, title=f"{word}: мост через ручей"))
    return {
        "/orders/": [{"slug": waits.slug}],
        "/api/v1/orders/": [{"slug": waits.slug}, {"slug": taken.slug}],
        "/office/orders/": [{"slug": taken.slug}],
    }

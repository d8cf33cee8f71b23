"""Voters' orders behind their addresses: one that waits, one taken up, one turned down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.identity.public import PersonRef
from veche.domains.orders.actions import giving
from veche.domains.orders.models import Order
from veche.domains.orders.tests import makers
from veche.kernel.manifest import Judged

Thing = Mapping[str, str]


def furnish_orders(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of orders may name in the town being served."""
    makers.open_service()
    deputy = makers.elect()
    waits = makers.make_order(deputy, title=f"{word}: тротуар до школы")
    taken = makers.take(makers.make_order(deputy, title=f"{word}: мост через ручей"))
    refused = makers.make_given(deputy, title=f"{word}: сквер")
    giving.judge_order(order_id=refused.id, judged=Judged(is_passed=False))
    # Whoever gave them reads what comes next, and may mend what was turned away.
    Order.objects.filter(slug__in=(waits.slug, refused.slug)).update(author_id=resident.id)
    return {
        "/orders/": [{"slug": waits.slug}, {"slug": refused.slug}],
        "/api/v1/orders/": [{"slug": waits.slug}, {"slug": taken.slug}],
        "/office/orders/": [{"slug": taken.slug}],
    }

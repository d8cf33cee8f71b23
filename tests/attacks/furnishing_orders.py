"""Voters' orders behind their addresses: one that waits, one taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.domains.orders.tests import makers

Thing = Mapping[str, str]


def furnish_orders(word: str) -> dict[str, Sequence[Thing]]:
    """What addresses of orders may name in the town being served."""
    makers.open_service()
    deputy = makers.elect()
    waits = makers.make_order(deputy, title=f"{word}: тротуар до школы")
    taken = makers.take(makers.make_order(deputy, title=f"{word}: мост через ручей"))
    return {
        "/orders/": [{"slug": waits.slug}],
        "/api/v1/orders/": [{"slug": waits.slug}, {"slug": taken.slug}],
        "/office/orders/": [{"slug": taken.slug}],
    }

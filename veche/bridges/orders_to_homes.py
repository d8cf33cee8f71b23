"""The page of a house shows what its people ordered of their deputies, and where to order more."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from veche.domains.homes import public as homes
from veche.domains.orders import public as orders


def connect() -> None:
    """Called once at start: houses ask for orders by mandate."""
    homes.use_orders(_find)


def _find(mandates: Mapping[UUID, str]) -> Mapping[UUID, homes.Asked]:
    """The orders to these deputies, whose slugs are given."""
    return {
        mandate_id: homes.Asked(
            number=one.number,
            lines=tuple(
                homes.AskedLine(line.title, line.url, line.state, line.tone, line.on)
                for line in one.lines
            ),
            all_url=one.all_url,
            give_url=one.give_url,
        )
        for mandate_id, one in orders.of_deputies(mandates).items()
    }

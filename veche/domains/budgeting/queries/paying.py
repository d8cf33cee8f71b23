"""What registers of payments say of a contract: a bridge asks who keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Paid:
    """Payments under a contract: how many, kopecks, the day of the last, where they are listed."""

    number: int
    amount: int
    last_on: date
    url: str


Payments = Callable[[str], Paid | None]
_found: list[Payments] = []


def use_payments(find: Payments) -> None:
    """Replace what knows of payments."""
    _found[:] = [find]


def paid_under(contract: str) -> Paid | None:
    """None while there is no contract, nobody to ask, or nothing known."""
    return _found[0](contract) if _found and contract else None

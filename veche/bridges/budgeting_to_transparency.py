"""A project shows what was paid under its contract; a payment leads to the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.hall import public as hall
from veche.domains.budgeting import public as budgeting
from veche.domains.transparency import public as transparency


def connect() -> None:
    """Called once at start: each asks the other by the number of a contract."""
    budgeting.use_payments(_paid)
    transparency.use_works(_works)


def _paid(contract: str) -> budgeting.Paid | None:
    """Nothing while the town has the open budget switched off."""
    told = transparency.paid_under(contract) if hall.is_on("transparency") else None
    if told is None:
        return None
    return budgeting.Paid(told.number, told.amount, told.last_on, told.url)


def _works(contracts: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Nothing while the town has participatory budgeting switched off."""
    return budgeting.works_of(contracts) if hall.is_on("budgeting") else {}

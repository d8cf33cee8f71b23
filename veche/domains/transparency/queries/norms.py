"""Shares of taxes that stay in the town's budget: dated norms, each with its law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from veche.commons.norms import public as norms
from veche.commons.norms.public import Norm

INCOME_TAX, INCOME_SHARE = "budget.income_tax_percent", "budget.income_share_percent"
LAND_SHARE, PROPERTY_SHARE = "budget.land_share_percent", "budget.property_share_percent"
MONTHS = 12
# As the norms mark what a lawyer has to confirm.
UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Part:
    """One tax of a year: what is paid, the share that stays here by which norm, in kopecks."""

    code: str
    paid: int
    norm: Norm

    @property
    def stays(self) -> int:
        return self.paid * self.norm.value // 100


@dataclass(frozen=True)
class Contribution:
    """What one person's taxes of a year leave in the town's budget, in kopecks."""

    salary: int
    rate: Norm
    parts: tuple[Part, ...]

    @property
    def is_unverified(self) -> bool:
        """Whether a value that was counted by still waits for a lawyer to confirm it."""
        used = [self.rate, *(one.norm for one in self.parts if one.paid)]
        return any(one.mark == UNVERIFIED for one in used)

    @property
    def total(self) -> int:
        return sum(one.stays for one in self.parts)


def contribution(on: date, *, salary: int, land: int, property_tax: int) -> Contribution:
    """`salary` before tax a month, the two taxes a year; all in kopecks."""
    rate = norms.value(INCOME_TAX, on)
    income = salary * MONTHS * rate.value // 100
    paid = ((INCOME_SHARE, income), (LAND_SHARE, land), (PROPERTY_SHARE, property_tax))
    parts = tuple(Part(code, sum_, norms.value(code, on)) for code, sum_ in paid)
    return Contribution(salary, rate, parts)

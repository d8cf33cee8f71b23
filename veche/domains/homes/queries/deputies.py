"""Deputies of a house, and what their voters ordered of them: a bridge says the latter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from veche.commons.organisations import public as organisations
from veche.commons.organisations.public import Mandate


@dataclass(frozen=True)
class AskedLine:
    """One order: its title, its page, how it stands since which day."""

    title: str
    url: str
    state: str
    tone: str
    on: date | None


@dataclass(frozen=True)
class Asked:
    """Orders to one deputy: how many, the newest, where all are and where to give one."""

    number: int
    lines: tuple[AskedLine, ...]
    all_url: str
    give_url: str


@dataclass(frozen=True)
class Deputy:
    """A deputy of the house with the orders, if such a service is there."""

    mandate: Mandate
    asked: Asked | None


Find = Callable[[Mapping[UUID, str]], Mapping[UUID, Asked]]
_finds: list[Find] = []


def use_orders(find: Find | None) -> None:
    """Replace who is asked for orders, by mandates and their slugs."""
    _finds[:] = [find] if find is not None else []


def parted(mandates: Sequence[Mandate]) -> tuple[list[Deputy], list[Mandate]]:
    """Deputies with their orders, and everyone else who answers for the house."""
    elected = [one for one in mandates if one.office == organisations.DEPUTY]
    slugs = {one.id: one.slug for one in elected}
    asked = _finds[0](slugs) if _finds and slugs else {}
    others = [one for one in mandates if one.office != organisations.DEPUTY]
    return [Deputy(one, asked.get(one.id)) for one in elected], others

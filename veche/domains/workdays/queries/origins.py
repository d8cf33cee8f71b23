"""What a day may grow from in another service: bridges say how it is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from veche.commons.identity.public import PersonRef


@dataclass(frozen=True)
class Origin:
    """A report or a proposal, as far as the form of a new day is filled from it."""

    kind: str
    id: str
    title: str
    url: str
    address: str = ""
    text: str = ""


Find = Callable[[PersonRef, str], Origin | None]
_FINDERS: dict[str, Find] = {}


def use_origins(found: Sequence[tuple[str, Find]]) -> None:
    """Called once by a bridge: kinds of things, and how one is found for a person."""
    _FINDERS.update(found)


def origin(person: PersonRef, written: str) -> Origin | None:
    """`<kind>:<id>` of an address; None for what is not known, or not for neighbours."""
    kind, _mark, one = written.partition(":")
    find = _FINDERS.get(kind)
    if find is None or not one or len(one) > 64:
        return None
    return find(person, one)

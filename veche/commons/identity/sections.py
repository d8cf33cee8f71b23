"""What the services of the house add to the page «Я»; config tells at start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from veche.commons.identity.rules.persons import PersonRef


@dataclass(frozen=True)
class MeSection:
    """One part of the page: its template gets what `build` returns as `data`."""

    slug: str
    template: str
    build: Callable[[PersonRef], Any]


_sections: list[MeSection] = []


def use_me_sections(sections: Sequence[MeSection]) -> None:
    """Replace the list of parts; in the order they are shown."""
    _sections[:] = sections


def me_sections() -> tuple[MeSection, ...]:
    """The parts in the order they are shown."""
    return tuple(_sections)

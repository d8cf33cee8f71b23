"""What the services of the house add to the page «Я»; config tells at start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from veche.commons.identity.rules.persons import PersonRef


@dataclass(frozen=True)
class MeSection:
    """One part of the page: its template gets what `build` returns as `data`, unless it is None."""

    slug: str
    template: str
    build: Callable[[PersonRef], Any]


_sections: list[MeSection] = []


def use_me_sections(sections: Sequence[MeSection]) -> None:
    """Replace the list of parts; in the order they are shown."""
    _sections[:] = sections


ExportPart = Callable[[UUID], Any]
_exports: dict[str, ExportPart] = {}


def use_exports(parts: Mapping[str, ExportPart]) -> None:
    """What each service hands a person of their own data; config tells at start."""
    _exports.clear()
    _exports.update(parts)


def exported(person_id: UUID) -> dict[str, Any]:
    """The services' parts of a copy of a person's data."""
    return {slug: build(person_id) for slug, build in _exports.items()}


def me_sections() -> tuple[MeSection, ...]:
    """The parts in the order they are shown."""
    return tuple(_sections)

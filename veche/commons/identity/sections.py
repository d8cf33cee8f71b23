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


Joiner = Callable[[Sequence[UUID], Sequence[UUID]], object]
_joiners: list[Joiner] = []


def use_joiners(joiners: Sequence[Joiner]) -> None:
    """What joins the parts of two accounts that services keep; config tells at start."""
    _joiners[:] = joiners


def join_parts(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Join them in the caller's transaction; each account is given by all ids it has had."""
    for join in _joiners:
        join(surviving, joined)


ConsentPage = Callable[[PersonRef, str], str]
_consent_pages: list[ConsentPage] = []


def use_consent_page(page: ConsentPage) -> None:
    """What tells where a person agrees before saying more than a contact; config tells at start."""
    _consent_pages[:] = [page]


def consent_page(person: PersonRef, back: str) -> str:
    """Where the person agrees first and comes back from; "" when nothing stands in the way."""
    return next((found for page in _consent_pages if (found := page(person, back))), "")


Asker = Callable[[PersonRef, str], str]
_askers: list[Asker] = []


def use_askers(askers: Sequence[Asker]) -> None:
    """Who tells what a page of theirs asks about a person for; config tells at start."""
    _askers[:] = askers


def asked_for(person: PersonRef, back: str) -> str:
    """Why the page at `back` asks, in a sentence; "" when no service knows that page."""
    return next((said for asker in _askers if back and (said := asker(person, back))), "")


@dataclass(frozen=True)
class CounterConsent:
    """How the counter asks for a consent on paper; a town without a published one asks nobody.

    `version` is that of the words that stand now, `has` whether an account has agreed to them,
    `sign` notes a sheet that was signed before a clerk.
    """

    version: Callable[[], int | None]
    sheet_url: Callable[[], str]
    has: Callable[[UUID], bool]
    sign: Callable[[PersonRef, UUID, int], object]


_counter_consents: list[CounterConsent] = []


def use_counter_consent(asked: CounterConsent) -> None:
    """What the counter asks for before it keeps more than a fingerprint; config tells at start."""
    _counter_consents[:] = [asked]


def counter_consent() -> CounterConsent | None:
    """The same, while the town has words to agree to."""
    return next((one for one in _counter_consents if one.version() is not None), None)


def me_sections() -> tuple[MeSection, ...]:
    """The parts in the order they are shown."""
    return tuple(_sections)

"""What identity tells the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class PersonErased:
    """A person asked to be forgotten: the vault is empty; drop what else is theirs alone."""

    kind: ClassVar[str] = "identity.person_erased"
    person_id: UUID


@dataclass(frozen=True)
class DetailsForgotten:
    """A person took their consent back: home, birth date and name are gone from the vault."""

    kind: ClassVar[str] = "identity.details_forgotten"
    person_id: UUID
    number: int


@dataclass(frozen=True)
class TermsPassed:
    """What was kept for a term has been dropped: marks of the erased, codes, or browsers."""

    kind: ClassVar[str] = "identity.terms_passed"
    number: int
    what: str = "marks"


@dataclass(frozen=True)
class PersonsMerged:
    """Two accounts turned out to be one person: `earlier_id` is gone, `person_id` goes on."""

    kind: ClassVar[str] = "identity.persons_merged"
    person_id: UUID
    earlier_id: UUID

"""What a day grows from in another service, as the form of a new day is filled from it."""

from __future__ import annotations

from dataclasses import dataclass

from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching


@dataclass(frozen=True)
class Origin:
    """A report or a proposal: kind, id there, and what everyone may know of it."""

    kind: str
    id: str
    title: str
    url: str
    address: str = ""
    text: str = ""

    @property
    def written(self) -> str:
        """As it stands in an address."""
        return f"{self.kind}:{self.id}"


def origin(person: PersonRef, written: str) -> Origin | None:
    """What `<kind>:<id>` means; None for what is not known, over, or the town's own duty."""
    found = matching.source(person, written)
    if found is None:
        return None
    kind, _mark, one = written.partition(":")
    return Origin(kind, one, found.title, found.url, found.address, found.text)

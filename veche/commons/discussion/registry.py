"""What may be discussed; config tells at start what manifests declare."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from veche.kernel.errors import NotFound
from veche.kernel.manifest import Discussed, Subject

_kinds: dict[str, Discussed] = {}


def use_discussed(kinds: Sequence[Discussed]) -> None:
    """Replace the list of kinds."""
    _kinds.clear()
    _kinds.update({one.kind: one for one in kinds})


def all_kinds() -> tuple[Discussed, ...]:
    """All of them, in the order of the installation."""
    return tuple(_kinds.values())


def subject(kind: str, subject_id: UUID) -> Subject:
    """What is discussed, as a visitor may know it; NotFound."""
    found = known_subject(kind, subject_id)
    if found is None:
        raise NotFound()
    return found


def people_of(kind: str, subject_id: UUID) -> Sequence[UUID]:
    """Who has brought it up, as far as its service tells."""
    declared = _kinds.get(kind)
    return declared.people(subject_id) if declared is not None and declared.people else ()


def known_subject(kind: str, subject_id: UUID) -> Subject | None:
    """The same, or None."""
    declared = _kinds.get(kind)
    return declared.find(subject_id) if declared is not None else None

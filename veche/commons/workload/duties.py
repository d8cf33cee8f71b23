"""Which acts are whose work: each service names its own at start."""

from __future__ import annotations

from collections.abc import Iterable

from veche.kernel.errors import Text
from veche.kernel.manifest import Duty

_duties: dict[str, Duty] = {}


def use_duties(pairs: Iterable[tuple[str, Duty]]) -> None:
    """Audit kinds with whose work they are; config tells at start."""
    _duties.clear()
    _duties.update(pairs)


def roles() -> dict[str, str]:
    """The role of each kind of act."""
    return {kind: duty.role for kind, duty in _duties.items()}


def subject(kind: str) -> str:
    """What stands in the journal for a norm of time."""
    return f"work-{kind.replace('.', '-')}"


def title_of(written: str) -> Text | None:
    """The work that stands in the journal so."""
    return next((duty.title for kind, duty in _duties.items() if subject(kind) == written), None)


def title(kind: str) -> Text:
    """What the work is called, in the reader's language: the norm's own title is Russian alone."""
    duty = _duties.get(kind)
    return duty.title if duty else kind

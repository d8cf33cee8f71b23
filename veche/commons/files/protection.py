"""Who may read private files of a subject; services register their own rule for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MayRead = Callable[[Any, str], Any]
_rules: dict[str, MayRead] = {}


def protect(subject_kind: str, may_read: MayRead) -> None:
    """Let `may_read(person, subject_id)` decide on private files attached to this kind."""
    known = _rules.setdefault(subject_kind, may_read)
    if known is not may_read:
        raise ValueError(f"Files of {subject_kind} are protected by two rules.")


def allows(person: Any, subject_kind: str, subject_id: str) -> bool:
    """What the registered rule says; without one nobody may read."""
    rule = _rules.get(subject_kind)
    return rule is not None and bool(rule(person, subject_id))

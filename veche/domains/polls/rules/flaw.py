"""What keeps a draft from publication."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flaw:
    """Where, and which rule; `found` is the word or the number it is about."""

    where: str
    code: str
    found: str = ""

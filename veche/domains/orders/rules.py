"""The logic of a voters' order: its states, its term, its words as one text. Pure."""

from __future__ import annotations

from datetime import date

MODERATION, REJECTED = "moderation", "rejected"
OPEN, TAKEN, ADOPTED, DECLINED = "open", "taken", "adopted", "declined"
STATES = (MODERATION, REJECTED, OPEN, TAKEN, ADOPTED, DECLINED)
# What a moderator has let through once.
SHOWN = (OPEN, TAKEN, ADOPTED, DECLINED)
# Nothing is decided yet: neighbours may still join, and a term runs.
GROWING = frozenset({OPEN, TAKEN})

DEPUTY, COUNCIL = "deputy", "council"
VOICES = (DEPUTY, COUNCIL)
YEAR_MIN, YEAR_MAX = 2000, 2100


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Whether the answer, or after it the council's decision, is owed for longer than the term."""
    return state in GROWING and due_on is not None and due_on < today


def as_one(title: str, spot: str, why: str) -> str:
    """All that people wrote of it as one text, for whoever reads it before everyone."""
    return f"{title}\n{spot}\n{why}"


def as_parts(text: str) -> tuple[str, str, str]:
    """The title, the place and the reason again."""
    title, _line, rest = text.partition("\n")
    spot, _line, why = rest.partition("\n")
    return title.strip(), spot.strip(), why.strip()

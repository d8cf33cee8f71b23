"""What may stand in the journal: ids, words of a closed list, short numbers, instants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from uuid import UUID

KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
OPAQUE = re.compile(r"[A-Za-z0-9_-]{1,64}")
WORD = re.compile(r"[a-z][a-z0-9_.:-]{0,39}")
NUMBER_MAX = 10**9  # a telephone number has more digits
REASON_MAX = 2000

Detail = UUID | Enum | str | int | bool | datetime | None


class NotOpaque(ValueError):
    """Something that could be about a person was offered to the journal."""


def kind(text: str) -> str:
    """`domain.what_happened`."""
    if not KIND.fullmatch(text) or len(text) > 80:
        raise NotOpaque("An audit kind is like `polls.poll_closed`.")
    return text


def subject(value: UUID | str) -> str:
    """A UUID or a public random id."""
    text = str(value)
    if not OPAQUE.fullmatch(text) or _is_long_number(text):
        raise NotOpaque("An audit subject is an opaque id.")
    return text


def reason(text: str) -> str:
    """Words that the actor gave and that may be published."""
    if len(text) > REASON_MAX:
        raise NotOpaque("An audit reason has at most 2,000 characters.")
    return text


def details(given: Mapping[str, Detail]) -> dict[str, str | int | bool | None]:
    """The details as JSON; NotOpaque when one of them could be about a person."""
    return {name: _plain(name, value) for name, value in given.items()}


def _plain(name: str, value: Detail) -> str | int | bool | None:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    if isinstance(value, int) and abs(value) < NUMBER_MAX:
        return value
    if isinstance(value, str) and not isinstance(value, date) and WORD.fullmatch(value):
        return value
    # The value itself is not told: it may be what must not be written down.
    raise NotOpaque(f"The audit detail `{name}` is not an id, a word of a list or a short number.")


def _is_long_number(text: str) -> bool:
    return text.isdigit() and int(text) >= NUMBER_MAX

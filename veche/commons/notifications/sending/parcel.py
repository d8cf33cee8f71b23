"""What goes to one person at once, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Outcome = Literal["sent", "dropped", "failed"]
SENT: Outcome = "sent"
# Nobody is there any more, so it is not tried again.
DROPPED: Outcome = "dropped"
# It is tried again.
FAILED: Outcome = "failed"


@dataclass(frozen=True)
class Item:
    """One notice as its reader sees it; `url` is whole."""

    group: str
    title: str
    text: str
    url: str
    made_at: datetime


@dataclass(frozen=True)
class Parcel:
    """Notices of one person for one way, the newest first.

    `id` stays the same when it has to go once more; `reached` are devices that have it already.
    """

    id: UUID
    person_id: UUID
    number: str
    language: str
    items: tuple[Item, ...]
    town: str
    origin: str
    reached: frozenset[UUID] = frozenset()

    @property
    def subject(self) -> str:
        """The newest one's title."""
        return self.items[0].title


@dataclass(frozen=True)
class Way:
    """A way out: whether the town has set it up, and how a parcel goes.

    `send` is told what to call when one of several devices has been reached.
    """

    is_open: Callable[[], bool]
    send: Callable[[Parcel, Callable[[UUID], None]], Outcome]

"""What happens to polls, told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class PollSubmitted:
    """A draft waits for its approver."""

    kind: ClassVar[str] = "polls.poll_submitted"
    poll_id: UUID


@dataclass(frozen=True)
class PollPublished:
    """A poll stands before everyone's eyes."""

    kind: ClassVar[str] = "polls.poll_published"
    poll_id: UUID


@dataclass(frozen=True)
class PollExtended:
    """The close was moved later, with a public reason."""

    kind: ClassVar[str] = "polls.poll_extended"
    poll_id: UUID


@dataclass(frozen=True)
class PollClosed:
    """No more ballots; a decision is owed."""

    kind: ClassVar[str] = "polls.poll_closed"
    poll_id: UUID


@dataclass(frozen=True)
class PapersCounted:
    """The last paper ballot is typed in; the rows may be published."""

    kind: ClassVar[str] = "polls.papers_counted"
    poll_id: UUID

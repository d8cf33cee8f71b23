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
class CensusUploaded:
    """The town's figures of places and ages came anew."""

    kind: ClassVar[str] = "polls.census_uploaded"
    census_id: UUID


@dataclass(frozen=True)
class CallsBegun:
    """Voters were drawn for control calls and the seed was revealed."""

    kind: ClassVar[str] = "polls.calls_begun"
    poll_id: UUID


@dataclass(frozen=True)
class ContactShown:
    """A caller was shown the number of a drawn voter."""

    kind: ClassVar[str] = "polls.contact_shown"
    call_id: UUID


@dataclass(frozen=True)
class CallRecorded:
    """A control call came to an end."""

    kind: ClassVar[str] = "polls.call_recorded"
    call_id: UUID


@dataclass(frozen=True)
class PollClosed:
    """No more ballots; a decision is owed."""

    kind: ClassVar[str] = "polls.poll_closed"
    poll_id: UUID

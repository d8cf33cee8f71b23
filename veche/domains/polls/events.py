"""What happens to polls, told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class PollSubmitted:
    """A draft waits for the lawyer or the approver."""

    kind: ClassVar[str] = "polls.poll_submitted"
    poll_id: UUID


@dataclass(frozen=True)
class PollAgreed:
    """The lawyer has no objections; the approver is next."""

    kind: ClassVar[str] = "polls.poll_agreed"
    poll_id: UUID


@dataclass(frozen=True)
class PollReturned:
    """The draft is its author's again, with remarks or at the author's own wish."""

    kind: ClassVar[str] = "polls.poll_returned"
    poll_id: UUID


@dataclass(frozen=True)
class LegalCheckSet:
    """The town has decided which polls its lawyer sees."""

    kind: ClassVar[str] = "polls.legal_check_set"
    covers_all: bool


@dataclass(frozen=True)
class ProtocolIssued:
    """The count of a closed poll has become a document with a number."""

    kind: ClassVar[str] = "polls.protocol_issued"
    poll_id: UUID


@dataclass(frozen=True)
class CampaignSaved:
    """An election campaign was entered or mended."""

    kind: ClassVar[str] = "polls.campaign_saved"
    campaign_id: UUID


@dataclass(frozen=True)
class CampaignRemoved:
    """An election campaign was entered by mistake."""

    kind: ClassVar[str] = "polls.campaign_removed"
    campaign_id: UUID


@dataclass(frozen=True)
class PollPublished:
    """A poll stands before everyone's eyes."""

    kind: ClassVar[str] = "polls.poll_published"
    poll_id: UUID


@dataclass(frozen=True)
class PollOpened:
    """The hour has come: ballots are taken."""

    kind: ClassVar[str] = "polls.poll_opened"
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


@dataclass(frozen=True)
class PapersCounted:
    """The last paper ballot is typed in; the rows may be published."""

    kind: ClassVar[str] = "polls.papers_counted"
    poll_id: UUID

"""What happens to proposals, told to whoever listens: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class ProposalFiled:
    """A group has sent its proposal; a moderator may have to read it first."""

    kind: ClassVar[str] = "initiatives.proposal_filed"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalPublished:
    """Everyone may read and support it from now on."""

    kind: ClassVar[str] = "initiatives.proposal_published"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalRejected:
    """A moderator has not let it through; its author may change it."""

    kind: ClassVar[str] = "initiatives.proposal_rejected"

    proposal_id: UUID


@dataclass(frozen=True)
class GroupJoined:
    """One more person stands behind a proposal."""

    kind: ClassVar[str] = "initiatives.group_joined"

    proposal_id: UUID


@dataclass(frozen=True)
class GroupAskedAnew:
    """The words were changed after others had joined: they are asked again."""

    kind: ClassVar[str] = "initiatives.group_asked_anew"

    proposal_id: UUID


@dataclass(frozen=True)
class GroupLeft:
    """Somebody has left the group."""

    kind: ClassVar[str] = "initiatives.group_left"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalSupported:
    """One more person supports it, on the site."""

    kind: ClassVar[str] = "initiatives.proposal_supported"

    proposal_id: UUID


@dataclass(frozen=True)
class SupportWithdrawn:
    """Somebody has taken their support back."""

    kind: ClassVar[str] = "initiatives.support_withdrawn"

    proposal_id: UUID


@dataclass(frozen=True)
class MilestoneReached:
    """Support has come to 33, 66 or 100 per cent of the threshold; each is told once."""

    kind: ClassVar[str] = "initiatives.milestone_reached"

    proposal_id: UUID
    percent: int


@dataclass(frozen=True)
class ProposalRetired:
    """Its author has given it up for another one that says the same better."""

    kind: ClassVar[str] = "initiatives.proposal_retired"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalExpired:
    """The term is over, and there was not support enough."""

    kind: ClassVar[str] = "initiatives.proposal_expired"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalOverdue:
    """The term of the town's answer is over, and there is none."""

    kind: ClassVar[str] = "initiatives.proposal_overdue"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalAnswered:
    """The town has answered with reasons."""

    kind: ClassVar[str] = "initiatives.proposal_answered"

    proposal_id: UUID


@dataclass(frozen=True)
class ProposalHandedOn:
    """An official has made something of another service out of it; `to` is its kind there."""

    kind: ClassVar[str] = "initiatives.proposal_handed_on"

    proposal_id: UUID
    to: str


@dataclass(frozen=True)
class PhotosAdded:
    """Its author has sent photos; nobody else sees them yet."""

    kind: ClassVar[str] = "initiatives.photos_added"

    proposal_id: UUID


@dataclass(frozen=True)
class HelpSought:
    """Neighbours are called to help with it, by its author or by an official."""

    kind: ClassVar[str] = "initiatives.help_sought"

    proposal_id: UUID
    is_by_author: bool


@dataclass(frozen=True)
class CallJudged:
    """An official says whether neighbours may do it, or the town must itself."""

    kind: ClassVar[str] = "initiatives.call_judged"

    proposal_id: UUID
    is_duty: bool


@dataclass(frozen=True)
class HelpGiven:
    """Neighbours have done what it called for."""

    kind: ClassVar[str] = "initiatives.help_given"

    proposal_id: UUID


@dataclass(frozen=True)
class SheetsPrinted:
    """A clerk has numbered sheets for signatures."""

    kind: ClassVar[str] = "initiatives.sheets_printed"

    proposal_id: UUID


@dataclass(frozen=True)
class SheetClosed:
    """All lines of a sheet are counted."""

    kind: ClassVar[str] = "initiatives.sheet_closed"

    proposal_id: UUID


@dataclass(frozen=True)
class ThresholdSet:
    """The town says how many supporters a proposal of a territory needs."""

    kind: ClassVar[str] = "initiatives.threshold_set"

    number: int

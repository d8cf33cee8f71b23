"""What organisations tell the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class MembershipAsked:
    """Somebody asks to belong to an organisation: a clerk is to look at the papers."""

    kind: ClassVar[str] = "organisations.membership_asked"
    request_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class MemberAdmitted:
    """A clerk has seen the papers and joined a person to an organisation."""

    kind: ClassVar[str] = "organisations.member_admitted"
    request_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class RequestRefused:
    """A clerk has refused a request and said why."""

    kind: ClassVar[str] = "organisations.request_refused"
    request_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class MembershipEnded:
    """A person belongs to an organisation no more: left, was let go, or took the request back."""

    kind: ClassVar[str] = "organisations.membership_ended"
    request_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class OrganisationClosed:
    """The town no longer knows an organisation: nobody acts in its name."""

    kind: ClassVar[str] = "organisations.organisation_closed"
    organisation_id: UUID


@dataclass(frozen=True)
class MandateGiven:
    """An elder, a chair or a senior of a house has been appointed for a term."""

    kind: ClassVar[str] = "organisations.mandate_given"
    mandate_id: UUID


@dataclass(frozen=True)
class MandateEnded:
    """A mandate ended before its term."""

    kind: ClassVar[str] = "organisations.mandate_ended"
    mandate_id: UUID


@dataclass(frozen=True)
class AnnouncementWritten:
    """An office or an organisation has told its territory something."""

    kind: ClassVar[str] = "organisations.announcement_written"
    announcement_id: UUID


@dataclass(frozen=True)
class AnnouncementTakenDown:
    """The town has taken an announcement down and said why."""

    kind: ClassVar[str] = "organisations.announcement_taken_down"
    announcement_id: UUID

"""What matching tells the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class SolverDescribed:
    """Somebody said how they can help, or changed it."""

    kind: ClassVar[str] = "matching.solver_described"
    solver_id: UUID


@dataclass(frozen=True)
class SolverOpened:
    """Somebody can help again."""

    kind: ClassVar[str] = "matching.solver_opened"
    solver_id: UUID


@dataclass(frozen=True)
class SolverClosed:
    """Somebody cannot help now."""

    kind: ClassVar[str] = "matching.solver_closed"
    solver_id: UUID


@dataclass(frozen=True)
class SolverRested:
    """Somebody left some requests in a row without a word and is offered to nobody for now."""

    kind: ClassVar[str] = "matching.solver_rested"
    solver_id: UUID


@dataclass(frozen=True)
class LicenceChecked:
    """An official has looked at a licence."""

    kind: ClassVar[str] = "matching.licence_checked"
    solver_id: UUID


@dataclass(frozen=True)
class WorkKindSaved:
    """The town has added or changed a kind of work."""

    kind: ClassVar[str] = "matching.work_kind_saved"
    code: str


@dataclass(frozen=True)
class NeedOpened:
    """Helpers are looked for."""

    kind: ClassVar[str] = "matching.need_opened"
    need_id: UUID
    source_kind: str
    source_id: str


@dataclass(frozen=True)
class NeedClosed:
    """Nobody is looked for any more."""

    kind: ClassVar[str] = "matching.need_closed"
    need_id: UUID
    source_kind: str
    source_id: str


@dataclass(frozen=True)
class NeedRanOut:
    """The last day of a need is over and nobody was found."""

    kind: ClassVar[str] = "matching.need_ran_out"
    need_id: UUID
    source_kind: str
    source_id: str


@dataclass(frozen=True)
class OwnerNamed:
    """An official has said whose the place of a need is."""

    kind: ClassVar[str] = "matching.owner_named"
    need_id: UUID


@dataclass(frozen=True)
class OwnerAsked:
    """A plan waits for the word of whose the place is, as an official has said meanwhile."""

    kind: ClassVar[str] = "matching.owner_asked"
    match_id: UUID


@dataclass(frozen=True)
class OwnerReplaced:
    """The place of a need is not that organisation's, an official has said."""

    kind: ClassVar[str] = "matching.owner_replaced"
    need_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class SkillDropped:
    """A kind of work became dangerous and left the skills of a resident."""

    kind: ClassVar[str] = "matching.skill_dropped"
    solver_id: UUID
    code: str


@dataclass(frozen=True)
class LicenceWanted:
    """What a resident has offered or was asked for became dangerous."""

    kind: ClassVar[str] = "matching.licence_wanted"
    match_id: UUID


@dataclass(frozen=True)
class HelpAsked:
    """Somebody was asked for help."""

    kind: ClassVar[str] = "matching.help_asked"
    match_id: UUID


@dataclass(frozen=True)
class HelpOffered:
    """Somebody offers help."""

    kind: ClassVar[str] = "matching.help_offered"
    match_id: UUID


@dataclass(frozen=True)
class MatchAccepted:
    """Both sides have said yes."""

    kind: ClassVar[str] = "matching.match_accepted"
    match_id: UUID


@dataclass(frozen=True)
class MatchDeclined:
    """An offer or a request was declined."""

    kind: ClassVar[str] = "matching.match_declined"
    match_id: UUID


@dataclass(frozen=True)
class MatchWithdrawn:
    """One side has taken its word back."""

    kind: ClassVar[str] = "matching.match_withdrawn"
    match_id: UUID


@dataclass(frozen=True)
class MatchLapsed:
    """Nobody answered in time."""

    kind: ClassVar[str] = "matching.match_lapsed"
    match_id: UUID


@dataclass(frozen=True)
class MatchReminded:
    """A talk that holds a need stands still."""

    kind: ClassVar[str] = "matching.match_reminded"
    match_id: UUID


@dataclass(frozen=True)
class PlanWritten:
    """A plan waits for the other side's yes."""

    kind: ClassVar[str] = "matching.plan_written"
    match_id: UUID


@dataclass(frozen=True)
class PlanAgreed:
    """Both sides agree on the plan: the owner of the place is asked."""

    kind: ClassVar[str] = "matching.plan_agreed"
    match_id: UUID


@dataclass(frozen=True)
class WorkAllowed:
    """The owner of the place lets them in."""

    kind: ClassVar[str] = "matching.work_allowed"
    match_id: UUID


@dataclass(frozen=True)
class WorkForbidden:
    """The owner of the place has said no."""

    kind: ClassVar[str] = "matching.work_forbidden"
    match_id: UUID


@dataclass(frozen=True)
class WorkHandedOver:
    """The place is handed over, the work may begin."""

    kind: ClassVar[str] = "matching.work_handed_over"
    match_id: UUID


@dataclass(frozen=True)
class WorkProven:
    """The helpers have shown what came out."""

    kind: ClassVar[str] = "matching.work_proven"
    match_id: UUID


@dataclass(frozen=True)
class ProofRefused:
    """A moderator let a proof not through: the helpers show another."""

    kind: ClassVar[str] = "matching.proof_refused"
    match_id: UUID


@dataclass(frozen=True)
class WorkReturned:
    """Something is still missing."""

    kind: ClassVar[str] = "matching.work_returned"
    match_id: UUID


@dataclass(frozen=True)
class WorkConfirmed:
    """The one who raised it says that it is done, or has said nothing in the term."""

    kind: ClassVar[str] = "matching.work_confirmed"
    match_id: UUID
    source_kind: str
    source_id: str

"""What happens to commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class CommitmentOwed:
    """Something was decided by residents and an official body owes an answer."""

    kind: ClassVar[str] = "commitments.commitment_owed"
    commitment_id: UUID
    source_kind: str
    source_id: str
    decide_by: date


@dataclass(frozen=True)
class CommitmentDecided:
    """The body said what it will do, who answers and by when."""

    kind: ClassVar[str] = "commitments.commitment_decided"
    commitment_id: UUID
    source_kind: str
    source_id: str
    due_on: date


@dataclass(frozen=True)
class StageAdded:
    """A step was added to the plan."""

    kind: ClassVar[str] = "commitments.stage_added"
    commitment_id: UUID
    stage_id: UUID


@dataclass(frozen=True)
class StageCompleted:
    """A step of the work is finished."""

    kind: ClassVar[str] = "commitments.stage_completed"
    commitment_id: UUID
    stage_id: UUID


@dataclass(frozen=True)
class DueChanged:
    """The term of the work was moved, with a public reason."""

    kind: ClassVar[str] = "commitments.due_changed"
    commitment_id: UUID
    old_due_on: date
    new_due_on: date


@dataclass(frozen=True)
class CommitmentDone:
    """What was promised is finished."""

    kind: ClassVar[str] = "commitments.commitment_done"
    commitment_id: UUID
    source_kind: str
    source_id: str


@dataclass(frozen=True)
class CommitmentDeclined:
    """The body refused, with a public reason."""

    kind: ClassVar[str] = "commitments.commitment_declined"
    commitment_id: UUID
    source_kind: str
    source_id: str


@dataclass(frozen=True)
class CommitmentOverdue:
    """A deadline passed: told once for each deadline. `owed` is "decision" or "work"."""

    kind: ClassVar[str] = "commitments.commitment_overdue"
    commitment_id: UUID
    owed: str
    deadline_on: date


@dataclass(frozen=True)
class PublicClockSet:
    """Lateness is counted before everyone from a day on, or no more."""

    kind: ClassVar[str] = "commitments.public_clock_set"
    is_on: bool


@dataclass(frozen=True)
class TrustTold:
    """Somebody told how much they trust a decision; who, is nobody's business."""

    kind: ClassVar[str] = "commitments.trust_told"
    commitment_id: UUID


@dataclass(frozen=True)
class OutcomeRated:
    """Somebody rated what came out; who, is nobody's business."""

    kind: ClassVar[str] = "commitments.outcome_rated"
    commitment_id: UUID

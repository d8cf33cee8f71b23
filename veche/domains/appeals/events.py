"""What happens to appeals and at receptions, told to whoever listens: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class AppealFiled:
    """Somebody has sent an appeal, or the office has entered one from paper."""

    kind: ClassVar[str] = "appeals.appeal_filed"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealRegistered:
    """It stands in the book; the days of the answer are counted from now."""

    kind: ClassVar[str] = "appeals.appeal_registered"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealAssigned:
    """A department prepares the answer."""

    kind: ClassVar[str] = "appeals.appeal_assigned"

    appeal_id: UUID


@dataclass(frozen=True)
class LetterWritten:
    """The author is told how it goes, before the answer."""

    kind: ClassVar[str] = "appeals.letter_written"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealForwarded:
    """Another body answers it, by its competence."""

    kind: ClassVar[str] = "appeals.appeal_forwarded"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealExtended:
    """The answer takes longer, and the author was told why."""

    kind: ClassVar[str] = "appeals.appeal_extended"

    appeal_id: UUID


@dataclass(frozen=True)
class AnswerPrepared:
    """An answer waits for a signature."""

    kind: ClassVar[str] = "appeals.answer_prepared"

    appeal_id: UUID


@dataclass(frozen=True)
class AnswerReturned:
    """Whoever signs wants another answer."""

    kind: ClassVar[str] = "appeals.answer_returned"

    appeal_id: UUID


@dataclass(frozen=True)
class AnswerSigned:
    """The answer is given."""

    kind: ClassVar[str] = "appeals.answer_signed"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealEnded:
    """There will be no answer on the merits, and the law says why."""

    kind: ClassVar[str] = "appeals.appeal_ended"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealWithdrawn:
    """The author has taken it back."""

    kind: ClassVar[str] = "appeals.appeal_withdrawn"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealNear:
    """Tomorrow a day of the law comes: to register, to pass on, to answer."""

    kind: ClassVar[str] = "appeals.appeal_near"

    appeal_id: UUID


@dataclass(frozen=True)
class AppealOverdue:
    """The day has passed and nothing was done."""

    kind: ClassVar[str] = "appeals.appeal_overdue"

    appeal_id: UUID


@dataclass(frozen=True)
class LetterSent:
    """A letter has gone to its address by post or e-mail."""

    kind: ClassVar[str] = "appeals.letter_sent"

    appeal_id: UUID


@dataclass(frozen=True)
class DepartmentSaved:
    """A department that prepares answers was entered or changed."""

    kind: ClassVar[str] = "appeals.department_saved"

    department_id: UUID


@dataclass(frozen=True)
class IdentityRuleSet:
    """The town has decided whose electronic appeals it takes."""

    kind: ClassVar[str] = "appeals.identity_rule_set"

    level: int


@dataclass(frozen=True)
class ReceptionPublished:
    """Hours of reception are open for booking."""

    kind: ClassVar[str] = "appeals.reception_published"

    reception_id: UUID


@dataclass(frozen=True)
class ReceptionCancelled:
    """There will be no reception, and whoever had a slot is told."""

    kind: ClassVar[str] = "appeals.reception_cancelled"

    reception_id: UUID


@dataclass(frozen=True)
class SlotBooked:
    """Somebody has taken a slot."""

    kind: ClassVar[str] = "appeals.slot_booked"

    booking_id: UUID


@dataclass(frozen=True)
class BookingCancelled:
    """A slot is free again."""

    kind: ClassVar[str] = "appeals.booking_cancelled"

    reception_id: UUID

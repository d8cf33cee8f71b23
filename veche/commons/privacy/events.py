"""What happens to consents, requests and leaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class ConsentGiven:
    """A person agreed to a version of the town's consent."""

    kind: ClassVar[str] = "privacy.consent_given"
    person_id: UUID
    version: int


@dataclass(frozen=True)
class ConsentSigned:
    """Somebody signed the sheet at the counter. Who, is not told: visits have an order."""

    kind: ClassVar[str] = "privacy.consent_signed"
    version: int


@dataclass(frozen=True)
class ConsentWithdrawn:
    """A person took the consent back: what was given under it has been forgotten."""

    kind: ClassVar[str] = "privacy.consent_withdrawn"
    person_id: UUID
    version: int


@dataclass(frozen=True)
class RequestMade:
    """A person asked about their data."""

    kind: ClassVar[str] = "privacy.request_made"
    number: str


@dataclass(frozen=True)
class RequestAnswered:
    """A request came to its end."""

    kind: ClassVar[str] = "privacy.request_answered"
    number: str
    outcome: str


@dataclass(frozen=True)
class LeakStarted:
    """The clocks of the plan run, in earnest or as a drill."""

    kind: ClassVar[str] = "privacy.leak_started"
    number: str
    is_drill: bool


@dataclass(frozen=True)
class LeakStepDone:
    """A step of the plan was done."""

    kind: ClassVar[str] = "privacy.leak_step_done"
    number: str
    step: str


@dataclass(frozen=True)
class LeakEnded:
    """Every step was done and the case is closed."""

    kind: ClassVar[str] = "privacy.leak_ended"
    number: str

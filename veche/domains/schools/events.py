"""What happens to school polls; told to the rest of the house after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class SchoolPollClosed:
    """The last hour is over, the answers are counted."""

    poll_id: UUID
    kind: ClassVar[str] = "schools.poll_closed"


@dataclass(frozen=True)
class SchoolPollStopped:
    """It ended without a result, for a reason."""

    poll_id: UUID
    kind: ClassVar[str] = "schools.poll_stopped"

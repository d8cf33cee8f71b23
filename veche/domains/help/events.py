"""What happens in help, told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class InquiryAsked:
    """A question waits for support."""

    kind: ClassVar[str] = "help.inquiry_asked"

    inquiry_id: UUID


@dataclass(frozen=True)
class InquiryAnswered:
    """Whoever has the number can read the answer."""

    kind: ClassVar[str] = "help.inquiry_answered"

    inquiry_id: UUID

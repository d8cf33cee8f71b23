"""What happens to norms of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class MinutesSet:
    """The town has said how long an act takes."""

    kind: ClassVar[str] = "workload.minutes_set"
    act_kind: str
    minutes: int

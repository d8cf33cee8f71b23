"""What happens to sets of open data, told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class VersionPublished:
    """A version can be taken away by everyone."""

    kind: ClassVar[str] = "opendata.version_published"

    version_id: UUID


@dataclass(frozen=True)
class VersionWithdrawn:
    """A version is shown no more, and why."""

    kind: ClassVar[str] = "opendata.version_withdrawn"

    version_id: UUID

"""What happens to the open budget, told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class SourceUploaded:
    """A file of the budget is kept; nothing of it is public."""

    kind: ClassVar[str] = "transparency.source_uploaded"

    source_id: UUID


@dataclass(frozen=True)
class ColumnsMatched:
    """It was said which column is what; the file is being read."""

    kind: ClassVar[str] = "transparency.columns_matched"

    source_id: UUID


@dataclass(frozen=True)
class SourceDropped:
    """A file that was never published is gone."""

    kind: ClassVar[str] = "transparency.source_dropped"

    source_id: UUID


@dataclass(frozen=True)
class SourcePublished:
    """A version of the budget is everyone's."""

    kind: ClassVar[str] = "transparency.source_published"

    source_id: UUID


@dataclass(frozen=True)
class SourceWithdrawn:
    """A version was taken back, with a reason that stays public."""

    kind: ClassVar[str] = "transparency.source_withdrawn"

    source_id: UUID

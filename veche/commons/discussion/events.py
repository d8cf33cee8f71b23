"""What happens in discussions; who spoke is nobody's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class ArgumentWritten:
    """Somebody argued; whether everyone sees it yet is another matter."""

    kind: ClassVar[str] = "discussion.argument_written"
    argument_id: UUID


@dataclass(frozen=True)
class ArgumentPublished:
    """Everyone sees an argument."""

    kind: ClassVar[str] = "discussion.argument_published"
    argument_id: UUID


@dataclass(frozen=True)
class ArgumentPassed:
    """An argument that waited was let through: its author is told."""

    kind: ClassVar[str] = "discussion.argument_passed"
    argument_id: UUID


@dataclass(frozen=True)
class ArgumentEdited:
    """An author changed the words before anybody had marked them."""

    kind: ClassVar[str] = "discussion.argument_edited"
    argument_id: UUID


@dataclass(frozen=True)
class ArgumentWithdrawn:
    """An author took an argument away."""

    kind: ClassVar[str] = "discussion.argument_withdrawn"
    argument_id: UUID


@dataclass(frozen=True)
class ArgumentMarked:
    """Somebody found an argument useful, or took that back."""

    kind: ClassVar[str] = "discussion.argument_marked"
    argument_id: UUID
    is_marked: bool


@dataclass(frozen=True)
class MindChanged:
    """Who argued for one side was persuaded by an argument of the other."""

    kind: ClassVar[str] = "discussion.mind_changed"
    argument_id: UUID

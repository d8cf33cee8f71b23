"""What moderation tells the rest of the house; never the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class ThingPassed:
    """A moderator let something stand, and its owner knows."""

    kind: ClassVar[str] = "moderation.thing_passed"
    item_id: UUID


@dataclass(frozen=True)
class ThingRemoved:
    """A moderator removed something, and its owner knows."""

    kind: ClassVar[str] = "moderation.thing_removed"
    item_id: UUID
    reason: str


@dataclass(frozen=True)
class ComplaintMade:
    """Somebody said that a thing should not stand there; who, is nobody's business."""

    kind: ClassVar[str] = "moderation.complaint_made"
    item_id: UUID


@dataclass(frozen=True)
class AppealFiled:
    """An author disagrees with a removal."""

    kind: ClassVar[str] = "moderation.appeal_filed"
    appeal_id: UUID


@dataclass(frozen=True)
class AppealDecided:
    """A second moderator has answered the author."""

    kind: ClassVar[str] = "moderation.appeal_decided"
    appeal_id: UUID
    is_upheld: bool


@dataclass(frozen=True)
class RulesSet:
    """The town changed whom it trusts, or switched the special regime."""

    kind: ClassVar[str] = "moderation.rules_set"
    is_special: bool


@dataclass(frozen=True)
class TwinsJudged:
    """A person said whether two accounts are one."""

    kind: ClassVar[str] = "moderation.twins_judged"
    twins_id: UUID
    verdict: str


@dataclass(frozen=True)
class BanSet:
    """Something must not be published from a day on, by law."""

    kind: ClassVar[str] = "moderation.ban_set"
    ban_id: UUID


@dataclass(frozen=True)
class BanEnded:
    """A ban holds nothing more."""

    kind: ClassVar[str] = "moderation.ban_ended"
    ban_id: UUID

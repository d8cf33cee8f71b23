"""What happens in advice, told to whoever listens; who asked and answered is nobody's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class QuestionAsked:
    """Somebody has asked; whether everyone sees it yet is another matter."""

    kind: ClassVar[str] = "advice.question_asked"
    question_id: UUID


@dataclass(frozen=True)
class QuestionPublished:
    """Everyone sees a question, for the first time."""

    kind: ClassVar[str] = "advice.question_published"
    question_id: UUID


@dataclass(frozen=True)
class QuestionWithdrawn:
    """Who asked took the question back before anybody had answered."""

    kind: ClassVar[str] = "advice.question_withdrawn"
    question_id: UUID


@dataclass(frozen=True)
class AnswerWritten:
    """Somebody has answered; whether everyone sees it yet is another matter."""

    kind: ClassVar[str] = "advice.answer_written"
    answer_id: UUID


@dataclass(frozen=True)
class AnswerPublished:
    """Everyone sees an answer, for the first time."""

    kind: ClassVar[str] = "advice.answer_published"
    answer_id: UUID


@dataclass(frozen=True)
class AnswerWithdrawn:
    """An author took an answer away."""

    kind: ClassVar[str] = "advice.answer_withdrawn"
    answer_id: UUID


@dataclass(frozen=True)
class AnswerRated:
    """Somebody said whether an answer is useful, or took that back."""

    kind: ClassVar[str] = "advice.answer_rated"
    answer_id: UUID


@dataclass(frozen=True)
class BestChosen:
    """The best answer is chosen, and a guide made of it."""

    kind: ClassVar[str] = "advice.best_chosen"
    answer_id: UUID


@dataclass(frozen=True)
class GuideSaved:
    """An official has written a guide anew."""

    kind: ClassVar[str] = "advice.guide_saved"
    guide_id: UUID


@dataclass(frozen=True)
class GuideConfirmed:
    """An official says that a guide still holds."""

    kind: ClassVar[str] = "advice.guide_confirmed"
    guide_id: UUID


@dataclass(frozen=True)
class GuideOutdated:
    """An official says that a guide does not hold any more."""

    kind: ClassVar[str] = "advice.guide_outdated"
    guide_id: UUID


@dataclass(frozen=True)
class GuideDoubted:
    """A reader says that a guide is not true any more."""

    kind: ClassVar[str] = "advice.guide_doubted"
    guide_id: UUID

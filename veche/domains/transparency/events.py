"""What happens to the open budget and to public reports, told to whoever listens."""

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


@dataclass(frozen=True)
class BodyKept:
    """A body that reports is entered or renamed."""

    kind: ClassVar[str] = "transparency.body_kept"

    body_id: UUID


@dataclass(frozen=True)
class ReportPlanned:
    """A body owes a kind of report from a period on."""

    kind: ClassVar[str] = "transparency.report_planned"

    line_id: UUID


@dataclass(frozen=True)
class LineEnded:
    """A kind of report is owed no more."""

    kind: ClassVar[str] = "transparency.line_ended"

    line_id: UUID


@dataclass(frozen=True)
class ReportOverdue:
    """The term of a report has passed, and it is not there."""

    kind: ClassVar[str] = "transparency.report_overdue"

    due_id: UUID


@dataclass(frozen=True)
class ReportPublished:
    """A report is everyone's."""

    kind: ClassVar[str] = "transparency.report_published"

    report_id: UUID


@dataclass(frozen=True)
class ReportCorrected:
    """A new version of a report stands before the last one."""

    kind: ClassVar[str] = "transparency.report_corrected"

    report_id: UUID


@dataclass(frozen=True)
class FilesHidden:
    """The files of a version are shown to nobody any more, with a reason that stays public."""

    kind: ClassVar[str] = "transparency.files_hidden"

    report_id: UUID
    number: int


@dataclass(frozen=True)
class ReportAsked:
    """A resident has asked something of a report."""

    kind: ClassVar[str] = "transparency.report_asked"

    question_id: UUID


@dataclass(frozen=True)
class AskingShown:
    """A question is everyone's: the body's term to answer runs."""

    kind: ClassVar[str] = "transparency.asking_shown"

    question_id: UUID


@dataclass(frozen=True)
class AskingWithdrawn:
    """Who asked took the question back."""

    kind: ClassVar[str] = "transparency.asking_withdrawn"

    question_id: UUID


@dataclass(frozen=True)
class ReportAnswered:
    """The body has answered a question on its report."""

    kind: ClassVar[str] = "transparency.report_answered"

    question_id: UUID


@dataclass(frozen=True)
class RegisterImported:
    """A table beside the budget is everyone's: towns, indicators or payments."""

    kind: ClassVar[str] = "transparency.register_imported"

    import_id: UUID
    register: str


@dataclass(frozen=True)
class RegisterDropped:
    """A table beside the budget, or a part of it, was taken away."""

    kind: ClassVar[str] = "transparency.register_dropped"

    import_id: UUID
    register: str

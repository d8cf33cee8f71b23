"""What happens to reports, told to whoever listens: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class ReportFiled:
    """A resident has sent a report; a moderator is to look at it."""

    kind: ClassVar[str] = "reports.report_filed"

    report_id: UUID


@dataclass(frozen=True)
class ReportPassed:
    """A moderator has let a report through: everyone may see it."""

    kind: ClassVar[str] = "reports.report_passed"

    report_id: UUID


@dataclass(frozen=True)
class ReportRejected:
    """A moderator has let a report no further."""

    kind: ClassVar[str] = "reports.report_rejected"

    report_id: UUID


@dataclass(frozen=True)
class ReportHidden:
    """A moderator has taken a public report out of sight; the work goes on."""

    kind: ClassVar[str] = "reports.report_hidden"

    report_id: UUID


@dataclass(frozen=True)
class ReportMerged:
    """A report tells of what another one tells already."""

    kind: ClassVar[str] = "reports.report_merged"

    report_id: UUID


@dataclass(frozen=True)
class ReportSupported:
    """One more person is troubled by the same."""

    kind: ClassVar[str] = "reports.report_supported"

    report_id: UUID


@dataclass(frozen=True)
class ReportAssigned:
    """A body answers for the report now."""

    kind: ClassVar[str] = "reports.report_assigned"

    report_id: UUID


@dataclass(frozen=True)
class ReportReturned:
    """The body says that it is not its own."""

    kind: ClassVar[str] = "reports.report_returned"

    report_id: UUID


@dataclass(frozen=True)
class ReportForwarded:
    """The report was handed over to a body that is not the town's."""

    kind: ClassVar[str] = "reports.report_forwarded"

    report_id: UUID


@dataclass(frozen=True)
class ClarificationAsked:
    """The author is asked for something; the clock stands."""

    kind: ClassVar[str] = "reports.clarification_asked"

    report_id: UUID


@dataclass(frozen=True)
class ReportClarified:
    """The author has answered; the clock goes on."""

    kind: ClassVar[str] = "reports.report_clarified"

    report_id: UUID


@dataclass(frozen=True)
class ReportPlanned:
    """The work is promised for a day."""

    kind: ClassVar[str] = "reports.report_planned"

    report_id: UUID


@dataclass(frozen=True)
class QuestionUnanswered:
    """The author has said nothing to a question; the work goes on without it."""

    kind: ClassVar[str] = "reports.question_unanswered"

    report_id: UUID


@dataclass(frozen=True)
class AnswerHeld:
    """An answer was approved; a special regime shows it after the delay."""

    kind: ClassVar[str] = "reports.answer_held"

    report_id: UUID


@dataclass(frozen=True)
class ReportPostponed:
    """An approver has moved the promised day."""

    kind: ClassVar[str] = "reports.report_postponed"

    report_id: UUID


@dataclass(frozen=True)
class ReportAnswered:
    """An answer is ready and waits for an approver."""

    kind: ClassVar[str] = "reports.report_answered"

    report_id: UUID


@dataclass(frozen=True)
class AnswerApproved:
    """The answer is the town's: done, or refused with a reason."""

    kind: ClassVar[str] = "reports.answer_approved"

    report_id: UUID


@dataclass(frozen=True)
class AnswerSentBack:
    """The approver wants a better answer."""

    kind: ClassVar[str] = "reports.answer_sent_back"

    report_id: UUID


@dataclass(frozen=True)
class ReportConfirmed:
    """The author agrees that it is done."""

    kind: ClassVar[str] = "reports.report_confirmed"

    report_id: UUID


@dataclass(frozen=True)
class ReportDisagreed:
    """The author sees that it is not done."""

    kind: ClassVar[str] = "reports.report_disagreed"

    report_id: UUID


@dataclass(frozen=True)
class ReportClosed:
    """Nobody said a word within the term, and the report is over."""

    kind: ClassVar[str] = "reports.report_closed"

    report_id: UUID


@dataclass(frozen=True)
class RefusalLifted:
    """A controller has taken a refusal away; the work goes on."""

    kind: ClassVar[str] = "reports.refusal_lifted"

    report_id: UUID


@dataclass(frozen=True)
class ReportSettled:
    """A controller has ended what author and town could not agree on."""

    kind: ClassVar[str] = "reports.report_settled"

    report_id: UUID


@dataclass(frozen=True)
class ReportNoted:
    """Somebody wrote a note for colleagues."""

    kind: ClassVar[str] = "reports.report_noted"

    report_id: UUID


@dataclass(frozen=True)
class ReportWaits:
    """The report lies on another desk of the office than that of who has moved it."""

    kind: ClassVar[str] = "reports.report_waits"

    report_id: UUID
    state: str


@dataclass(frozen=True)
class ReportOverdue:
    """The term of a report is over, and the town has not answered."""

    kind: ClassVar[str] = "reports.report_overdue"

    report_id: UUID


@dataclass(frozen=True)
class CrewThanked:
    """Somebody has thanked those who did the work."""

    kind: ClassVar[str] = "reports.crew_thanked"

    report_id: UUID


@dataclass(frozen=True)
class PhotoHidden:
    """A moderator has taken a photo out of sight."""

    kind: ClassVar[str] = "reports.photo_hidden"

    report_id: UUID
    photo_id: UUID


@dataclass(frozen=True)
class PhotoReturned:
    """A photo is back: its author has argued."""

    kind: ClassVar[str] = "reports.photo_returned"

    report_id: UUID


@dataclass(frozen=True)
class BodySaved:
    """A body was entered or changed."""

    kind: ClassVar[str] = "reports.body_saved"

    body_id: UUID


@dataclass(frozen=True)
class ResponsibilitySet:
    """Another list of categories is a body's in some place."""

    kind: ClassVar[str] = "reports.responsibility_set"

    body_id: UUID


@dataclass(frozen=True)
class TemplateSaved:
    """A template of answers was written or changed."""

    kind: ClassVar[str] = "reports.template_saved"

    template_id: UUID


@dataclass(frozen=True)
class TemplateRemoved:
    """A template of answers is no longer offered."""

    kind: ClassVar[str] = "reports.template_removed"

    template_id: UUID


@dataclass(frozen=True)
class PublicClockSet:
    """The town has decided to count its lateness with a category before everyone, or to stop."""

    kind: ClassVar[str] = "reports.public_clock_set"

    category: str
    is_on: bool


@dataclass(frozen=True)
class SheetMade:
    """The head's page of a Monday is there."""

    kind: ClassVar[str] = "reports.sheet_made"

    sheet_id: int


@dataclass(frozen=True)
class GroupSaved:
    """A group of categories was entered or changed."""

    kind: ClassVar[str] = "reports.group_saved"

    code: str


@dataclass(frozen=True)
class CategorySaved:
    """A category was entered or changed."""

    kind: ClassVar[str] = "reports.category_saved"

    code: str


@dataclass(frozen=True)
class TermSet:
    """A category has another term from a day on."""

    kind: ClassVar[str] = "reports.term_set"

    code: str


@dataclass(frozen=True)
class RegisterUploaded:
    """A register of another system was uploaded."""

    kind: ClassVar[str] = "reports.register_uploaded"

    import_id: UUID


@dataclass(frozen=True)
class RegisterMatched:
    """The columns of a register were matched; it is being tried."""

    kind: ClassVar[str] = "reports.register_matched"

    import_id: UUID


@dataclass(frozen=True)
class RegisterImportBegun:
    """A register is being taken in."""

    kind: ClassVar[str] = "reports.register_import_begun"

    import_id: UUID


@dataclass(frozen=True)
class RegisterImported:
    """A register was taken in."""

    kind: ClassVar[str] = "reports.register_imported"

    import_id: UUID


@dataclass(frozen=True)
class OutsideRecorded:
    """The record of a report lies in another system, under a number."""

    kind: ClassVar[str] = "reports.outside_recorded"

    report_id: UUID


@dataclass(frozen=True)
class HelpSought:
    """Neighbours were called to a report."""

    kind: ClassVar[str] = "reports.help_sought"

    report_id: UUID
    is_by_author: bool


@dataclass(frozen=True)
class ReportMended:
    """Those who helped have mended it, and the author has confirmed it."""

    kind: ClassVar[str] = "reports.report_mended"

    report_id: UUID


@dataclass(frozen=True)
class ReportShown:
    """A special regime held the report back for a while, and now everyone sees it."""

    kind: ClassVar[str] = "reports.report_shown"

    report_id: UUID


@dataclass(frozen=True)
class ReportEscalated:
    """A missed term was told higher up: `level` 1 the executor, 2 the head, 3 the controller."""

    kind: ClassVar[str] = "reports.report_escalated"

    report_id: UUID
    level: int


@dataclass(frozen=True)
class DeskOverdue:
    """A desk of the office, or another body, has not acted on a report within the norm."""

    kind: ClassVar[str] = "reports.desk_overdue"

    report_id: UUID
    state: str


@dataclass(frozen=True)
class HelpingSet:
    """The town has said whether neighbours may help with a category."""

    kind: ClassVar[str] = "reports.helping_set"

    category: str
    is_for_neighbours: bool

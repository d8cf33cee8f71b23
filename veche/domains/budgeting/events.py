"""What happens in participatory budgeting, told to whoever listens: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class CyclePublished:
    """Everyone sees the cycle, its phases and its rule."""

    kind: ClassVar[str] = "budgeting.cycle_published"

    cycle_id: UUID


@dataclass(frozen=True)
class ProjectFiled:
    """A project was sent; a moderator may have to read it first."""

    kind: ClassVar[str] = "budgeting.project_filed"

    project_id: UUID


@dataclass(frozen=True)
class ProjectPublished:
    """Everyone may read it from now on."""

    kind: ClassVar[str] = "budgeting.project_published"

    project_id: UUID


@dataclass(frozen=True)
class ProjectRejected:
    """A moderator has not let it through; its author may change it."""

    kind: ClassVar[str] = "budgeting.project_rejected"

    project_id: UUID


@dataclass(frozen=True)
class ProjectJudged:
    """The town says whether it may stand on the ballot, and why not."""

    kind: ClassVar[str] = "budgeting.project_judged"

    project_id: UUID
    is_admitted: bool


@dataclass(frozen=True)
class BallotSettled:
    """The list of projects is fixed: the vote begins on its day."""

    kind: ClassVar[str] = "budgeting.ballot_settled"

    cycle_id: UUID


@dataclass(frozen=True)
class BallotClosed:
    """No more ballots; the rows are published and counted next."""

    kind: ClassVar[str] = "budgeting.ballot_closed"

    cycle_id: UUID


@dataclass(frozen=True)
class CycleVoided:
    """The days of the vote went by and the town had settled no list: there was none."""

    kind: ClassVar[str] = "budgeting.cycle_voided"

    cycle_id: UUID


@dataclass(frozen=True)
class PapersCounted:
    """Every sheet of paper that was handed in is in the box, or its term is over."""

    kind: ClassVar[str] = "budgeting.papers_counted"

    cycle_id: UUID


@dataclass(frozen=True)
class ScoresClosed:
    """The commission has marked every project."""

    kind: ClassVar[str] = "budgeting.scores_closed"

    cycle_id: UUID


@dataclass(frozen=True)
class CycleCounted:
    """The rule in force has said who is funded."""

    kind: ClassVar[str] = "budgeting.cycle_counted"

    cycle_id: UUID


@dataclass(frozen=True)
class OutcomeOverridden:
    """An official departs from the count, with a reason before everyone."""

    kind: ClassVar[str] = "budgeting.outcome_overridden"

    project_id: UUID


@dataclass(frozen=True)
class ListApproved:
    """The act is signed: what won is a promise with a day."""

    kind: ClassVar[str] = "budgeting.list_approved"

    cycle_id: UUID


@dataclass(frozen=True)
class WorksMoved:
    """A funded project has come a step further."""

    kind: ClassVar[str] = "budgeting.works_moved"

    project_id: UUID
    to: str


@dataclass(frozen=True)
class WorksTold:
    """The log of the works has one line more."""

    kind: ClassVar[str] = "budgeting.works_told"

    project_id: UUID


@dataclass(frozen=True)
class WorksLate:
    """The day by which a funded project was promised has passed."""

    kind: ClassVar[str] = "budgeting.works_late"

    project_id: UUID

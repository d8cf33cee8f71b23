"""Plain values of commitments and the arithmetic of their terms. Pure: no database, no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

State = Literal["owed", "decided", "in_work", "done", "declined"]
OWED: State = "owed"
DECIDED: State = "decided"
IN_WORK: State = "in_work"
DONE: State = "done"
DECLINED: State = "declined"
STATES: tuple[State, ...] = (OWED, DECIDED, IN_WORK, DONE, DECLINED)
OPEN: tuple[State, ...] = (OWED, DECIDED, IN_WORK)
PROMISED: tuple[State, ...] = (DECIDED, IN_WORK)
STARS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Answerable:
    """Who answers for it: the body, and the post and name of its official."""

    body_name: str
    post: str
    person_name: str


@dataclass(frozen=True)
class Act:
    """The legal act a decision was made by."""

    kind: str
    number: str
    on: date | None
    url: str = ""


@dataclass(frozen=True)
class Indicator:
    """What the decision should move: from where, to where, by when; `now` is what came out."""

    name: str
    unit: str
    start: Decimal
    goal: Decimal
    by: date | None
    now: Decimal | None = None

    @property
    def share(self) -> float | None:
        """How much of the way is done, 0 to 1; None until measured."""
        return None if self.now is None else share_of_way(self.start, self.goal, self.now)


@dataclass(frozen=True)
class Stage:
    """A step of the work; photos are ids of stored files."""

    id: UUID
    position: int
    title: str
    planned_on: date
    done_on: date | None
    note: str
    photo_before_id: UUID | None
    photo_after_id: UUID | None

    def days_late(self, today: date) -> int:
        """Whole days past the plan; 0 when in time or done."""
        return 0 if self.done_on else days_late(self.planned_on, today)


@dataclass(frozen=True)
class DueChange:
    """A term moved, with the reason everyone reads."""

    old_due_on: date
    new_due_on: date
    reason: str
    changed_at: datetime


@dataclass(frozen=True)
class Rating:
    """Residents' stars: how many gave each of 1 to 5."""

    counts: tuple[int, int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    def is_shown(self, least: int) -> bool:
        """Whether so many gave stars that nobody's own can be read off them."""
        return self.total >= max(least, 1)

    @property
    def mean(self) -> float | None:
        """Mean number of stars, None without ratings."""
        if not self.total:
            return None
        return sum(stars * count for stars, count in zip(STARS, self.counts, strict=True)) / (
            self.total
        )


@dataclass(frozen=True)
class TrustPoint:
    """The opinions that stood at the end of a week: how many, and their mean."""

    week_on: date
    answers: int
    mean: float


def trust_line(weeks: Iterable[tuple[date, int, int]], least: int) -> tuple[TrustPoint, ...]:
    """Running means from what each week added; weeks with fewer opinions than `least` wait."""
    points: list[TrustPoint] = []
    answers = total = 0
    for week_on, more_answers, more_total in sorted(weeks):
        answers += more_answers
        total += more_total
        if answers >= max(least, 1):
            points.append(TrustPoint(week_on, answers, total / answers))
    return tuple(points)


@dataclass(frozen=True)
class Commitment:
    """What an official body owes after a vote, as everyone may see it."""

    id: UUID
    slug: str
    source_kind: str
    source_id: str
    source_title: str
    source_url: str
    url: str
    state: State
    owed_at: datetime
    decide_by: date
    deadline_on: date | None
    due_on: date | None
    decision: str
    answerable: Answerable
    act: Act | None
    indicator: Indicator | None
    decided_at: datetime | None
    closed_at: datetime | None
    outcome: str
    decline_reason: str
    rating: Rating
    stages: tuple[Stage, ...] = ()
    due_changes: tuple[DueChange, ...] = ()

    @property
    def stages_done(self) -> int:
        return sum(1 for stage in self.stages if stage.done_on)

    def days_late(self, today: date) -> int:
        """Whole days past the running deadline in the town's calendar; 0 when in time."""
        return days_late(self.deadline_on, today)

    def days_left(self, today: date) -> int | None:
        """Whole days to the running deadline; None when nothing is owed or it is past."""
        if self.deadline_on is None or self.deadline_on < today:
            return None
        return (self.deadline_on - today).days


def days_late(deadline: date | None, today: date) -> int:
    """Whole days past a deadline; its own day is still in time."""
    return max(0, (today - deadline).days) if deadline else 0


def share_of_way(start: Decimal, goal: Decimal, now: Decimal) -> float:
    """Part of the way from start to goal that is done, held between 0 and 1."""
    if start == goal:
        return 1.0 if now == goal else 0.0
    return float(min(max((now - start) / (goal - start), Decimal(0)), Decimal(1)))

"""How far a budget and a file of it have come; which of several versions is in force. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

DRAFT, ADOPTED, REVISED, EXECUTED = "draft", "adopted", "revised", "executed"
STAGES = (DRAFT, ADOPTED, REVISED, EXECUTED)
PLANS = (DRAFT, ADOPTED, REVISED)
# Those a decision of the council stands behind.
DECIDED = (ADOPTED, REVISED)

UPLOADED, CHECKING, FAULTY, READY = "uploaded", "checking", "faulty", "ready"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
STATES = (UPLOADED, CHECKING, FAULTY, READY, PUBLISHED, WITHDRAWN)
# While nothing is public, a file may be mapped anew or dropped.
OPEN = (UPLOADED, FAULTY, READY)
YEAR_MIN, YEAR_MAX = 2010, 2100


class Version(Protocol):
    """What the choice between versions looks at."""

    @property
    def stage(self) -> str: ...
    @property
    def as_of(self) -> date: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def plan(self) -> int | None: ...
    @property
    def revised(self) -> int | None: ...
    @property
    def executed(self) -> int | None: ...


One = TypeVar("One", bound=Version)


def plan_of(versions: Iterable[One]) -> One | None:
    """The plan in force: the furthest stage, the latest day, the latest publication."""
    kept = [one for one in versions if one.stage in PLANS]
    return max(kept, key=_newest, default=None)


def fact_of(versions: Iterable[One]) -> One | None:
    """The newest report of execution."""
    kept = [one for one in versions if one.stage == EXECUTED]
    return max(kept, key=_newest, default=None)


def is_further(one: Version, other: Version) -> bool:
    """Whether a version has come further on its way than another: a decision is after a draft."""
    return STAGES.index(one.stage) > STAGES.index(other.stage)


def facts_of(versions: Iterable[One]) -> list[One]:
    """Reports of execution in order, the newest publication of each day."""
    by_day: dict[date, One] = {}
    for one in sorted((one for one in versions if one.stage == EXECUTED), key=_newest):
        by_day[one.as_of] = one
    return list(by_day.values())


def _newest(one: Version) -> tuple[int, date, str]:
    at = one.published_at.isoformat() if one.published_at is not None else ""
    return (STAGES.index(one.stage), one.as_of, at)


def measure(one: Version) -> str:
    """Which of a version's three columns is its own figure."""
    if one.stage == EXECUTED and one.executed is not None:
        return "executed"
    if one.stage in (REVISED, EXECUTED) and one.revised is not None:
        return "revised"
    return "plan" if one.plan is not None else "revised"


def planned(one: Version) -> str:
    """Which column says what was to be, beside what was done."""
    return "revised" if one.revised is not None else "plan"

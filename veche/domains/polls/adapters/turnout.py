"""The series of turnout as its page, its file and the API show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from veche.commons.ballots import public as ballots
from veche.commons.towns import public as towns
from veche.domains.polls import queries
from veche.domains.polls.models import Poll
from veche.kernel import clock

HEADER = ("starts_at", "ends_at", "ballots", "total")


@dataclass(frozen=True)
class Step:
    """One bin, and how many ballots there were at its end."""

    starts_at: datetime
    ends_at: datetime
    ballots: int
    total: int
    per_hour: float


@dataclass(frozen=True)
class Series:
    """The turnout of a poll step by step; `is_counted` is False for polls older than counting."""

    steps: tuple[Step, ...]
    minimum: int
    is_counted: bool
    is_final: bool

    @property
    def peak(self) -> Step | None:
        """When ballots came fastest."""
        return max(self.steps, key=lambda step: step.per_hour, default=None)


def series(poll: Poll) -> Series:
    """The turnout of a poll, in the town's time."""
    zone = clock.zone(towns.current().time_zone)
    found = ballots.turnout_bins(poll.id)
    bins = found or ()
    steps = tuple(
        Step(
            one.starts_at.astimezone(zone),
            one.ends_at.astimezone(zone),
            one.ballots,
            total,
            one.per_hour,
        )
        for one, total in zip(bins, accumulate(one.ballots for one in bins), strict=True)
    )
    is_final = queries.phase_of(poll) == "closed"
    return Series(steps, ballots.smallest_bin(), found is not None, is_final)


def rows(found: Series) -> list[list[Any]]:
    """The series as rows of a file."""
    return [
        [step.starts_at.isoformat(), step.ends_at.isoformat(), step.ballots, step.total]
        for step in found.steps
    ]


def as_json(found: Series) -> dict[str, Any]:
    """The series as the API tells it."""
    return {
        "minimum": found.minimum,
        "is_final": found.is_final,
        "is_counted": found.is_counted,
        "bins": [dict(zip(HEADER, row, strict=True)) for row in rows(found)],
    }

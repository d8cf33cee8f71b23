"""Turnout by the hour, merged until no bin tells of few. Pure.

Bins are made from the opening on and never change while the vote runs, so two looks at the page
cannot be subtracted from each other. That is all they promise: the running total beside them is
exact and live, as a town hall shows it, so whoever asks for it all the time knows when each ballot
came. The bins keep this from the latecomer and from the files that stay. While it runs the last
full bin is held back with what came after it: after the close the rest joins that bin, so the last
look before the close and the first one after it differ by a whole bin at least.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Bin:
    """Ballots that came from one moment until another."""

    starts_at: datetime
    ends_at: datetime
    ballots: int

    @property
    def per_hour(self) -> float:
        """How fast they came; a bin shorter than an hour counts as it is."""
        return self.ballots / max((self.ends_at - self.starts_at) / HOUR, 1 / 60)


def hour_of(moment: datetime) -> datetime:
    """The beginning of a moment's hour."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def bins(
    hours: Iterable[tuple[datetime, int]],
    *,
    opens_at: datetime,
    until: datetime,
    minimum: int,
    is_over: bool,
) -> tuple[Bin, ...]:
    """Whole hours merged until each bin holds the minimum, the last one only after the close.

    Then the rest joins it; a vote with fewer ballots in all has no bins.
    """
    found: list[Bin] = []
    starts_at, held = opens_at, 0
    for hour, votes in sorted(hours):
        ends_at = min(hour + HOUR, until)
        if not is_over and hour + HOUR > until:
            break
        held += votes
        if held >= minimum:
            found.append(Bin(starts_at, ends_at, held))
            starts_at, held = ends_at, 0
    if not is_over:
        return tuple(found[:-1])
    if found:
        last = found[-1]
        found[-1] = replace(last, ends_at=max(until, last.ends_at), ballots=last.ballots + held)
    return tuple(found)


def to_json(found: Iterable[Bin]) -> list[list[str | int]]:
    """A JSON-able form."""
    return [[one.starts_at.isoformat(), one.ends_at.isoformat(), one.ballots] for one in found]


def from_json(data: Iterable[tuple[str, str, int]]) -> tuple[Bin, ...]:
    """Bins from their JSON form."""
    return tuple(
        Bin(datetime.fromisoformat(starts), datetime.fromisoformat(ends), ballots)
        for starts, ends, ballots in data
    )

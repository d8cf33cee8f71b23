"""What everyone sees of the control calls: the draw, the counts, the share that confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from veche.commons.ballots import public as ballots
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import queries, rules
from veche.domains.polls.models import Outcome, Poll
from veche.kernel import clock


@dataclass(frozen=True)
class Control:
    """The draw of a poll and how far the calls have come."""

    commitment: str
    seed: str
    voters: int
    drawn: int
    counts: list[tuple[str, int]]
    confirmed: int
    answered: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Percent of those who answered that confirmed."""
        return 100 * self.confirmed / self.answered if self.answered else 0.0


def control(poll: Poll) -> Control | None:
    """None for a poll whose box is older than draws."""
    state = ballots.draw_of(poll.id)
    if state is None:
        return None
    found = queries.call_counts(poll)
    confirmed = found.get(Outcome.VOTED, 0)
    answered = confirmed + found.get(Outcome.NOT_VOTED, 0)
    low, high = rules.wilson(confirmed, answered)
    return Control(
        commitment=state.commitment,
        seed=state.seed,
        voters=len(state.marks),
        drawn=sum(found.values()),
        counts=[(str(Outcome(code).label), number) for code, number in found.items()],
        confirmed=confirmed,
        answered=answered,
        low=100 * low,
        high=100 * high,
    )


def draw_until(poll: Poll) -> date | None:
    """The last day on which a closed poll's drawn voters can be found: the appeal term."""
    if poll.closed_at is None:
        return None
    zone = clock.zone(towns.current().time_zone)
    return norms.due_on("poll.appeal_days", poll.closed_at.astimezone(zone).date())


def as_json(poll: Poll) -> dict[str, Any]:
    """The draw with all that is needed to repeat it, and the outcomes."""
    state = ballots.draw_of(poll.id)
    found = queries.call_counts(poll)
    return {
        "commitment": state.commitment if state else "",
        "seed": state.seed if state else "",
        "outcomes": {code or "waiting": number for code, number in found.items()},
        "drawn": queries.drawn_marks(poll),
        "marks": list(state.marks) if state else [],
    }

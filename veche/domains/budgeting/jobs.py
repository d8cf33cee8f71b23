"""Background work of participatory budgeting."""

from __future__ import annotations

from uuid import UUID

from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import balloting
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import phases
from veche.kernel import clock, jobs


@jobs.periodic("budgeting.close_due_ballots", every_minutes=1)
def close_due_ballots() -> None:
    """Have every box closed whose hour has come."""
    for cycle in cycles.in_state(rules.RUNNING):
        span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
        if cycle.settled_at is not None and span is not None and span.ends_at <= clock.now():
            jobs.defer("budgeting.close_ballot", cycle_id=str(cycle.id), once=f"close:{cycle.id}")


@jobs.job("budgeting.close_ballot")
def close_ballot(cycle_id: str) -> None:
    """Close one box whose hour has come."""
    balloting.close_ballot(cycle_id=UUID(cycle_id))

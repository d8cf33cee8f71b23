"""Background work of participatory budgeting: closing on time, counting what was published."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from veche.commons.ballots import public as ballots
from veche.commons.files import public as files
from veche.commons.norms import public as norms
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import balloting, counter, counting, keeping, picturing
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import phases
from veche.kernel import clock, jobs, retention


@jobs.job("budgeting.cover_photo", keeps_on=True)
def cover_photo(photo_id: str) -> None:
    """Cover faces and plates of a photo; until then nobody but its sender sees it."""
    data = files.photo_bytes(UUID(photo_id))
    if data is not None:
        picturing.keep_covered(photo_id=UUID(photo_id), data=files.blurred(data).data)


@jobs.periodic("budgeting.close_due_ballots", every_minutes=1)
def close_due_ballots() -> None:
    """Have every box closed whose hour has come, and said of what never had one."""
    for cycle in cycles.in_state(rules.RUNNING):
        span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
        if span is None or span.ends_at > clock.now():
            continue
        if cycle.settled_at is not None:
            jobs.defer("budgeting.close_ballot", cycle_id=str(cycle.id), once=f"close:{cycle.id}")
        else:
            jobs.defer("budgeting.void_cycle", cycle_id=str(cycle.id), once=f"void:{cycle.id}")


@jobs.job("budgeting.close_ballot")
def close_ballot(cycle_id: str) -> None:
    """Close one box whose hour has come."""
    balloting.close_ballot(cycle_id=UUID(cycle_id))


@jobs.job("budgeting.void_cycle")
def void_cycle(cycle_id: str) -> None:
    """Say that one vote has not taken place."""
    balloting.void_cycle(cycle_id=UUID(cycle_id))


@jobs.job("budgeting.count_cycle")
def count_cycle(cycle_id: str) -> None:
    """Publish the shuffled rows of a closed cycle and count them."""
    known = cycles.by_id(cycle_id)
    if known is None or known.state != rules.CLOSED or known.votes_at == rules.STATE:
        return
    if not ballots.awaiting_papers([known.id]):
        ballots.publish(known.id)
        counting.count_cycle(cycle_id=known.id)


@jobs.periodic("budgeting.count_waiting", every_minutes=60)
def count_waiting() -> None:
    """Ask again for every cycle that is closed and not counted, whatever held it up."""
    for cycle in cycles.in_state(rules.CLOSED):
        jobs.defer("budgeting.count_cycle", cycle_id=str(cycle.id), once=f"count:{cycle.id}")


@jobs.periodic("budgeting.finish_due_papers", every_minutes=60)
def finish_due_papers() -> None:
    """Have the typing of paper ended where its term is over."""
    waiting = set(ballots.awaiting_papers())
    for cycle in cycles.in_state(rules.CLOSED):
        if cycle.id in waiting:
            jobs.defer("budgeting.finish_papers", cycle_id=str(cycle.id), once=f"papers:{cycle.id}")


@jobs.job("budgeting.finish_papers")
def finish_papers(cycle_id: str) -> None:
    """End the typing of one cycle's paper once its term is over."""
    counter.finish_due_papers(cycle_id=UUID(cycle_id))


@retention.retained("budgeting.destroy_secrets", every_minutes=1440)
def destroy_secrets() -> int:
    """After the appeal term nobody, not even we, can tell whose ballot is whose.

    The term runs from the count: before there is a result there is nothing to appeal against. A
    count that never comes does not keep it for ever.

    Destroys nothing itself: the job of each cycle notes what it destroyed.
    """
    for cycle_id in due_to_forget():
        jobs.defer("budgeting.destroy_secret", cycle_id=str(cycle_id), once=f"secret:{cycle_id}")
    return 0


def due_to_forget() -> list[UUID]:
    """Cycles whose ballots can still be tied to persons, and may not be from today on."""
    found, today = [], cycles.today()
    for cycle_id, closed_at, counted_at in cycles.closed_ids(ballots.with_secrets()):
        last = norms.due_on("budgeting.tie_days_max", cycles.day_of(closed_at))
        if counted_at is not None:
            last = min(last, norms.due_on("budgeting.appeal_days", cycles.day_of(counted_at)))
        if last < today:
            found.append(cycle_id)
    return found


@jobs.job("budgeting.destroy_secret")
def destroy_secret(cycle_id: str) -> None:
    """Forget whose ballot is whose in one cycle."""
    with transaction.atomic():
        ballots.destroy_secret(UUID(cycle_id))
        retention.note("budgeting.destroy_secrets", destroyed=1)


@retention.retained("budgeting.forget_drafts", every_minutes=1440)
def forget_drafts() -> int:
    """Delete projects that were begun and not sent for long."""
    days = timedelta(days=norms.value("budgeting.draft_days", cycles.today()).value)
    return keeping.forget_drafts(before=clock.now() - days)

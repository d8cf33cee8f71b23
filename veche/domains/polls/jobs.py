"""Background work of polls: closing on time, publishing what was cast, forgetting whose it was.

What is due is found by periodic jobs and done by a job for each poll: one that fails is tried again
by itself and keeps no other waiting.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from veche.commons.ballots import public as ballots
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import actions
from veche.domains.polls.models import Mode, Poll, State
from veche.kernel import clock, jobs, retention


@jobs.periodic("polls.open_due_polls", every_minutes=1)
def open_due_polls() -> None:
    """Tell of every poll whose hour has come."""
    due = Poll.objects.filter(state=State.PUBLISHED, opens_at__lte=clock.now(), opened_at=None)
    for poll_id, mode in due.values_list("id", "mode"):
        if mode == Mode.SECRET:
            # Its keys and its list take a while, and the box may be away.
            jobs.defer("polls.open_secret_poll", poll_id=str(poll_id), once=f"open:{poll_id}")
        else:
            actions.open_due_poll(poll_id=poll_id)


@jobs.job("polls.open_secret_poll")
def open_secret_poll(poll_id: str) -> None:
    """Freeze the list and the keys of a secret poll whose hour has come, and tell of it."""
    actions.open_due_poll(poll_id=UUID(poll_id))


@jobs.periodic("polls.close_due_polls", every_minutes=1)
def close_due_polls() -> None:
    """Have every poll closed whose time has come."""
    due = Poll.objects.filter(state=State.PUBLISHED, closes_at__lte=clock.now())
    for poll_id in due.values_list("id", flat=True):
        jobs.defer("polls.close_poll", poll_id=str(poll_id), once=f"close:{poll_id}")


@jobs.job("polls.close_poll")
def close_poll(poll_id: str) -> None:
    """Close one poll whose time has come."""
    actions.close_due_poll(poll_id=UUID(poll_id))


@jobs.job("polls.publish_count")
def publish_count(poll_id: str) -> None:
    """Publish the shuffled rows of a closed poll; the box refuses if they do not give its count."""
    poll = Poll.objects.filter(id=poll_id, state=State.CLOSED).first()
    # Those of a secret poll come with its count, out of the box's log.
    if poll is not None and not poll.is_secret and not ballots.awaiting_papers([poll.id]):
        ballots.publish(poll.id)


@jobs.periodic("polls.publish_waiting", every_minutes=60)
def publish_waiting() -> None:
    """Ask again for every count that is still not published, whatever held it up."""
    for poll_id in ballots.unpublished():
        jobs.defer("polls.publish_count", poll_id=str(poll_id), once=f"publish:{poll_id}")


@jobs.periodic("polls.finish_due_papers", every_minutes=60)
def finish_due_papers() -> None:
    """Have the typing of paper ended where its term is over."""
    for poll_id in ballots.awaiting_papers():
        jobs.defer("polls.finish_papers", poll_id=str(poll_id), once=f"papers:{poll_id}")


@jobs.job("polls.finish_papers")
def finish_papers(poll_id: str) -> None:
    """End the typing of one poll's paper once its term is over."""
    actions.finish_due_papers(poll_id=UUID(poll_id))


@retention.retained("polls.destroy_secrets", every_minutes=1440)
def destroy_secrets() -> int:
    """After the appeal term nobody, not even we, can tell whose ballot is whose.

    Destroys nothing itself: the job of each poll notes what it destroyed.
    """
    zone = clock.zone(towns.current().time_zone)
    today = clock.today(towns.current().time_zone)
    held = Poll.objects.filter(id__in=ballots.with_secrets(), closed_at__isnull=False)
    for poll_id, closed_at in held.values_list("id", "closed_at"):
        if closed_at is None:
            continue
        closed_on = closed_at.astimezone(zone).date()
        if norms.due_on("poll.appeal_days", closed_on) < today:
            jobs.defer("polls.destroy_secret", poll_id=str(poll_id), once=f"secret:{poll_id}")
    return 0


@jobs.job("polls.destroy_secret")
def destroy_secret(poll_id: str) -> None:
    """Forget whose ballot is whose in one poll, and who was drawn to be called."""
    with transaction.atomic():
        actions.forget_called(UUID(poll_id))
        ballots.destroy_secret(UUID(poll_id))
        retention.note("polls.destroy_secrets", destroyed=1)

"""Background work of polls: closing on time, publishing what was cast, forgetting whose it was."""

from __future__ import annotations

from datetime import timedelta

from veche.commons.ballots import public as ballots
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import actions
from veche.domains.polls.models import Poll, State
from veche.kernel import clock, jobs


@jobs.periodic("polls.close_due_polls", every_minutes=1)
def close_due_polls() -> None:
    """Close every poll whose time has come."""
    due = Poll.objects.filter(state=State.PUBLISHED, closes_at__lte=clock.now())
    for poll_id in due.values_list("id", flat=True):
        actions.close_due_poll(poll_id=poll_id)


@jobs.job("polls.publish_count")
def publish_count(poll_id: str) -> None:
    """Publish the shuffled rows of a closed poll; the box refuses if they do not give its count."""
    poll = Poll.objects.filter(id=poll_id, state=State.CLOSED).first()
    if poll is not None:
        ballots.publish(poll.id)


@jobs.periodic("polls.destroy_secrets", every_minutes=1440)
def destroy_secrets() -> None:
    """After the appeal term nobody, not even we, can tell whose ballot is whose."""
    today = clock.today(towns.current().time_zone)
    term = norms.value("poll.appeal_days", today)
    past = clock.now() - timedelta(days=term.value)
    for poll in Poll.objects.filter(state=State.CLOSED, closed_at__lt=past):
        ballots.destroy_secret(poll.id)

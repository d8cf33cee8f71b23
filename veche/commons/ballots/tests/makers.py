"""What tests of other apps may look at and move inside a box."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from veche.commons.ballots.models import Ballot, Box


def kept_ballots(box_id: UUID | None = None) -> list[Ballot]:
    """The ballots of a box, or of all boxes, the latest change first."""
    found = Ballot.objects.all() if box_id is None else Ballot.objects.filter(box_id=box_id)
    return list(found.order_by("-seq"))


def move_close(box_id: UUID, closes_at: datetime) -> None:
    """Let a box close at another moment than its poll says."""
    Box.objects.filter(id=box_id).update(closes_at=closes_at)


def let_time_pass(box_id: UUID, by: timedelta) -> None:
    """As if a box had been opened, and would close, so much earlier; harmless without a box."""
    for box in Box.objects.filter(id=box_id):
        box.opens_at, box.closes_at = box.opens_at - by, box.closes_at - by
        box.save(update_fields=["opens_at", "closes_at"])

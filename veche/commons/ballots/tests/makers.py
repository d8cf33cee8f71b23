"""What tests of other apps may look at and move inside a box."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from veche.commons.ballots.models import Ballot, Box


def kept_ballots(box_id: UUID | None = None) -> list[Ballot]:
    """The ballots of a box, or of all boxes, the latest change first."""
    found = Ballot.objects.all() if box_id is None else Ballot.objects.filter(box_id=box_id)
    return list(found.order_by("-seq"))


def move_close(box_id: UUID, closes_at: datetime) -> None:
    """Let a box close at another moment than its poll says."""
    Box.objects.filter(id=box_id).update(closes_at=closes_at)

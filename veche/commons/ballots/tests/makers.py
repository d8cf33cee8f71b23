"""What tests of other apps may look at and move inside a box."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from veche.commons.ballots import jobs
from veche.commons.ballots.models import Ballot, Box
from veche.commons.ballots.tests.secret_box import (
    BoxProgram,
    Browser,
    SecretPoll,
    box,
    box_program,
    marked,
    signer_socket,
)

__all__ = [
    "BoxProgram",
    "Browser",
    "SecretPoll",
    "box",
    "box_program",
    "kept_ballots",
    "let_time_pass",
    "marked",
    "move_close",
    "register_poll",
    "signer_socket",
]


def kept_ballots(box_id: UUID | None = None) -> list[Ballot]:
    """The ballots of a box, or of all boxes, the latest change first."""
    found = Ballot.objects.all() if box_id is None else Ballot.objects.filter(box_id=box_id)
    return list(found.order_by("-seq"))


def move_close(box_id: UUID, closes_at: datetime) -> None:
    """Let a box close at another moment than its poll says."""
    Box.objects.filter(id=box_id).update(closes_at=closes_at)


def let_time_pass(box_id: UUID, by: timedelta) -> None:
    """As if a box had been opened, and would close, so much earlier; harmless without a box."""
    for row in Box.objects.filter(id=box_id):
        row.opens_at, row.closes_at = row.opens_at - by, row.closes_at - by
        row.save(update_fields=["opens_at", "closes_at"])


def register_poll(box_id: UUID) -> None:
    """What the job does soon after a secret poll was frozen: the box begins its log."""
    jobs.register_poll(str(box_id))

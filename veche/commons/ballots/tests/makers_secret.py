"""A box and a signer for tests of services that hold secret polls."""

from __future__ import annotations

from uuid import UUID

from veche.commons.ballots import jobs
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
    "marked",
    "register_poll",
    "signer_socket",
]


def register_poll(box_id: UUID) -> None:
    """What the job does soon after a secret poll was frozen: the box begins its log."""
    jobs.register_poll(str(box_id))

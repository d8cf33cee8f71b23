"""Forgetting who erased an account; and what a secret poll has to tell its box and hear from it."""

from __future__ import annotations

from uuid import UUID

from veche.commons.ballots import public
from veche.commons.ballots.secrecy import closing, freezing
from veche.commons.identity import public as identity
from veche.kernel import jobs
from veche.kernel.retention import retained


@retained("ballots.forget_erased", every_minutes=1440)
def forget_erased() -> int:
    """Drop fingerprints of the erased past their term, but none that would free a second ballot."""
    return identity.forget_erased(running_since=public.running_since())


@jobs.periodic("ballots.look_after_secret", every_minutes=15)
def look_after_secret() -> None:
    """Have everything done that secret polls wait for, whatever held it up."""
    closing.go_round()


@jobs.job("ballots.register_poll", queue=jobs.OUTGOING)
def register_poll(box_id: str) -> None:
    """Have the box begin the log of one poll."""
    freezing.register(UUID(box_id))


@jobs.job("ballots.tell_counts", queue=jobs.OUTGOING)
def tell_counts(box_id: str) -> None:
    """Tell the box how many took a blank so far."""
    closing.tell_counts(UUID(box_id))


@jobs.job("ballots.count_poll", queue=jobs.OUTGOING)
def count_poll(box_id: str) -> None:
    """Close one poll at the box and take over its count."""
    closing.count(UUID(box_id))

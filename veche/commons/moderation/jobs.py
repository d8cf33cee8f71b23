"""Decisions that take effect, accounts that write alike, digests past their term."""

from __future__ import annotations

from uuid import UUID

from veche.commons.moderation import actions
from veche.kernel.jobs import job, periodic
from veche.kernel.retention import retained


@job("moderation.settle_item")
def settle_item(item_id: str) -> None:
    """One decision whose hour has come."""
    actions.settle_item(UUID(item_id))


@periodic("moderation.settle_due", every_minutes=1)
def settle_due() -> None:
    """Whatever was left behind by a worker that was killed."""
    actions.settle_due()


@periodic("moderation.find_twins", every_minutes=1440)
def find_twins() -> None:
    """Pairs of accounts for a person to look at."""
    actions.find_twins()


@retained("moderation.forget_old", every_minutes=1440)
def forget_old() -> int:
    """What is past its term."""
    return actions.forget_old()

"""Forgetting in time what was kept for a while; following houses that borders moved."""

from __future__ import annotations

from veche.commons.identity.actions import forgetting
from veche.commons.identity.actions.following import follow_addresses as follow_addresses_now
from veche.kernel.jobs import job
from veche.kernel.retention import retained


@retained("identity.forget_codes", every_minutes=30)
def forget_codes() -> int:
    """Drop codes that have expired, with the addresses they went to."""
    return forgetting.forget_codes()


@retained("identity.forget_browsers", every_minutes=1440)
def forget_browsers() -> int:
    """Drop browsers that never came again."""
    return forgetting.forget_browsers()


@job("identity.follow_addresses")
def follow_addresses() -> None:
    """Give residents the district that their house lies in now."""
    follow_addresses_now()

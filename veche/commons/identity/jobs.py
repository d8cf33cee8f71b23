"""Forgetting in time what was kept for a while; following houses that borders moved."""

from __future__ import annotations

from veche.commons.identity.actions.following import follow_addresses as follow_addresses_now
from veche.commons.identity.actions.forgetting import forget_codes as forget_codes_now
from veche.kernel.jobs import job, periodic


@periodic("identity.forget_codes", every_minutes=30)
def forget_codes() -> None:
    """Drop codes that have expired, with the addresses they went to."""
    forget_codes_now()


@job("identity.follow_addresses")
def follow_addresses() -> None:
    """Give residents the district that their house lies in now."""
    follow_addresses_now()

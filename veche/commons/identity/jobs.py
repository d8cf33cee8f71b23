"""Forgetting in time what was kept for a while."""

from __future__ import annotations

from veche.commons.identity.actions.forgetting import forget_codes as forget_codes_now
from veche.commons.identity.actions.forgetting import forget_erased as forget_erased_now
from veche.kernel.jobs import periodic


@periodic("identity.forget_codes", every_minutes=30)
def forget_codes() -> None:
    """Drop codes that have expired, with the addresses they went to."""
    forget_codes_now()


@periodic("identity.forget_erased", every_minutes=1440)
def forget_erased() -> None:
    """Drop fingerprints of erased contacts past their term."""
    forget_erased_now()

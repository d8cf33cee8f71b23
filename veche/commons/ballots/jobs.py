"""Forgetting who erased an account, once it can be of no use in any vote."""

from __future__ import annotations

from veche.commons.ballots import public
from veche.commons.identity import public as identity
from veche.kernel.retention import retained


@retained("ballots.forget_erased", every_minutes=1440)
def forget_erased() -> int:
    """Drop fingerprints of the erased past their term, but none that would free a second ballot."""
    return identity.forget_erased(running_since=public.running_since())

"""The daily payment, orders whose term is over, and the check of the sums."""

from __future__ import annotations

import logging

from veche.commons.points import actions, queries
from veche.kernel.jobs import periodic

log = logging.getLogger("veche.points")


@periodic("points.pay_due", every_minutes=1440)
def pay_due() -> None:
    """Pay what was done since the last time, all of it together."""
    actions.pay_due()


@periodic("points.expire_orders", every_minutes=1440)
def expire_orders() -> None:
    """Orders that nobody has fetched return."""
    actions.expire_orders()


@periodic("points.check_sums", every_minutes=1440)
def check_sums() -> None:
    """Say so when an account is not the sum of its lines."""
    for account_id in queries.wrong_accounts():
        log.error("points: account %s is not the sum of its lines", account_id)

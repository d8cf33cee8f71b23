"""Background work of organisations."""

from __future__ import annotations

from datetime import timedelta

from veche.commons.norms import public as norms
from veche.commons.organisations import actions, queries
from veche.kernel.retention import retained


@retained("organisations.forget_refused", every_minutes=1440)
def forget_refused() -> int:
    """Delete refused requests whose term of keeping is over."""
    today = queries.today()
    days = norms.value("organisation.refused_keep_days", today).value
    return actions.forget_refused(before=today - timedelta(days=days))

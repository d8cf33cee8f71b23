"""Forgetting messages in time."""

from __future__ import annotations

from veche.commons.channels.actions import forget_messages as forget_messages_now
from veche.kernel.retention import retained


@retained("channels.forget_messages", every_minutes=1440)
def forget_messages() -> int:
    """Drop numbers and reports past their terms."""
    return forget_messages_now()

"""Reading the demo inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from veche.commons.channels.models import DemoMessage
from veche.commons.channels.providers.inbox import KEPT_FOR
from veche.kernel import clock


@dataclass(frozen=True)
class ShownMessage:
    """One message on the demo's page."""

    channel: str
    masked_address: str
    code: str
    sent_at: datetime


def last_messages(limit: int = 10) -> list[ShownMessage]:
    """The newest codes of this town that are still worth reading."""
    rows = DemoMessage.objects.filter(sent_at__gt=clock.now() - KEPT_FOR).order_by("-id")
    return [ShownMessage(r.channel, r.masked_address, r.code, r.sent_at) for r in rows[:limit]]

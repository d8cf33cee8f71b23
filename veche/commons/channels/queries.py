"""Reading the demo inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from veche.commons.channels.models import DemoMessage, ScamReport, SentMessage
from veche.commons.channels.providers.inbox import KEPT_FOR
from veche.kernel import clock
from veche.kernel.text import in_fours


@dataclass(frozen=True)
class ShownMessage:
    """One message on the demo's page."""

    channel: str
    masked_address: str
    code: str
    number: str
    sent_at: datetime
    subject: str = ""
    text: str = ""


def last_messages(limit: int = 10) -> list[ShownMessage]:
    """The newest codes and letters of this town that are still worth reading."""
    rows = DemoMessage.objects.filter(sent_at__gt=clock.now() - KEPT_FOR).order_by("-id")
    return [
        ShownMessage(
            r.channel, r.masked_address, r.code, in_fours(r.number), r.sent_at, r.subject, r.text
        )
        for r in rows[:limit]
    ]


@dataclass(frozen=True)
class KnownMessage:
    """That the town sent it: what, how and when, never to whom."""

    kind: str
    channel: str
    sent_at: datetime


def message(number: str) -> KnownMessage | None:
    """The town's message of that number."""
    row = SentMessage.objects.filter(number=number).first() if number else None
    return KnownMessage(row.kind, row.channel, row.sent_at) if row else None


@dataclass(frozen=True)
class Report:
    """One report, as officials see it."""

    number: str
    is_ours: bool
    reported_at: datetime


def reports(limit: int = 100) -> list[Report]:
    """The newest reports."""
    rows = ScamReport.objects.order_by("-id")[:limit]
    return [Report(in_fours(row.number), row.is_ours, row.reported_at) for row in rows]


def count_reports(days: int) -> int:
    """How many came in so many days."""
    since = clock.now() - timedelta(days=days)
    return ScamReport.objects.filter(reported_at__gte=since).count()

"""Telling everybody, sending letters, dropping what is old."""

from __future__ import annotations

from uuid import UUID

from veche.commons.notifications.actions import reading, sending, telling
from veche.kernel.jobs import job, periodic
from veche.kernel.retention import retained


@job("notifications.fan_out")
def fan_out(notice_id: str) -> None:
    """Bring a notice to everybody it is for, from where it has got to."""
    telling.fan_out(UUID(notice_id))


@job("notifications.send_letters")
def send_letters(channel: str) -> None:
    """Send by one channel whatever is due."""
    sending.send_letters(channel)


@periodic("notifications.send_due", every_minutes=1)
def send_due() -> None:
    """Whatever waited long enough, and whatever stands half done."""
    telling.fan_out_unfinished()
    sending.send_due()


@retained("notifications.forget_notices", every_minutes=1440)
def forget_notices() -> int:
    """What was told long ago."""
    return reading.forget_notices()

"""Keeps codes on a page of the demo town instead of sending them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from veche.commons.channels.models import DemoMessage
from veche.commons.channels.rules import Message, NotSent, masked
from veche.kernel import clock

KEPT_FOR = timedelta(hours=1)


def send(message: Message) -> None:
    """Put the code on the page /inbox/; never in production, where anyone could read it."""
    if settings.PRODUCTION:
        raise NotSent("the inbox page is for the demo only")
    DemoMessage.objects.filter(sent_at__lt=clock.now() - KEPT_FOR).delete()
    DemoMessage.objects.create(
        channel=message.channel,
        masked_address=masked(message.channel, message.address)[:80],
        code=message.code,
        number=message.number,
        subject="" if message.code else message.subject[:300],
        text="" if message.code else message.text,
    )

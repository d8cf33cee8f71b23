"""Short messages through any gateway that takes a JSON POST with a bearer token."""

from __future__ import annotations

import httpx
from django.conf import settings

from veche.commons.channels.rules import Message, NotSent

WAIT = httpx.Timeout(6.0, connect=3.0)


def send(message: Message) -> None:
    """POST {"to", "text"}; any answer but 2xx within six seconds is NotSent.

    Redirects are not followed: they could carry the number and the token to another host.
    """
    if settings.PRODUCTION and not settings.SMS_URL.startswith("https://"):
        raise NotSent("the gateway's address is not https")
    try:
        with (
            httpx.Client(timeout=WAIT, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                settings.SMS_URL,
                json={"to": message.address, "text": message.text},
                headers={"Authorization": f"Bearer {settings.SMS_TOKEN}", **message.headers},
            ) as answer,
        ):
            status = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NotSent(type(error).__name__) from None
    if not 200 <= status < 300:
        raise NotSent(f"status {status}")

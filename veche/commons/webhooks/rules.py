"""How an event is signed and when a delivery is tried again. Pure.

The signature is that of Standard Webhooks, so that receivers need no code of our making.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

SECRET_MARK = "whsec_"  # noqa: S105  how a secret begins, not one
ON, OFF, BROKEN = "on", "off", "broken"
WAITING, TAKEN, FAILED = "waiting", "taken", "failed"
TEST = "webhooks.test"
GONE = 410


def new_secret() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(32)


def shown_secret(secret: bytes) -> str:
    """The secret as libraries of Standard Webhooks read it."""
    return SECRET_MARK + base64.b64encode(secret).decode()


def signature(secret: bytes, delivery_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and HMAC-SHA-256 of the id, the second and the body, in base64."""
    signed = b".".join((delivery_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def signatures(secrets_: Sequence[bytes], delivery_id: str, timestamp: int, body: bytes) -> str:
    """One by each secret that holds now, as the header carries them."""
    return " ".join(signature(one, delivery_id, timestamp, body) for one in secrets_)


def is_unwell(status: int) -> bool:
    """Whether the receiver itself is in trouble, rather than not liking this one event."""
    return status in (0, 429) or status >= 500


def rest_seconds(silent_tries: int, waits: Sequence[int]) -> int:
    """How long to leave a receiver alone after so many tries in a row without an answer."""
    return waits[min(silent_tries, len(waits)) - 1] if waits else 0


def wait_seconds(attempts: int, waits: Sequence[int]) -> int | None:
    """Seconds until the next try after so many; None when there is none."""
    return waits[attempts - 1] if 0 < attempts <= len(waits) else None

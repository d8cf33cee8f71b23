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


def wait_seconds(attempts: int, waits: Sequence[int]) -> int | None:
    """Seconds until the next try after so many; None when there is none."""
    return waits[attempts - 1] if 0 < attempts <= len(waits) else None

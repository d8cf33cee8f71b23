"""Browsers in which a contact was signed in by before: strangers cannot spend their share of codes.

A mark is a random number and a keyed digest of it and the contact. It opens nothing and names
nobody; only whoever has once entered a code sent to the contact holds one.
"""

from __future__ import annotations

import hmac
import secrets

from veche.kernel import crypto

COOKIE = "known"
# A tablet of a family: of more contacts than that, the latest.
MARKS_MAX = 3


def with_mark(cookie: str, index: bytes) -> str:
    """What the browser is to keep after a sign-in by the contact of this index."""
    kept = [mark for mark in _marks(cookie) if not _is_of(mark, index)]
    number = secrets.token_hex(8)
    return "~".join([*kept, f"{number}.{_digest(number, index)}"][-MARKS_MAX:])


def browser_of(cookie: str, index: bytes) -> str:
    """The number of the browser's mark for this contact, or nothing."""
    return next((mark[:16] for mark in _marks(cookie) if _is_of(mark, index)), "")


def _marks(cookie: str) -> list[str]:
    return [part for part in cookie.split("~")[:MARKS_MAX] if len(part) == 16 + 1 + 32]


def _is_of(mark: str, index: bytes) -> bool:
    number, _dot, digest = mark.partition(".")
    return hmac.compare_digest(digest.encode(), _digest(number, index).encode())


def _digest(number: str, index: bytes) -> str:
    return crypto.mac("known browser", number.encode() + index).hex()[:32]

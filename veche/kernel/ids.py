"""Random identifiers: nothing that leaves the house counts or tells an order."""

from __future__ import annotations

import secrets
import uuid

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no look-alikes: l, i, o, 0, 1


def new_id() -> uuid.UUID:
    """A random UUID (version 4)."""
    return uuid.uuid4()


def slug_id(length: int = 10) -> str:
    """A random public id for addresses; 10 letters are 49 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def digits(length: int) -> str:
    """A random string of decimal digits."""
    return f"{secrets.randbelow(10**length):0{length}d}"

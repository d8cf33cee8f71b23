"""A draw that everyone can repeat: the marks that come first when hashed with the seed. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

MARK_BYTES = 8


def commitment(seed: str) -> str:
    """What is shown before the draw: SHA-256 of the seed's text, in hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def drawn(seed: str, marks: Iterable[str], size: int) -> list[str]:
    """The `size` marks whose SHA-256 after the seed is least, in that order."""
    return sorted(marks, key=lambda mark: hashlib.sha256((seed + mark).encode()).digest())[:size]


def sample_size(voters: int, percent: int, least: int) -> int:
    """So many percents of the voters, rounded up, but not less than the least there can be."""
    return min(voters, max(least, -(-voters * percent // 100)))


def pack(marks: Iterable[str]) -> bytes:
    """Marks in one piece, sorted: their order tells nothing of who came when."""
    return b"".join(bytes.fromhex(mark) for mark in sorted(marks))


def unpack(packed: bytes) -> list[str]:
    """The marks of one piece."""
    return [packed[at : at + MARK_BYTES].hex() for at in range(0, len(packed), MARK_BYTES)]

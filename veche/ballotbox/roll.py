"""Commitments to people by salts of their own: who may vote, and who took a token.

A leaf tells nothing to those who have not its salt; its owner finds out whether it is under the
root.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from veche.ballotbox import merkle
from veche.ballotbox.faults import Fault

ROLL_TAG = b"veche-roll/v1\x00"
ISSUED_TAG = b"veche-issued/v1\x00"
SALT_SIZE = 32


def roll_leaf(poll: UUID, stratum: int, salt: bytes) -> bytes:
    """The leaf of a person who may vote in that stratum."""
    return sha256(ROLL_TAG + poll.bytes + stratum.to_bytes(2, "big") + _whole(salt)).digest()


def issued_leaf(poll: UUID, salt: bytes) -> bytes:
    """The leaf of a person who took a token; the stratum is not told."""
    return sha256(ISSUED_TAG + poll.bytes + _whole(salt)).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over the leaves in ascending order, which tells nothing of who came when."""
    frontier = merkle.Frontier()
    for leaf in sorted(leaves):
        frontier.append(leaf)
    return frontier.root()


def _whole(salt: bytes) -> bytes:
    if len(salt) != SALT_SIZE:
        raise Fault("salt-length", f"{SALT_SIZE} bytes are expected")
    return salt

"""Signatures of Ed25519, and points of the curve that the box takes from nobody.

RFC 8032 leaves open what a signature under a key of small order is worth, and some programs also
read points that are not in their one form. A ballot that one recount counts and another does not
would make two results; nobody who draws a key at random ever gets such a point.
"""

from __future__ import annotations

from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

from veche.ballotbox.faults import Fault

FIELD = 2**255 - 19
# The y of all points whose order divides 8: of orders 4, 1, 2, and two of order 8.
_EIGHTH = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
SMALL_ORDER = frozenset({0, 1, FIELD - 1, _EIGHTH, FIELD - _EIGHTH})


def require_usual(point: bytes) -> None:
    """Fault unless the 32 bytes are in their one form and of no point of small order."""
    y = int.from_bytes(point, "little") & (1 << 255) - 1
    if y >= FIELD or y in SMALL_ORDER:
        raise Fault("ballot-key", "a key or a signature about which programs disagree")


def verify(key: bytes, signature: bytes, message: bytes) -> None:
    """Fault unless the key (32 bytes) has signed the message.

    By libsodium, which takes half the time of OpenSSL; of usual points both say the same.
    """
    try:
        crypto_sign_open(signature + message, key)
    except (CryptoError, ValueError) as error:
        raise Fault("ballot-signature", "the token's key has not signed this ballot") from error

"""What the registrar tells the box: a poll to begin, tokens issued so far, the close.

    message  signature (64) ‖ data      signature = Ed25519(registrar, tag ‖ data)
    poll     "veche-registrar-poll/v1\\0"     data: the manifest's bytes
    counts   "veche-registrar-counts/v1\\0"   data: canonical JSON of `Counts`

The box knows the registrar's public key, and nothing else of it. A message that is sent again
changes nothing, so a stranger who has kept one gains nothing by sending it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from veche.ballotbox import canonical, entries, merkle
from veche.ballotbox.entries import SIGNATURE_SIZE
from veche.ballotbox.faults import Fault

POLL_TAG = b"veche-registrar-poll/v1\x00"
COUNTS_TAG = b"veche-registrar-counts/v1\x00"
COUNTS_VERSION = "veche-registrar-counts/v1"
# A manifest with a key for each of some thousand strata; more is not even read.
MESSAGE_MAX = 2**20
CODE = "registrar-form"
_SHAPE = {"v": str, "poll": str, "issued": dict, "issued_root": str, "closing": bool}


@dataclass(frozen=True)
class Counts:
    """Tokens or passes issued so far by stratum.

    `closing` ends the poll; then, and only then, `issued_root` commits to whom they were issued.
    """

    poll: UUID
    issued: Mapping[int, int]
    issued_root: bytes = b""
    closing: bool = False


def sign(tag: bytes, data: bytes, key: Ed25519PrivateKey) -> bytes:
    """The message as it is sent."""
    return key.sign(tag + data) + data


def verify(tag: bytes, message: bytes, key: bytes) -> bytes:
    """The data of a message; Fault(`registrar-signature`) unless the registrar made it."""
    signature, data = message[:SIGNATURE_SIZE], message[SIGNATURE_SIZE:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, tag + data)
    except (InvalidSignature, ValueError) as error:
        raise Fault("registrar-signature", "the registrar has not signed this") from error
    return data


def write_counts(counts: Counts) -> bytes:
    """The data of a message; Fault for what `read_counts` would refuse."""
    data = canonical.write_json(
        {
            "v": COUNTS_VERSION,
            "poll": str(counts.poll),
            "issued": {str(stratum): number for stratum, number in counts.issued.items()},
            "issued_root": canonical.to_base64(counts.issued_root),
            "closing": counts.closing,
        }
    )
    read_counts(data)
    return data


def read_counts(data: bytes) -> Counts:
    """What was told; Fault(`registrar-form`) for any other bytes."""
    raw = canonical.shaped(canonical.read_json(data, CODE), _SHAPE, CODE)
    if raw["v"] != COUNTS_VERSION:
        raise Fault(CODE, "of another version")
    try:
        poll = UUID(raw["poll"])
    except ValueError as error:
        raise Fault(CODE, "the poll is no UUID") from error
    root = canonical.from_base64(raw["issued_root"], CODE)
    if str(poll) != raw["poll"] or len(root) != (merkle.HASH_SIZE if raw["closing"] else 0):
        raise Fault(CODE, "the poll in another form, or a root that has no place here")
    issued = entries.COUNTS + canonical.write_json({"issued": raw["issued"]})
    return Counts(poll, entries.read_counts(issued), root, raw["closing"])

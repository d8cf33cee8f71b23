"""The voting pass of an open poll: the registrar says who may vote, the box asks nobody.

    pass  "veche-pass/v1\\0" ‖ poll (16) ‖ pseudonym (32) ‖ stratum u16 ‖ level u8 ‖ channel u8
          ‖ expires u64 ‖ HMAC-SHA-256 of all that (32)

Big-endian, 106 bytes. The pseudonym is of this poll alone, made by the registrar; nothing in a pass
is personal. Registrar and box share one secret, from which each poll has a key of its own, so that
a pass is of no use in another poll, whoever forgets to compare its number.
"""

from __future__ import annotations

import hmac
import struct
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import NUMBER_MAX

TAG = b"veche-pass/v1\x00"
KEY_TAG = b"veche-pass-key/v1\x00"
PSEUDONYM_SIZE = 32
SECRET_SIZE_MIN = 32
MAC_SIZE = 32
BYTE_MAX = 0xFF
EXPIRES_MAX = 0xFFFFFFFFFFFFFFFF
_FORM = struct.Struct(">14s16s32sHBBQ")
SIZE = _FORM.size + MAC_SIZE


class Pass(NamedTuple):
    """Who may drop one ballot, and until when.

    `level` is how well the registrar knows them, `channel` the way they came, both numbers of the
    registrar; `expires` is in seconds of Unix time, and the pass is void from then on.
    """

    poll: UUID
    pseudonym: bytes
    stratum: int
    level: int
    channel: int
    expires: int


def key_of(secret: bytes, poll: UUID) -> bytes:
    """The key of one poll's passes; ValueError for a secret shorter than 32 bytes."""
    if len(secret) < SECRET_SIZE_MIN:
        raise ValueError(f"The secret of passes has {SECRET_SIZE_MIN} bytes at least.")
    return hmac.digest(secret, KEY_TAG + poll.bytes, sha256)


def write(key: bytes, issued: Pass) -> bytes:
    """The pass as the registrar gives it out; Fault for numbers that have no room in it."""
    limits = (
        (issued.stratum, NUMBER_MAX),
        (issued.level, BYTE_MAX),
        (issued.channel, BYTE_MAX),
        (issued.expires, EXPIRES_MAX),
    )
    if any(not 0 <= number <= limit for number, limit in limits):
        raise Fault("pass-form", "a number that has no room in a pass")
    if len(issued.pseudonym) != PSEUDONYM_SIZE:
        raise Fault("pass-form", f"a pseudonym has {PSEUDONYM_SIZE} bytes")
    data = _FORM.pack(TAG, issued.poll.bytes, *issued[1:])
    return data + hmac.digest(key, data, sha256)


def read(key: bytes, data: bytes, poll: UUID, now: float) -> Pass:
    """The pass for this poll; Fault unless the registrar made it and it has not run out.

    Faults: `pass-length`, `pass-mac`, `pass-tag`, `pass-poll`, `pass-expired`.
    """
    if len(data) != SIZE:
        raise Fault("pass-length", f"{SIZE} bytes are expected")
    signed, mac = data[: _FORM.size], data[_FORM.size :]
    if not hmac.compare_digest(hmac.digest(key, signed, sha256), mac):
        raise Fault("pass-mac", "the registrar has not given this pass for this poll")
    tag, number, pseudonym, stratum, level, channel, expires = _FORM.unpack(signed)
    if tag != TAG:
        raise Fault("pass-tag", "no pass of this version")
    if number != poll.bytes:
        raise Fault("pass-poll", "a pass for another poll")
    if now >= expires:
        raise Fault("pass-expired", "take a new pass")
    return Pass(poll, pseudonym, stratum, level, channel, expires)

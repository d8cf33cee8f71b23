"""Ballots of open polls: bytes that say under a pseudonym of this poll who chose what.

    entry  0x05 ‖ pseudonym (32) ‖ stratum u16 ‖ level u8 ‖ channel u8 ‖ body (body_len)

The body is that of a secret ballot, unsigned: the registrar's pass has let it in, and everything
but the body comes from the pass. One pseudonym counts once, whatever strata its passes named.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from veche.ballotbox import entries
from veche.ballotbox.entries import Choice
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Manifest
from veche.ballotbox.passes import Pass

_HEAD = struct.Struct(">c32sHBB")
HEAD_SIZE = _HEAD.size


class OpenBallot(NamedTuple):
    """A ballot of an open poll; the numbers are those of its pass."""

    pseudonym: bytes
    stratum: int
    level: int
    channel: int
    seq: int
    choice: Choice

    @property
    def owner(self) -> tuple[int, bytes]:
        """Of whose ballots only the last counts."""
        return 0, self.pseudonym


def write(admitted: Pass, body: bytes) -> bytes:
    """The entry of a ballot that a pass has let in; the body is not looked at."""
    head = (admitted.pseudonym, admitted.stratum, admitted.level, admitted.channel)
    return _HEAD.pack(entries.OPEN, *head) + body


def read(manifest: Manifest, manifest_hash: bytes, entry: bytes) -> OpenBallot:
    """The ballot in an entry; Fault unless it is a lawful one of this very poll."""
    if len(entry) != HEAD_SIZE + manifest.body_len:
        raise Fault("ballot-length", f"{HEAD_SIZE + manifest.body_len} bytes are expected")
    kind, pseudonym, stratum, level, channel = _HEAD.unpack_from(entry)
    if kind != entries.OPEN:
        raise Fault("entry-type", "no ballot of an open poll")
    if stratum not in manifest.stratum_numbers:
        raise Fault("pass-stratum", "no such stratum in this poll")
    body = entries.read_body(manifest, manifest_hash, entry[HEAD_SIZE:])
    return OpenBallot(pseudonym, stratum, level, channel, body.seq, body.choice)

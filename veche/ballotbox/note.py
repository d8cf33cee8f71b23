"""Signed texts: c2sp.org/signed-note with Ed25519, the checkpoint of a log, the promise of the box.

A key is named by a text and the first bytes of a hash; whoever checks knows beforehand which keys
are whose, in the form `<name>+<id>+<key>` (a vkey).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from veche.ballotbox import canonical
from veche.ballotbox.faults import Fault
from veche.ballotbox.merkle import HASH_SIZE

ED25519 = b"\x01"
KEY_SIZE = 32
SIGNATURE_SIZE = 64
SIGNATURES_MAX = 100
# Names and ids of keys that sign again and again.
KEYS_KEPT = 1000
PROMISE = "veche-promise/v1"
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_LINE = re.compile(r"— (\S+) (\S+)")


class Verifier(NamedTuple):
    """A key that is known beforehand: its name and the 32 bytes of the public key."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """4 bytes that tell keys of one name apart."""
        return _id_of(self.name, self.key)

    @property
    def vkey(self) -> str:
        """The key as it is handed on."""
        return f"{self.name}+{self.id.hex()}+{canonical.to_base64(ED25519 + self.key)}"


@lru_cache(KEYS_KEPT)
def _id_of(name: str, key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + key).digest()[:4]


@lru_cache(KEYS_KEPT)
def verifier_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    """What others need to check notes that `key` signs under that name."""
    if not _NAME.fullmatch(name):
        raise Fault("key-name", "empty, or with a space or a plus")
    return Verifier(name, key.public_key().public_bytes_raw())


def parse_vkey(vkey: str) -> Verifier:
    """The verifier written in a vkey; Fault when name, id and key do not belong together."""
    name, _, rest = vkey.partition("+")
    key = canonical.from_base64(rest.partition("+")[2], "vkey-form")
    if not _NAME.fullmatch(name) or len(key) != 1 + KEY_SIZE or key[:1] != ED25519:
        raise Fault("vkey-form", "no Ed25519 key with a name")
    verifier = Verifier(name, key[1:])
    if verifier.vkey != vkey:
        raise Fault("vkey-form", "the id is not that of the name and the key")
    return verifier


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The text, which ends with a line break, a blank line and one line of signature."""
    _require_text(text)
    signature = verifier_of(name, key).id + key.sign(text.encode())
    return f"{text}\n— {name} {canonical.to_base64(signature)}\n"


def verify(note: str, verifiers: Iterable[Verifier]) -> str:
    """The text of a note, once at least one known key has signed it and none known failed.

    Signatures of unknown keys are passed over. Faults: `note-form`, `note-key` (nobody known has
    signed), `note-signature` (one known has, but not this).
    """
    text, signatures = _split(note)
    known = {(one.name, one.id): one for one in verifiers}
    signed = False
    for name, key_id, signature in signatures:
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.key).verify(signature, text.encode())
        except (InvalidSignature, ValueError) as error:
            raise Fault("note-signature", f"{name} has not signed this text") from error
        signed = True
    if not signed:
        raise Fault("note-key", "no signature of a key that is known")
    return text


def _split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    text, blank, last = note.rpartition("\n\n")
    text += "\n"
    _require_text(text)
    if not blank or not last.endswith("\n"):
        raise Fault("note-form", "no blank line before the signatures, or the last is cut off")
    lines = last[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise Fault("note-form", "too many signatures")
    return text, list(_signatures(lines))


def _signatures(lines: Iterable[str]) -> Iterator[tuple[str, bytes, bytes]]:
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or not _NAME.fullmatch(match[1]):
            raise Fault("note-form", "a line of signature has another form")
        data = canonical.from_base64(match[2], "note-form")
        if len(data) <= 4:
            raise Fault("note-form", "a signature is too short")
        yield match[1], data[:4], data[4:]


def _require_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Fault("note-form", "no UTF-8") from error
    if not text.endswith("\n") or _CONTROL.search(text):
        raise Fault("note-form", "a control character, or no line break at the end")


class Checkpoint(NamedTuple):
    """The state of a log that its key vouches for."""

    origin: str
    size: int
    root: bytes


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Three lines (c2sp.org/tlog-checkpoint), without extensions."""
    root = canonical.to_base64(checkpoint.root)
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the text of a note; Fault for any form but that of `checkpoint_text`."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        raise Fault("checkpoint-form", "not three lines")
    root = canonical.from_base64(lines[2], "checkpoint-form")
    if len(root) != HASH_SIZE:
        raise Fault("checkpoint-form", "the root is no SHA-256")
    return Checkpoint(lines[0], canonical.from_decimal(lines[1], "checkpoint-form"), root)


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a note under the name of its origin."""
    return sign(checkpoint_text(checkpoint), checkpoint.origin, key)


def verify_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint of the log of that key; Fault also when it is another log's."""
    checkpoint = parse_checkpoint(verify(note, [verifier]))
    if checkpoint.origin != verifier.name:
        raise Fault("checkpoint-origin", "the checkpoint is of another log")
    return checkpoint


def promise_name(origin: str) -> str:
    """The name of the key that promises for a log: never the key of its checkpoints."""
    return f"{origin}/promise"


def promise_text(origin: str, leaf: bytes) -> str:
    """What the box promises: the leaf will stand in this log. It says no time."""
    return f"{PROMISE}\n{origin}\n{canonical.to_base64(leaf)}\n"


def sign_promise(origin: str, leaf: bytes, key: Ed25519PrivateKey) -> str:
    """The promise as a note."""
    return sign(promise_text(origin, leaf), promise_name(origin), key)


def verify_promise(note: str, origin: str, leaf: bytes, verifier: Verifier) -> None:
    """Fault unless the note promises this very leaf in this very log."""
    if verifier.name != promise_name(origin):
        raise Fault("promise-key", "the key promises for another log")
    if verify(note, [verifier]) != promise_text(origin, leaf):
        raise Fault("promise-text", "another ballot or another log is promised")

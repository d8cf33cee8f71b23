"""The bytes of a ballot and of the other entries of a log: one form each, any other refused.

All numbers are big-endian. An entry begins with its type:

    0x01 manifest  hash of the manifest (32)
    0x02 ballot    prepared (113) ‖ token_sig (256) ‖ body (body_len) ‖ ballot_sig (64)
    0x03 counts    canonical JSON {"issued": {stratum: number}}
    0x04 close     canonical JSON of `Close`
    0x05 open      a ballot of an open poll: see `openballots`

    prepared       random (32) ‖ token_input (81)
    token_input    "veche-token/v1\\0" ‖ manifest hash (32) ‖ stratum u16 ‖ ballot_pk (32)
    body           "veche-ballot/v1\\0" ‖ manifest hash (32) ‖ seq u32 ‖ questions u8
                   ‖ {marks u16 ‖ marks × (option u16 ‖ weight u32)} × questions ‖ 0xFF…
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import blindsign, canonical, curve, merkle
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import COUNT_MAX, NUMBER_MAX, Manifest, Question

MANIFEST, BALLOT, COUNTS, CLOSE, OPEN = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"
TOKEN_TAG = b"veche-token/v1\x00"
BODY_TAG = b"veche-ballot/v1\x00"
PAD = b"\xff"
KEY_SIZE = 32
PREPARED_SIZE = blindsign.RANDOM_SIZE + len(TOKEN_TAG) + merkle.HASH_SIZE + 2 + KEY_SIZE
TOKEN_SIZE = blindsign.KEY_BITS // 8
SIGNATURE_SIZE = 64
# 0 says «no ballot yet», so that whoever asks for the last number always gets one.
SEQ_MIN = 1
_BODY_HEAD = struct.Struct(">16s32sIB")
_COUNT = struct.Struct(">H")
_MARK = struct.Struct(">HI")


class Mark(NamedTuple):
    """An option by its place in the question; its weight is 1, a rank from 1 on, or points."""

    option: int
    weight: int


# The marks of each question in its order, options ascending.
Choice = tuple[tuple[Mark, ...], ...]


class Token(NamedTuple):
    """What the registrar signed blindly, as the ballot shows it."""

    manifest_hash: bytes
    stratum: int
    ballot_key: bytes


class Body(NamedTuple):
    """What the voter's own key signs. A higher `seq` of the same key replaces a lower one."""

    seq: int
    choice: Choice


class Ballot(NamedTuple):
    """A ballot as it is dropped: its four parts, and what two of them say."""

    prepared: bytes
    token_signature: bytes
    body: bytes
    signature: bytes
    token: Token
    seq: int
    choice: Choice

    @property
    def stratum(self) -> int:
        """Where it is counted."""
        return self.token.stratum

    @property
    def owner(self) -> tuple[int, bytes]:
        """Of whose ballots only the last counts."""
        return self.token.stratum, self.token.ballot_key


@dataclass(frozen=True)
class Close:
    """The last word of the box, which a recount repeats.

    `issued` tokens and `ballots` counted by stratum; `tally` by question, then by option in its
    order: votes and points over all strata; `issued_root` commits to whom tokens were issued.
    """

    issued: Mapping[int, int]
    ballots: Mapping[int, int]
    tally: Mapping[str, Sequence[tuple[int, int]]]
    issued_root: bytes


def write_token(token: Token) -> bytes:
    """token_input: what is to be signed blindly, 81 bytes."""
    if not 0 <= token.stratum <= NUMBER_MAX:
        raise Fault("token-stratum", "the number of a stratum has 2 bytes")
    if (len(token.manifest_hash), len(token.ballot_key)) != (merkle.HASH_SIZE, KEY_SIZE):
        raise Fault("token-length", "a hash and a key have 32 bytes")
    return TOKEN_TAG + token.manifest_hash + _COUNT.pack(token.stratum) + token.ballot_key


def read_prepared(prepared: bytes) -> Token:
    """The token in the bytes that were signed; its randomness says nothing."""
    if len(prepared) != PREPARED_SIZE:
        raise Fault("token-length", f"{PREPARED_SIZE} bytes are expected")
    rest = prepared[blindsign.RANDOM_SIZE :]
    if not rest.startswith(TOKEN_TAG):
        raise Fault("token-tag", "no token of this version")
    rest = rest.removeprefix(TOKEN_TAG)
    (stratum,) = _COUNT.unpack(rest[32:34])
    return Token(rest[:32], stratum, rest[34:])


def write_body(manifest: Manifest, manifest_hash: bytes, body: Body) -> bytes:
    """The body in its one form, of the length that all bodies of this poll have."""
    data = write_unpadded(manifest_hash, body).ljust(manifest.body_len, PAD)
    if read_body(manifest, manifest_hash, data) != body:
        raise Fault("body-form", "marks that cannot be written")
    return data


def write_unpadded(manifest_hash: bytes, body: Body) -> bytes:
    """The body before it is padded; nothing is checked."""
    parts = [_BODY_HEAD.pack(BODY_TAG, manifest_hash, body.seq, len(body.choice))]
    for marks in body.choice:
        parts += [_COUNT.pack(len(marks)), *(_MARK.pack(*mark) for mark in marks)]
    return b"".join(parts)


def read_body(manifest: Manifest, manifest_hash: bytes, data: bytes) -> Body:
    """The body in these bytes; Fault unless it is a lawful ballot of this very poll."""
    if len(data) != manifest.body_len:
        raise Fault("body-length", f"{manifest.body_len} bytes are expected")
    tag, found, seq, count = _BODY_HEAD.unpack_from(data)
    if tag != BODY_TAG:
        raise Fault("body-tag", "no ballot of this version")
    if found != manifest_hash:
        raise Fault("body-manifest", "a ballot of another poll, or of another manifest")
    if seq < SEQ_MIN:
        raise Fault("body-seq", f"numbers begin with {SEQ_MIN}")
    if count != len(manifest.questions):
        raise Fault("body-questions", "another number of questions")
    choice, place = [], _BODY_HEAD.size
    for question in manifest.questions:
        marks, place = _read_marks(question, data, place)
        choice.append(marks)
    if data[place:].strip(PAD):
        raise Fault("body-padding", "something stands after the last question")
    _require_answer(manifest, choice)
    return Body(seq, tuple(choice))


def _require_answer(manifest: Manifest, choice: Sequence[object]) -> None:
    # Where a question is required and nothing is marked, that is its answer.
    if not any(choice) and not any(question.required for question in manifest.questions):
        raise Fault("body-empty", "nothing is marked at all")


def _read_marks(question: Question, data: bytes, place: int) -> tuple[tuple[Mark, ...], int]:
    # That the longest lawful ballot fits, the manifest says: a shorter one cannot end too early.
    (count,) = _COUNT.unpack_from(data, place)
    if count > question.max:
        raise Fault("body-marks", f"{question.max} marks at most are expected")
    start = place + _COUNT.size
    end = start + count * _MARK.size
    marks = tuple(map(Mark._make, _MARK.iter_unpack(data[start:end])))
    options = [option for option, _ in marks]
    is_rising = count < 2 or options == sorted(set(options))
    if not is_rising or (count and options[-1] >= len(question.options)):
        raise Fault("body-options", "options not ascending, or none of the question's")
    _require_number(question, options)
    _require_weights(question, [mark.weight for mark in marks])
    _require_cart(question, options)
    return marks, end


def _require_number(question: Question, options: list[int]) -> None:
    count = len(options)
    if any(one in question.alone for one in options):
        if count > 1:
            raise Fault("body-alone", "an option that stands alone has company")
    elif count < question.min and (count or question.required):
        raise Fault("body-marks", f"{question.min} marks at least are expected")


def _require_weights(question: Question, weights: list[int]) -> None:
    if question.kind == "ranking":
        is_lawful = sorted(weights) == list(range(1, len(weights) + 1))
    elif question.kind == "points":
        each = question.max_each or question.total
        is_lawful = all(0 < one <= each for one in weights) and sum(weights) <= question.total
    else:
        is_lawful = all(weight == 1 for weight in weights)
    if not is_lawful:
        raise Fault("body-weights", f"weights that a question of {question.kind} has not")


def _require_cart(question: Question, options: list[int]) -> None:
    if question.budget and sum(question.costs[one] for one in options) > question.budget:
        raise Fault("body-budget", f"what is marked may cost {question.budget} at most")
    for rivals in question.rivals:
        if sum(one in rivals for one in options) > 1:
            raise Fault("body-rivals", "of rivals one at most may be marked")


def sign_ballot(
    manifest: Manifest,
    manifest_hash: bytes,
    *,
    prepared: bytes,
    token_signature: bytes,
    body: Body,
    key: Ed25519PrivateKey,
) -> bytes:
    """A whole ballot, ready to be dropped, by the voter's key of this poll."""
    data = write_body(manifest, manifest_hash, body)
    return BALLOT + prepared + token_signature + data + key.sign(data)


def read_ballot(manifest: Manifest, manifest_hash: bytes, entry: bytes) -> Ballot:
    """The ballot in an entry, its signatures not checked yet; Fault for any other bytes."""
    start = len(BALLOT) + PREPARED_SIZE + TOKEN_SIZE
    end = start + manifest.body_len
    if len(entry) != end + SIGNATURE_SIZE:
        raise Fault("ballot-length", f"{end + SIGNATURE_SIZE} bytes are expected")
    if entry[:1] != BALLOT:
        raise Fault("entry-type", "no ballot")
    prepared = entry[1 : 1 + PREPARED_SIZE]
    token = read_prepared(prepared)
    if token.manifest_hash != manifest_hash:
        raise Fault("token-manifest", "a token of another poll, or of another manifest")
    if token.stratum not in manifest.stratum_numbers:
        raise Fault("token-stratum", "no such stratum in this poll")
    data = entry[start:end]
    seq, choice = read_body(manifest, manifest_hash, data)
    token_signature = entry[1 + PREPARED_SIZE : start]
    return Ballot(prepared, token_signature, data, entry[end:], token, seq, choice)


def stratum_keys(manifest: Manifest) -> dict[int, rsa.RSAPublicKey]:
    """The key of each stratum, read once for many ballots."""
    return {one.id: blindsign.read_public_key(one.key) for one in manifest.strata}


def verify_ballot(keys: Mapping[int, rsa.RSAPublicKey], ballot: Ballot) -> None:
    """Fault unless the stratum's key signed the token, and the token's key the body."""
    blindsign.verify(keys[ballot.token.stratum], ballot.prepared, ballot.token_signature)
    curve.verify(ballot.token.ballot_key, ballot.signature, ballot.body)


def write_manifest(manifest_hash: bytes) -> bytes:
    """Entry 0 of every log."""
    return MANIFEST + manifest_hash


def read_manifest(entry: bytes) -> bytes:
    """The hash of the manifest in entry 0."""
    if entry[:1] != MANIFEST or len(entry) != 1 + merkle.HASH_SIZE:
        raise Fault("entry-manifest", "no hash of a manifest")
    return entry[1:]


def write_counts(issued: Mapping[int, int]) -> bytes:
    """How many tokens each stratum has been given so far."""
    return COUNTS + canonical.write_json({"issued": _written(issued)})


def read_counts(entry: bytes) -> dict[int, int]:
    """Tokens by stratum."""
    if entry[:1] != COUNTS:
        raise Fault("entry-type", "no counts")
    raw = canonical.read_json(entry[1:], "counts-form")
    return _read_numbers(canonical.shaped(raw, {"issued": dict}, "counts-form")["issued"])


def write_close(close: Close) -> bytes:
    """The last entry of a log."""
    raw = {
        "issued": _written(close.issued),
        "ballots": _written(close.ballots),
        "tally": {name: [list(line) for line in lines] for name, lines in close.tally.items()},
        "issued_root": canonical.to_base64(close.issued_root),
    }
    return CLOSE + canonical.write_json(raw)


def read_close(entry: bytes) -> Close:
    """What the box says at the end."""
    if entry[:1] != CLOSE:
        raise Fault("entry-type", "no closing")
    shape = {"issued": dict, "ballots": dict, "tally": dict, "issued_root": str}
    raw = canonical.shaped(canonical.read_json(entry[1:], "close-form"), shape, "close-form")
    root = canonical.from_base64(raw["issued_root"], "close-form")
    if len(root) != merkle.HASH_SIZE:
        raise Fault("close-form", "the root of the issued is no SHA-256")
    tally = {name: _read_lines(lines) for name, lines in raw["tally"].items()}
    return Close(_read_numbers(raw["issued"]), _read_numbers(raw["ballots"]), tally, root)


def _written(numbers: Mapping[int, int]) -> dict[str, int]:
    return {str(stratum): number for stratum, number in numbers.items()}


def _read_numbers(raw: Mapping[str, object]) -> dict[int, int]:
    numbers = {}
    for name, number in raw.items():
        if type(number) is not int or not 0 <= number <= COUNT_MAX:
            raise Fault("counts-form", "no possible number of ballots")
        numbers[canonical.from_decimal(name, "counts-form")] = number
    return numbers


def _read_lines(lines: object) -> list[tuple[int, int]]:
    found = []
    for line in lines if type(lines) is list else [lines]:
        if type(line) is not list or [type(one) for one in line] != [int, int] or line[0] < 0:
            raise Fault("close-form", "a line of the tally is not votes and points")
        found.append((line[0], line[1]))
    return found

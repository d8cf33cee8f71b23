"""A small secret poll made with the package itself: keys, manifest, ballots, published files."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import blindsign, counting, entries, manifest, merkle, note, roll, tiles
from veche.ballotbox.entries import Body, Choice, Mark, Token
from veche.ballotbox.manifest import Manifest, Question, Stratum

POLL = UUID("6f1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c11")
ORIGIN = f"vote.example/p/{POLL}"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PROMISE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
QUESTIONS = (
    Question("yard", "one", ("yes", "no", "unsure"), 1, 1),
    Question("what", "several", ("trees", "benches", "swings"), 2, 2, required=False),
    Question("order", "ranking", ("first", "second", "third", "unsure"), 2, 3, alone=(3,)),
    Question("share", "points", ("road", "park"), 1, 2, 10),
    Question("mark", "scale", ("-1", "0", "5"), 1, 1, required=False),
)
CHOICE: Choice = (
    (Mark(0, 1),),
    (Mark(0, 1), Mark(2, 1)),
    (Mark(0, 2), Mark(2, 1)),
    (Mark(0, 3), Mark(1, 7)),
    (Mark(2, 1),),
)
LIGHT: Choice = ((Mark(1, 1),), (), (Mark(3, 1),), (Mark(0, 1),), ())


@functools.cache
def key_of(stratum: int) -> rsa.RSAPrivateKey:
    """One key for each stratum, made once in a run."""
    return blindsign.generate_key()


@functools.cache
def signer_of(stratum: int) -> blindsign.SigningKey:
    return blindsign.SigningKey(key_of(stratum))


def make_manifest(questions: tuple[Question, ...] = QUESTIONS, voters: int = 100) -> Manifest:
    return Manifest(
        poll=POLL,
        origin=ORIGIN,
        questions=questions,
        body_len=manifest.body_length(questions),
        opens="2026-12-01T06:00:00Z",
        closes="2026-12-08T18:00:00Z",
        publish="at_close",
        change_allowed=True,
        epoch_seconds=3600,
        epoch_min_ballots=50,
        include_by="2026-12-08T20:00:00Z",
        strata=tuple(
            Stratum(one, f"district {one}", voters, blindsign.write_public_key(key.public_key()))
            for one, key in ((1, key_of(1)), (2, key_of(2)))
        ),
        roll_root=roll.root(roll.roll_leaf(POLL, 1, bytes([i]) * 32) for i in range(5)),
        log=note.verifier_of(ORIGIN, LOG_KEY),
        promise=note.verifier_of(note.promise_name(ORIGIN), PROMISE_KEY),
        client_sha384=(),
    )


@dataclass
class Voter:
    """A voter's seed, and the token once it is taken."""

    seed: bytes
    stratum: int = 1
    prepared: bytes = b""
    token: bytes = b""

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass
class Poll:
    """A poll with its log, as box and registrar see it together."""

    manifest: Manifest = field(default_factory=make_manifest)
    log: list[bytes] = field(default_factory=list)
    issued: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = manifest.write(self.manifest)
        self.hash = manifest.manifest_hash(self.data)
        self.log.append(entries.write_manifest(self.hash))

    def voter(self, number: int, stratum: int = 1) -> Voter:
        """Somebody who has taken a token."""
        voter = Voter(hashlib.sha256(number.to_bytes(4, "big")).digest(), stratum)
        token = Token(self.hash, stratum, voter.key.public_key().public_bytes_raw())
        voter.prepared = blindsign.prepare(entries.write_token(token))
        public = key_of(stratum).public_key()
        blinded = blindsign.blind(public, voter.prepared)
        answer = blindsign.blind_sign(signer_of(stratum), blinded.message)
        voter.token = blindsign.finalize(public, voter.prepared, answer, blinded.inverse)
        self.issued[stratum] = self.issued.get(stratum, 0) + 1
        return voter

    def ballot(self, voter: Voter, choice: Choice = CHOICE, seq: int = 1) -> bytes:
        return entries.sign_ballot(
            self.manifest,
            self.hash,
            prepared=voter.prepared,
            token_signature=voter.token,
            body=Body(seq, choice),
            key=voter.key,
        )

    def seal(self, ballots: Iterable[bytes]) -> None:
        """Append a batch in the order of its leaves."""
        self.log += sorted(ballots, key=merkle.leaf_hash)

    def ballots(self) -> list[entries.Ballot]:
        return [
            entries.read_ballot(self.manifest, self.hash, entry)
            for entry in self.log
            if entry[:1] == entries.BALLOT
        ]

    def close(self, **changes: Any) -> None:
        """Counts and the closing entry; `changes` make it say something else."""
        self.log.append(entries.write_counts(self.issued))
        found = counting.close(self.manifest, self.ballots(), self.issued, merkle.EMPTY_ROOT)
        self.log.append(entries.write_close(replace(found, **changes)))

    def checkpoint(self, size: int | None = None) -> str:
        log = self.log[:size]
        return note.sign_checkpoint(note.Checkpoint(ORIGIN, len(log), root_of(log)), LOG_KEY)

    def publish(self, folder: Path) -> Path:
        """Write the static files of the poll."""
        for path, data in published(self.log).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        (folder / "manifest").write_bytes(self.data)
        (folder / "checkpoint").write_bytes(self.checkpoint().encode())
        return folder


def published(log: Sequence[bytes]) -> dict[str, bytes]:
    """Tiles and bundles of a log by their paths."""
    perfect = merkle.perfect_of(map(merkle.leaf_hash, log))
    files = {tile.path: tiles.write_tile(tile, perfect) for tile in tiles.tiles_of(len(log))}
    for tile in tiles.bundles_of(len(log)):
        start = tile.number * tiles.WIDTH
        files[tile.path] = tiles.write_bundle(log[start : start + tile.width])
    return files


def root_of(log: Sequence[bytes]) -> bytes:
    frontier = merkle.Frontier()
    for entry in log:
        frontier.append(merkle.leaf_hash(entry))
    return frontier.root()


def reader(files: Mapping[str, bytes]) -> tiles.Read:
    return lambda tile: files[tile.path]


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit turned over."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


PASS_SECRET = bytes(range(7, 39))


def make_open_manifest(**changes: Any) -> Manifest:
    """The same poll, held openly."""
    secret = make_manifest()
    strata = tuple(replace(one, key=b"") for one in secret.strata)
    return replace(secret, strata=strata, roll_root=b"", mode=manifest.OPEN, **changes)

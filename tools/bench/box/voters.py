"""Voters by the hundred thousand: manifests of their polls, and ballots made beforehand."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tools.bench.box.standing import StandingBox
from veche.ballotbox import blindsign, entries, note, openballots, passes
from veche.ballotbox import manifest as manifests
from veche.ballotbox.entries import Body, Choice, Token
from veche.ballotbox.manifest import Manifest, Question, Stratum
from veche.ballotbox.passes import Pass

STRATUM = 1
CHUNK = 500
PASS_SECONDS = 86_400
_PSS = padding.PSS(padding.MGF1(hashes.SHA384()), blindsign.SALT_SIZE)


@dataclass(frozen=True)
class Election:
    """A poll that a box may begin, with what only its registrar knows.

    `signing` is the private key (DER) of tokens, or the key of passes where the poll is open.
    """

    data: bytes
    signing: bytes

    @property
    def poll(self) -> UUID:
        """Its number."""
        return _manifest(self.data).poll


@lru_cache(8)
def _manifest(data: bytes) -> Manifest:
    return manifests.read(data)


def prepare(
    box: StandingBox, questions: tuple[Question, ...], voters: int, mode: str = manifests.SECRET
) -> Election:
    """A poll of one stratum, open for some hours, which the box does not know yet."""
    poll, now, known = uuid4(), datetime.now(UTC), box.public_keys()
    origin = f"{box.host}/p/{poll}"
    opens, closes = (_instant(now + timedelta(minutes=m)) for m in (-5, 60 * 24))
    key = blindsign.generate_key()
    made = Manifest(
        poll=poll,
        origin=origin,
        questions=questions,
        body_len=manifests.body_length(questions),
        opens=opens,
        closes=closes,
        publish="at_close",
        change_allowed=False,
        epoch_seconds=86_400,
        epoch_min_ballots=50,
        include_by=closes,
        strata=(Stratum(STRATUM, "all", voters, blindsign.write_public_key(key.public_key())),),
        roll_root=bytes(32),
        log=note.Verifier(origin, known["log"]),
        promise=note.Verifier(note.promise_name(origin), known["promise"]),
        client_sha384=(),
    )
    if mode == manifests.SECRET:
        form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8)
        private = key.private_bytes(*form, serialization.NoEncryption())
        return Election(manifests.write(made), private)
    strata = tuple(replace(one, key=b"") for one in made.strata)
    made = replace(made, mode=mode, strata=strata, roll_root=b"")
    return Election(manifests.write(made), passes.key_of(box.pass_secret, poll))


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(2)
def _signer(private: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_der_private_key(private, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


@lru_cache(2)
def _blind_signer(private: bytes) -> blindsign.SigningKey:
    return blindsign.SigningKey(_signer(private))


def drop_secretly(election: Election, choices: Sequence[Choice], *, blindly: bool) -> list[bytes]:
    """A secret ballot for each choice, each of a voter of its own.

    Blindly, as client and signer do it between them; or else signed directly by the registrar's
    key, which gives the same kind of signature in a third of the time.
    """
    manifest, digest = _manifest(election.data), manifests.manifest_hash(election.data)
    public = _signer(election.signing).public_key()
    ballots = []
    for choice in choices:
        key = Ed25519PrivateKey.from_private_bytes(secrets.token_bytes(32))
        token = Token(digest, STRATUM, key.public_key().public_bytes_raw())
        prepared = blindsign.prepare(entries.write_token(token))
        if blindly:
            blinded = blindsign.blind(public, prepared)
            answer = blindsign.blind_sign(_blind_signer(election.signing), blinded.message)
            signature = blindsign.finalize(public, prepared, answer, blinded.inverse)
        else:
            signature = _signer(election.signing).sign(prepared, _PSS, hashes.SHA384())
        body = Body(entries.SEQ_MIN, choice)
        ballots.append(
            entries.sign_ballot(
                manifest, digest, prepared=prepared, token_signature=signature, body=body, key=key
            )
        )
    return ballots


def drop_openly(election: Election, choices: Sequence[Choice]) -> list[bytes]:
    """Pass and body of an open ballot for each choice."""
    manifest, digest = _manifest(election.data), manifests.manifest_hash(election.data)
    until = int(datetime.now(UTC).timestamp()) + PASS_SECONDS
    sent = []
    for choice in choices:
        issued = Pass(manifest.poll, secrets.token_bytes(32), STRATUM, 2, 1, until)
        body = entries.write_body(manifest, digest, Body(entries.SEQ_MIN, choice))
        sent.append(passes.write(election.signing, issued) + body)
    return sent


def entry_of(election: Election, sent: bytes) -> bytes:
    """The entry that an open ballot becomes in the log."""
    data, poll = sent[: passes.SIZE], election.poll
    return openballots.write(passes.read(election.signing, data, poll, 0), sent[passes.SIZE :])


def drop_all(
    election: Election, choices: Sequence[Choice], *, blindly: bool = False
) -> Iterator[bytes]:
    """Ballots for all choices in their order, made on all cores."""
    parts = [choices[start : start + CHUNK] for start in range(0, len(choices), CHUNK)]
    is_open = _manifest(election.data).mode == manifests.OPEN
    with ProcessPoolExecutor() as pool:
        tasks = [
            pool.submit(drop_openly, election, part)
            if is_open
            else pool.submit(drop_secretly, election, part, blindly=blindly)
            for part in parts
        ]
        for task in tasks:
            yield from task.result()


def post_all(path: Path, election: Election, ballots: Iterator[bytes]) -> int:
    """Write requests for `load` that drop these ballots; how many they are."""
    manifest, count = _manifest(election.data), 0
    name = "open" if manifest.mode == manifests.OPEN else "cast"
    with path.open("wb") as file:
        for ballot in ballots:
            head = (
                f"POST /p/{manifest.poll}/{name} HTTP/1.1\r\nhost: box\r\n"
                f"content-type: application/octet-stream\r\ncontent-length: {len(ballot)}\r\n\r\n"
            )
            request = head.encode() + ballot
            file.write(len(request).to_bytes(4, "big") + request)
            count += 1
    return count

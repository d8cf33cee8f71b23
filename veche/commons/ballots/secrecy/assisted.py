"""The lane for those without a browser of their own: the server makes the ballot, and says so.

Key, token and ballot come out of one random seed. It is kept, wrapped by the vault key, from the
moment the person is marked as having taken a blank until the box has the ballot, and no longer:
whatever stops us in between, the same person sent again makes the very same token, which is one
vote. Were the seed made out of the person's id and a secret, it could be made again later, and with
it the link to the ballot. The choice is never kept: who hears nothing chooses again, and if the
first ballot had arrived, that one stands.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.ballotbox import blindsign, entries, merkle, note
from veche.ballotbox.blindsign import Blinded
from veche.ballotbox.entries import SEQ_MIN, Body, Token
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import ASSISTED
from veche.commons.ballots import casting, rules
from veche.commons.ballots.counting import known_box
from veche.commons.ballots.models import AssistedSeed, Issuance
from veche.commons.ballots.secrecy import boxlink, issuing, papers
from veche.commons.ballots.secrecy.freezing import Frozen, frozen
from veche.kernel import crypto
from veche.kernel.errors import Conflict, Problem

PURPOSE = "assisted ballot"
SEED_SIZE = 32


@dataclass(frozen=True)
class AssistedReceipt:
    """The box's promise of the ballot, and the leaf it will stand under."""

    promise: str
    leaf: bytes


def cast(box_id: UUID, person_ids: Sequence[UUID], raw: Mapping[str, Any]) -> AssistedReceipt:
    """Take a blank for a person and drop it filled in; counted apart, in the assisted stratum.

    Raises what `issue` raises, Invalid for a paper that is not lawful, BoxSilent when it is not
    known whether the ballot arrived: the same again neither loses nor doubles it.
    """
    poll, box = frozen(box_id), known_box(box_id)
    paper = rules.paper_from_json(box.paper)
    choice = casting.checked(paper, dict(raw))
    with transaction.atomic(durable=True):
        person_id, seed = _seed(box_id, person_ids, poll)
        made = _Made(seed, poll)
        answer = issuing.sign(box_id, ASSISTED, made.blinded.message)
    body = Body(SEQ_MIN, papers.marks_of(paper, choice))
    ballot = made.ballot(answer, body)
    promise = _dropped(box_id, ballot)
    leaf = merkle.leaf_hash(ballot)
    if promise is not None:
        note.verify_promise(promise, poll.manifest.origin, leaf, poll.manifest.promise)
    AssistedSeed.objects.filter(box_id=box_id, person_id=person_id).delete()
    if promise is None:
        raise Conflict(
            _("Ваш голос уже в урне, второй не принят"),
            advice=_("Засчитан тот, что вы опустили первым."),
            code="already-voted",
        )
    return AssistedReceipt(promise, leaf)


def _seed(box_id: UUID, person_ids: Sequence[UUID], poll: Frozen) -> tuple[UUID, bytes]:
    admitted = issuing.admit(box_id, person_ids)
    kept = AssistedSeed.objects.filter(box_id=box_id, person_id=admitted.person_id).first()
    if kept is not None:
        return admitted.person_id, crypto.unwrap(bytes(kept.wrapped), PURPOSE)
    if admitted.blinded_sha256 is not None:
        raise issuing.already_issued()
    seed = secrets.token_bytes(SEED_SIZE)
    digest = sha256(_Made(seed, poll).blinded.message).digest()
    marks = {"box_id": box_id, "person_id": admitted.person_id}
    Issuance.objects.create(**marks, blinded_sha256=digest, is_assisted=True)
    AssistedSeed.objects.create(**marks, wrapped=crypto.wrap(seed, PURPOSE))
    return admitted.person_id, seed


def _dropped(box_id: UUID, ballot: bytes) -> str | None:
    """The promise; None when another ballot of this token lies there from an earlier attempt."""
    try:
        return boxlink.cast(box_id, ballot)
    except Fault as fault:
        if fault.code == "ballot-differs":
            return None
        raise Problem(
            _("Урна не приняла голос"),
            advice=_("Попробуйте ещё раз; если не выйдет, скажите организатору."),
            code=f"box-{fault.code}",
            status=503,
        ) from None


class _Made:
    """All that comes out of a seed: the ballot's key, what is signed, what hides it."""

    def __init__(self, seed: bytes, poll: Frozen) -> None:
        self._poll = poll
        self._key = Ed25519PrivateKey.from_private_bytes(_out_of(seed, b"key", 32))
        token = Token(poll.hash, ASSISTED, self._key.public_key().public_bytes_raw())
        random = _out_of(seed, b"prepared", blindsign.RANDOM_SIZE)
        self._prepared = random + entries.write_token(token)
        self._public = _public_key(poll)
        modulus = self._public.public_numbers().n
        # 128 bits more than the modulus has, so that no factor is likelier than another.
        factor = int.from_bytes(_out_of(seed, b"factor", blindsign.KEY_BITS // 8 + 16), "big")
        salt = _out_of(seed, b"salt", blindsign.SALT_SIZE)
        self.blinded: Blinded = blindsign.blind_with(
            self._public, self._prepared, salt, 1 + factor % (modulus - 1)
        )

    def ballot(self, answer: bytes, body: Body) -> bytes:
        """The whole ballot, out of the signer's answer."""
        token = blindsign.finalize(self._public, self._prepared, answer, self.blinded.inverse)
        return entries.sign_ballot(
            self._poll.manifest,
            self._poll.hash,
            prepared=self._prepared,
            token_signature=token,
            body=body,
            key=self._key,
        )


def _public_key(poll: Frozen) -> rsa.RSAPublicKey:
    keys = {one.id: one.key for one in poll.manifest.strata}
    return blindsign.read_public_key(keys[ASSISTED])


def _out_of(seed: bytes, use: bytes, length: int) -> bytes:
    return HKDFExpand(SHA256(), length, b"veche-assisted/v1 " + use).derive(seed)

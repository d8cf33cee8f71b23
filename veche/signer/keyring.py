"""Keys in a folder that is in no database and in no backup: three floors, each locking the next.

    kek                one key of the installation (32 bytes)
    polls/<uuid>.key   keys of one poll under the kek; whoever destroys this file makes every copy
                       of what lies under it worthless, in backups of the database too
    wrapped            private key of a stratum under a key of its poll; the registrar keeps it

All of it is AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces, bound to its poll and stratum:

    sealed    id of the key above (8) ‖ nonce (12) ‖ ciphertext and tag

A rotation is begun by writing `kek.next` and ended by renaming it to `kek`: whatever stops it in
the middle, the next start goes on with it.
"""

from __future__ import annotations

import os
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from veche.ballotbox import blindsign
from veche.ballotbox.blindsign import SigningKey
from veche.ballotbox.faults import Fault

KEY_SIZE, ID_SIZE, NONCE_SIZE = 32, 8, 12
KEPT = 512
_ID_TAG = b"veche-key-id/v1\x00"
_POLL_TAG = b"veche-poll-key/v1\x00"
_STRATUM_TAG = b"veche-stratum-key/v1\x00"


class Keyring:
    """The keys of one folder; for one process alone, safe between its threads."""

    def __init__(self, folder: Path) -> None:
        """Make the folder and the first kek where there are none; end a rotation that was begun."""
        self._folder = folder
        self._polls = folder / "polls"
        self._lock = Lock()
        self._read: OrderedDict[tuple[UUID, int, bytes], SigningKey] = OrderedDict()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._polls.mkdir(mode=0o700, exist_ok=True)
        for left in (*folder.glob("*.draft"), *self._polls.glob("*.draft")):
            _wipe(left)
        if (folder / "kek.next").exists():
            self._finish_rotation()
        elif not (folder / "kek").exists():
            if any(self._polls.iterdir()):
                # A new kek would hide that the old one is gone, and open nothing.
                raise SystemExit(f"No kek in {folder}, but keys of polls: bring it back.")
            _write(folder / "kek", secrets.token_bytes(KEY_SIZE))
        self._kek = _key(folder / "kek")

    def make(self, poll: UUID, strata: Iterable[int]) -> dict[int, tuple[bytes, bytes]]:
        """New keys of these strata: the public one (SPKI) and the private one, wrapped.

        Each call makes others; those of an earlier one stay good.
        """
        with self._lock:
            if not self._path(poll).exists():
                self._keep(poll, [secrets.token_bytes(KEY_SIZE)])
            newest = self._keys(poll)[-1]
        made = {}
        for stratum in strata:
            key = blindsign.generate_key()
            wrapped = _seal(newest, _written(key), _bound(poll, stratum))
            made[stratum] = blindsign.write_public_key(key.public_key()), wrapped
        return made

    def sign(self, poll: UUID, stratum: int, wrapped: bytes, blinded: bytes) -> bytes:
        """The blind signature; Fault(`poll-key`) when this poll's key does not open `wrapped`."""
        return blindsign.blind_sign(self._signing_key(poll, stratum, wrapped), blinded)

    def rewrap(self, poll: UUID, strata: Mapping[int, bytes]) -> dict[int, bytes]:
        """The same private keys under a new key of the poll; the older one opens until `retire`.

        Asked again before that, it uses the same new one.
        """
        with self._lock:
            keys = self._keys(poll)
            if len(keys) == 1:
                keys.append(secrets.token_bytes(KEY_SIZE))
                self._keep(poll, keys)
        return {
            stratum: _seal(keys[-1], _open(keys, wrapped, bound := _bound(poll, stratum)), bound)
            for stratum, wrapped in strata.items()
        }

    def retire(self, poll: UUID) -> None:
        """Destroy all keys of the poll but the newest: what is wrapped under them opens no more."""
        with self._lock:
            self._keep(poll, self._keys(poll)[-1:])
            self._drop(poll)

    def forget(self, poll: UUID) -> None:
        """Destroy the keys of a poll, here and in every copy; harmless to repeat."""
        with self._lock:
            self._drop(poll)
            path = self._path(poll)
            if path.exists():
                gone = _draft_of(path)
                os.replace(path, gone)
                _sync(self._polls)
                _wipe(gone)

    def rotate(self) -> int:
        """Lay the keys of all polls under a new kek and destroy the old one; how many they are."""
        with self._lock:
            # One that is there already may be what keys of an unfinished rotation lie under.
            if not (self._folder / "kek.next").exists():
                _write(self._folder / "kek.next", secrets.token_bytes(KEY_SIZE))
            number = self._finish_rotation()
            self._kek = _key(self._folder / "kek")
        return number

    def _finish_rotation(self) -> int:
        following = _key(self._folder / "kek.next")
        keks = [_key(self._folder / "kek"), following]
        paths = sorted(self._polls.glob("*.key"))
        for path in paths:
            bound = _POLL_TAG + UUID(path.stem).bytes
            _write(path, _seal(following, _open(keks, path.read_bytes(), bound), bound))
        os.replace(self._folder / "kek.next", self._folder / "kek")
        _sync(self._folder)
        return len(paths)

    def _signing_key(self, poll: UUID, stratum: int, wrapped: bytes) -> SigningKey:
        name = poll, stratum, sha256(wrapped).digest()
        with self._lock:
            found = self._read.get(name)
            if found is None:
                found = _signer(_open(self._keys(poll), wrapped, _bound(poll, stratum)))
                self._read[name] = found
                if len(self._read) > KEPT:
                    self._read.popitem(last=False)
            else:
                self._read.move_to_end(name)
        return found

    def _drop(self, poll: UUID) -> None:
        for name in [one for one in self._read if one[0] == poll]:
            del self._read[name]

    def _path(self, poll: UUID) -> Path:
        return self._polls / f"{poll}.key"

    def _keys(self, poll: UUID) -> list[bytes]:
        try:
            sealed = self._path(poll).read_bytes()
        except FileNotFoundError:
            raise Fault("poll-key", "no key of this poll is here") from None
        following = self._folder / "kek.next"
        keks = [self._kek, *([_key(following)] if following.exists() else [])]
        plain = _open(keks, sealed, _POLL_TAG + poll.bytes)
        return [plain[i : i + KEY_SIZE] for i in range(0, len(plain), KEY_SIZE)]

    def _keep(self, poll: UUID, keys: list[bytes]) -> None:
        _write(self._path(poll), _seal(self._kek, b"".join(keys), _POLL_TAG + poll.bytes))


def _bound(poll: UUID, stratum: int) -> bytes:
    return _STRATUM_TAG + poll.bytes + stratum.to_bytes(2, "big")


def _id(key: bytes) -> bytes:
    return sha256(_ID_TAG + key).digest()[:ID_SIZE]


def _seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_SIZE)
    return _id(key) + nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _open(keys: Iterable[bytes], sealed: bytes, bound: bytes) -> bytes:
    key = next((one for one in keys if _id(one) == sealed[:ID_SIZE]), None)
    start = ID_SIZE + NONCE_SIZE
    try:
        if key is not None:
            return AESGCM(key).decrypt(sealed[ID_SIZE:start], sealed[start:], bound)
    except (InvalidTag, ValueError):
        pass
    raise Fault("poll-key", "it was wrapped under another key, for another use, or altered")


def _written(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _signer(pkcs8: bytes) -> SigningKey:
    key = load_der_private_key(pkcs8, None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Fault("poll-key", "no RSA key")
    return SigningKey(key)


def _key(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != KEY_SIZE:
        raise SystemExit(f"{path} is damaged: bring it back from its copy.")
    return key


def _write(path: Path, data: bytes) -> None:
    """The file whole or not at all, on the disk, for its owner alone."""
    draft = _draft_of(path)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    _sync(path.parent)


def _draft_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def _wipe(path: Path) -> None:
    """Write over what stands in a file before its name goes: the best a file system lets us."""
    with path.open("r+b", buffering=0) as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        os.fsync(file.fileno())
    path.unlink()
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

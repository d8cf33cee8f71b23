"""Keys outside the database: envelopes for data keys, blind indexes and message authentication.

AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces; HKDF-SHA-256 (RFC 5869) splits the one
vault key by purpose, so that a key leaked from one use says nothing of another.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=64)
def _derived(vault_key: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"veche/v1", info=purpose.encode())
    return kdf.derive(vault_key.encode())


def _key(purpose: str) -> bytes:
    return _derived(settings.VAULT_KEY, purpose)


def seal(key: bytes, plain: bytes, bound_to: bytes = b"") -> bytes:
    """Encrypt under a 32-byte key; `bound_to` must be given again to open."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes = b"") -> bytes:
    """Decrypt what `seal` made; raises cryptography's InvalidTag when it was altered."""
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to)


def new_data_key() -> tuple[bytes, bytes]:
    """A fresh 32-byte key and its wrapped form for storing."""
    key = os.urandom(32)
    return key, wrap(key)


def wrap(plain: bytes, purpose: str = "wrap") -> bytes:
    """Encrypt a short secret (a data key) under the vault key."""
    return seal(_key(purpose), plain, purpose.encode())


def unwrap(wrapped: bytes, purpose: str = "wrap") -> bytes:
    """Open what `wrap` made."""
    return unseal(_key(purpose), bytes(wrapped), purpose.encode())


def mac(purpose: str, data: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104) under a key of that purpose, 32 bytes."""
    return hmac.new(_key(f"mac {purpose}"), data, hashlib.sha256).digest()


def blind_index(kind: str, value: str) -> bytes:
    """Keyed fingerprint by which a contact is found without storing it in the clear, 32 bytes."""
    return mac(f"blind index {kind}", value.encode())

"""Sealing and opening what is known about a person: AES-256-GCM under the person's data key.

Each value is bound to its person and kind, so that a row moved to somebody else does not open.
"""

from __future__ import annotations

from uuid import UUID

from cryptography.exceptions import InvalidTag

from veche.kernel import crypto

PASSKEY_NAME, TOKEN_NAME, NOTICE_ADDRESS = "passkey_name", "token_name", "notice_address"
# The parts of a name, in the order of the columns.
VOLUNTEER = ("surname", "name", "patronymic")


def seal(data_key: bytes, person_id: UUID, kind: str, value: str) -> bytes:
    """Encrypt one value for one place of the vault."""
    return crypto.seal(data_key, value.encode(), _place(person_id, kind))


Stored = bytes | memoryview | None


def unseal(wrapped_key: Stored, person_id: UUID, kind: str, sealed: Stored) -> str | None:
    """The value, or None when there is none or its key has been erased."""
    if wrapped_key is None or sealed is None:
        return None
    try:
        data_key = crypto.unwrap(bytes(wrapped_key))
        return crypto.unseal(data_key, bytes(sealed), _place(person_id, kind)).decode()
    except InvalidTag:
        return None


def seal_addressee(key: bytes, addressee_id: UUID, value: str) -> bytes:
    """Encrypt the name and address of a letter for its own row."""
    return crypto.seal(key, value.encode(), _letter(addressee_id))


def unseal_addressee(
    wrapped_key: bytes | memoryview, addressee_id: UUID, sealed: bytes | memoryview
) -> str:
    """What `seal_addressee` took; raises InvalidTag when the row was altered or moved."""
    key = crypto.unwrap(bytes(wrapped_key))
    return crypto.unseal(key, bytes(sealed), _letter(addressee_id)).decode()


def _letter(addressee_id: UUID) -> bytes:
    return b"addressee " + addressee_id.bytes


def _place(person_id: UUID, kind: str) -> bytes:
    return b"person " + person_id.bytes + kind.encode()

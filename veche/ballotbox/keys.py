"""Keys and secrets of the box, each in a file that its owner alone may read.

A file holds one line of base64: 32 bytes, the seed of an Ed25519 key or a secret that is shared.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from veche.ballotbox import canonical
from veche.ballotbox.faults import Fault

SIZE = 32
# Read or written by the group or by others, or run by anyone.
_LAX = 0o177


def make_once(path: Path) -> None:
    """A random secret in this file, whole or not at all; one that is there stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{canonical.to_base64(secrets.token_bytes(SIZE))}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Of two who make it at once the first one's stands.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(folder)
    os.close(folder)


def read_secret(path: Path) -> bytes:
    """The 32 bytes in the file; Fault(`key-missing`, `key-mode`, `key-form`) names the file."""
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & _LAX:
                raise Fault("key-mode", f"{path} is open to others: chmod 600")
            data = file.read(1000)
    except FileNotFoundError:
        raise Fault("key-missing", f"there is no {path}") from None
    try:
        found = canonical.from_base64(data.decode("ascii").strip(), "key-form")
    except ValueError:
        found = b""
    if len(found) != SIZE:
        raise Fault("key-form", f"{path} does not hold {SIZE} bytes in base64")
    return found


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key whose seed is in the file; Faults of `read_secret`."""
    return Ed25519PrivateKey.from_private_bytes(read_secret(path))


def public_key(text: str) -> bytes:
    """The public key written in base64; Fault(`key-form`) for anything else."""
    data = canonical.from_base64(text, "key-form")
    if len(data) != SIZE:
        raise Fault("key-form", f"a public key has {SIZE} bytes")
    try:
        Ed25519PublicKey.from_public_bytes(data)
    except ValueError as error:
        raise Fault("key-form", "no Ed25519 key") from error
    return data

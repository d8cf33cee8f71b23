"""Asking the signer: what the registrar sends over the socket, and nothing of how it is kept."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from veche.ballotbox import canonical
from veche.ballotbox.faults import Fault

SECONDS = 10.0
# A key takes a tenth of a second, on a busy machine several.
SECONDS_A_KEY = 5.0
# A signer that is being restarted is back by then.
CONNECT_SECONDS = 3.0
CODE = "signer-answer"


class Unreachable(OSError):
    """No signer at the socket, or none that answers: ask the same again later."""


class MadeKey(NamedTuple):
    """The public key of a stratum, and the private one as it is kept."""

    spki: bytes
    wrapped: bytes


def make(path: Path, poll: UUID, strata: Sequence[int]) -> dict[int, MadeKey]:
    """New keys of a poll's strata."""
    asked = {"do": "make", "poll": str(poll), "strata": list(strata)}
    keys = _ask(path, asked, {"keys": dict}, SECONDS + SECONDS_A_KEY * len(strata))["keys"]
    return {
        int(number): MadeKey(_bytes(key["spki"]), _bytes(key["wrapped"]))
        for number, key in keys.items()
    }


def sign(path: Path, poll: UUID, stratum: int, wrapped: bytes, blinded: bytes) -> bytes:
    """The blind signature, the same each time. Fault for what is no blinded number of the key."""
    asked = {
        "do": "sign",
        "poll": str(poll),
        "stratum": stratum,
        "wrapped": canonical.to_base64(wrapped),
        "blinded": canonical.to_base64(blinded),
    }
    return _bytes(_ask(path, asked, {"blind_sig": str})["blind_sig"])


def rewrap(path: Path, poll: UUID, strata: Mapping[int, bytes]) -> dict[int, bytes]:
    """The same keys under a new key of the poll; keep them, then `retire` the older one."""
    written = {str(number): canonical.to_base64(data) for number, data in strata.items()}
    asked = {"do": "rewrap", "poll": str(poll), "strata": written}
    keys = _ask(path, asked, {"keys": dict})["keys"]
    return {int(number): _bytes(wrapped) for number, wrapped in keys.items()}


def retire(path: Path, poll: UUID) -> None:
    """Destroy what opened the keys before the last `rewrap`."""
    _ask(path, {"do": "retire", "poll": str(poll)}, {})


def forget(path: Path, poll: UUID) -> None:
    """Destroy the keys of a poll for good; harmless to repeat."""
    _ask(path, {"do": "forget", "poll": str(poll)}, {})


def rotate(path: Path) -> int:
    """Lay all keys under a new one of the installation; of how many polls they were."""
    return int(_ask(path, {"do": "rotate"}, {"polls": int}, 600.0)["polls"])


def _bytes(text: str) -> bytes:
    return canonical.from_base64(text, CODE)


def _ask(
    path: Path, asked: dict[str, Any], shape: Mapping[str, type], seconds: float = SECONDS
) -> dict[str, Any]:
    """The answer in its shape; Fault with the signer's own code when it refuses."""
    try:
        with _connected(path) as connection:
            connection.settimeout(seconds)
            connection.sendall(canonical.write_json(asked) + b"\n")
            with connection.makefile("rb") as file:
                line = file.readline()
    except OSError as error:
        raise Unreachable(f"The signer does not answer ({type(error).__name__}).") from None
    if not line.endswith(b"\n"):
        raise Unreachable("The signer hung up.")
    answer = canonical.read_json(line[:-1], CODE)
    if type(answer) is dict and answer.keys() == {"code", "message"}:
        if answer["code"] == "busy":
            raise Unreachable("The signer has too much to do.")
        raise Fault(answer["code"], "the signer refuses")
    return canonical.shaped(answer, shape, CODE)


def _connected(path: Path) -> socket.socket:
    deadline = time.monotonic() + CONNECT_SECONDS
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_SECONDS)
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError, BlockingIOError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        except BaseException:
            connection.close()
            raise
        else:
            return connection

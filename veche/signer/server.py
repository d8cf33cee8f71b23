"""The signer at its socket: one JSON line in, one out; several on a connection, one after another.

    {"do":"make","poll":uuid,"strata":[n…]}          → {"keys":{n:{"spki":b64,"wrapped":b64}}}
    {"do":"sign","poll":uuid,"stratum":n,"wrapped":b64,"blinded":b64} → {"blind_sig":b64}
    {"do":"rewrap","poll":uuid,"strata":{n:wrapped}} → {"keys":{n:wrapped}}
    {"do":"retire","poll":uuid}                      → {}
    {"do":"forget","poll":uuid}                      → {}
    {"do":"rotate"}                                  → {"polls":number}
    anything refused                                 → {"code":…,"message":…}

Whoever may open the socket may ask all of this: its folder lets in its owner, or one group.
Nothing is logged: neither what is asked nor what fails.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from veche.ballotbox import canonical
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import NUMBER_MAX
from veche.signer.keyring import Keyring

SOCKET, LOCK = "socket", "lock"
# A thousand wrapped keys of 1,7 kB in base64 fit.
LINE_MAX = 4_000_000
STRATA_MAX = 1000
CONNECTIONS_MAX = 64
SILENCE_SECONDS = 10.0
CODE = "request-form"
_SHAPES: Mapping[str, Mapping[str, type]] = MappingProxyType(
    {
        "make": {"do": str, "poll": str, "strata": list},
        "sign": {"do": str, "poll": str, "stratum": int, "wrapped": str, "blinded": str},
        "rewrap": {"do": str, "poll": str, "strata": dict},
        "retire": {"do": str, "poll": str},
        "forget": {"do": str, "poll": str},
        "rotate": {"do": str},
    }
)


class Signer:
    """Answers lines out of a keyring."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._open = 0
        acts = (self._make, self._sign, self._rewrap, self._retire, self._forget, self._rotate)
        self._acts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = dict(
            zip(_SHAPES, acts, strict=True)
        )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until it is silent, closes, or sends what is no line."""
        self._open += 1
        try:
            if self._open > CONNECTIONS_MAX:
                await _send(writer, _refusal("busy", "too many at once: try again in a moment"))
                return
            # Whatever fails while reading or writing concerns the other side alone.
            with suppress(OSError, ValueError, asyncio.IncompleteReadError, TimeoutError):
                while line := await asyncio.wait_for(reader.readline(), SILENCE_SECONDS):
                    await _send(writer, await self._answer(line))
        finally:
            self._open -= 1
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            name, asked = _parsed(line)
            if name == "sign":
                return self._sign(asked)
            # These may take seconds, in which tokens are still signed.
            return await asyncio.to_thread(self._acts[name], asked)
        except Fault as fault:
            return _refusal(fault.code, str(fault))
        except Exception:
            # Whatever is told of an error could repeat a key.
            return _refusal("internal", "internal: the signer failed")

    def _make(self, asked: dict[str, Any]) -> dict[str, Any]:
        strata = [_stratum(one) for one in asked["strata"]]
        if not 0 < len(strata) <= STRATA_MAX or len(set(strata)) != len(strata):
            raise Fault(CODE, f"1 to {STRATA_MAX} strata, each once")
        made = self._keyring.make(_poll(asked), strata)
        keys = {
            str(stratum): {
                "spki": canonical.to_base64(spki),
                "wrapped": canonical.to_base64(wrapped),
            }
            for stratum, (spki, wrapped) in made.items()
        }
        return {"keys": keys}

    def _sign(self, asked: dict[str, Any]) -> dict[str, Any]:
        wrapped, blinded = (
            canonical.from_base64(asked[name], CODE) for name in ("wrapped", "blinded")
        )
        signed = self._keyring.sign(_poll(asked), _stratum(asked["stratum"]), wrapped, blinded)
        return {"blind_sig": canonical.to_base64(signed)}

    def _rewrap(self, asked: dict[str, Any]) -> dict[str, Any]:
        strata = {
            _stratum(canonical.from_decimal(name, CODE)): canonical.from_base64(wrapped, CODE)
            for name, wrapped in asked["strata"].items()
        }
        made = self._keyring.rewrap(_poll(asked), strata)
        return {"keys": {str(one): canonical.to_base64(data) for one, data in made.items()}}

    def _retire(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._keyring.retire(_poll(asked))
        return {}

    def _forget(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._keyring.forget(_poll(asked))
        return {}

    def _rotate(self, _asked: dict[str, Any]) -> dict[str, Any]:
        return {"polls": self._keyring.rotate()}


def _parsed(line: bytes) -> tuple[str, dict[str, Any]]:
    if not line.endswith(b"\n"):
        raise Fault(CODE, "the line was cut off")
    asked = canonical.read_json(line[:-1], CODE)
    name = asked.get("do") if type(asked) is dict else None
    if type(name) is not str or name not in _SHAPES:
        raise Fault(CODE, "nothing that the signer does")
    return name, canonical.shaped(asked, _SHAPES[name], CODE)


def _poll(asked: dict[str, Any]) -> UUID:
    try:
        poll = UUID(asked["poll"])
    except ValueError:
        raise Fault(CODE, "the poll is no UUID") from None
    if str(poll) != asked["poll"]:
        raise Fault(CODE, "the UUID of the poll in another than its one form")
    return poll


def _stratum(value: object) -> int:
    if type(value) is not int or not 0 <= value <= NUMBER_MAX:
        raise Fault(CODE, "the number of a stratum has 2 bytes")
    return value


def _refusal(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message}


async def _send(writer: asyncio.StreamWriter, answer: dict[str, Any]) -> None:
    writer.write(canonical.write_json(answer) + b"\n")
    await asyncio.wait_for(writer.drain(), SILENCE_SECONDS)


def run(folder: Path, group: str = "") -> None:
    """Serve the folder's keys until told to stop. SystemExit when another signer holds it.

    With a group, its members may open the socket, and nothing else in the folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"Another signer holds {folder}.") from None
    try:
        asyncio.run(_serve(folder, group))
    finally:
        os.close(lock)


async def _serve(folder: Path, group: str) -> None:
    signer = Signer(Keyring(folder))
    path = folder / SOCKET
    # Left by a signer that was killed: nobody holds the lock but us.
    path.unlink(missing_ok=True)
    os.umask(0o177)
    server = await asyncio.start_unix_server(signer.serve, path, limit=LINE_MAX)
    if group:
        for one, mode in ((folder, 0o710), (path, 0o660)):
            shutil.chown(one, group=group)
            one.chmod(mode)
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    loop.set_exception_handler(lambda _loop, _context: None)
    async with server:
        await told.wait()
    path.unlink(missing_ok=True)

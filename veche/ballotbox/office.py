"""What the box does for its registrar: begins polls, adds counts, closes. The sealer does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import canonical, registrar
from veche.ballotbox import manifest as manifests
from veche.ballotbox.faults import Fault
from veche.ballotbox.registrar import Counts
from veche.ballotbox.sealerlink import SealerLink

NAMES_KEPT = 20


class Told(NamedTuple):
    """The host in the names of logs, the registrar's public key, the file of the log's key."""

    origin: str
    registrar_key: bytes
    log_key: Path


class Failures:
    """Errors that were answered with `internal`, by the names of their kinds; in memory alone."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def note(self, name: str) -> None:
        """One more."""
        known = name in self.counted or len(self.counted) < NAMES_KEPT
        self.counted[name if known else "Other"] += 1


class Office:
    """The registrar's side of a box; entered together with it."""

    def __init__(
        self, told: Told, dsn: str, promise_key: Ed25519PrivateKey, failed: Callable[[str], None]
    ) -> None:
        self._told = told
        self._promise_key = promise_key.public_key().public_bytes_raw()
        self._sealer = SealerLink(dsn, told.log_key, failed)

    async def __aenter__(self) -> Self:
        await self._sealer.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sealer.__aexit__()

    @property
    def is_sealing(self) -> bool:
        """Whether the sealer is there."""
        return self._sealer.is_running

    def public_keys(self) -> dict[str, str]:
        """The keys of logs and promises, which manifests name; Fault(`busy`) at the start."""
        if not self._sealer.log_key:
            raise Fault("busy", "try again in a moment")
        keys = {"log": self._sealer.log_key, "promise": self._promise_key}
        return {name: canonical.to_base64(key) for name, key in keys.items()}

    async def begin(self, message: bytes) -> dict[str, Any]:
        """Begin the poll of a manifest that the registrar has signed; again, it is the same.

        Faults: those of `registrar.verify`, `manifest-form`, `origin`, `promise-key`, `log-key`,
        `poll-differs`.
        """
        data = registrar.verify(registrar.POLL_TAG, message, self._told.registrar_key)
        manifest = manifests.read(data)
        if manifest.origin != self.origin_of(manifest.poll):
            raise Fault("origin", f"logs of this box begin with {self._told.origin}/p/")
        if manifest.promise.key != self._promise_key:
            raise Fault("promise-key", "the manifest names another key of promises")
        return await self._sealer.ask({"do": "poll", "manifest": canonical.to_base64(data)})

    def origin_of(self, poll: UUID) -> str:
        """The name of a poll's log."""
        return f"{self._told.origin}/p/{poll}"

    def read_counts(self, message: bytes) -> Counts:
        """What the registrar has signed; Faults of `verify` and `read_counts` there."""
        data = registrar.verify(registrar.COUNTS_TAG, message, self._told.registrar_key)
        return registrar.read_counts(data)

    async def count(self, counts: Counts) -> dict[str, Any]:
        """Add the counts or close the poll.

        Faults: those of `sealing.seal` and `add_counts`.
        """
        data = registrar.write_counts(counts)
        return await self._sealer.ask({"do": "counts", "counts": canonical.to_base64(data)})

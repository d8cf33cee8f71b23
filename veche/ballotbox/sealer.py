"""The process that alone holds the log's key: it seals by the clock, and does what it is asked.

Run by the box (`sealerlink`) as `python -m veche.ballotbox.sealer`; BOX_DSN and BOX_LOG_KEY (a
file) stand in the environment. One line of canonical JSON each way:

    → {"do":"poll","manifest":base64}             ← {"checkpoint":text}
    → {"do":"counts","counts":base64}             ← {"size":n,"ballots":n,"checkpoint":text}
                                                  ← {"code":…,"message":…}   a refusal
    ← {"log":base64}                              first of all: the log's public key
    ← {"failure":name}                            unasked: a seal failed, to be tried again

It ends when nobody writes to it any more. It prints nothing else, and no ballot in any case.
"""

from __future__ import annotations

import math
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import canonical, keys, registrar, sealing
from veche.ballotbox.faults import Fault
from veche.ballotbox.sealing import Issued
from veche.ballotbox.surroundings import BESIDE
from veche.ballotbox.timing import Timer

TICK_SECONDS = 1.0
# As often as the registrar wipes the order in which blanks were given out.
STIR_SECONDS = 900.0
Db = psycopg.Connection[Any]


class Sealer:
    """Carries out what it is asked, over a connection that it opens anew when it broke."""

    def __init__(self, dsn: str, log_key: Ed25519PrivateKey, timer: Timer) -> None:
        self._dsn, self._log_key, self._timer = dsn, log_key, timer
        self._db: Db | None = None
        self._stirred_at = time.monotonic()

    def answer(self, line: bytes) -> dict[str, Any]:
        """What to say to one line."""
        try:
            asked = canonical.read_json(line.rstrip(b"\n"), "sealer-form")
            return self._poll(asked) if asked["do"] == "poll" else self._counts(asked)
        except Fault as fault:
            return {"code": fault.code, "message": str(fault)}
        except psycopg.OperationalError:
            return {"code": "busy", "message": "busy: try again in a moment"}
        except Exception as error:
            # Its words could repeat rows of the database.
            return {"code": "internal", "message": type(error).__name__}

    def seal_due(self) -> dict[str, Any] | None:
        """Seal what the clock says; the name of a failure, if there was one."""
        try:
            for poll in self._timer.due(self._connected()):
                sealing.seal(self._connected(), poll, self._log_key)
            if time.monotonic() - self._stirred_at >= STIR_SECONDS:
                sealing.stir(self._connected())
                self._stirred_at = time.monotonic()
        except Exception as error:
            return {"failure": type(error).__name__}
        return None

    def _connected(self) -> Db:
        if self._db is None or self._db.closed:
            self._db = psycopg.connect(self._dsn, autocommit=True)
        return self._db

    def _poll(self, asked: dict[str, Any]) -> dict[str, Any]:
        data = canonical.from_base64(asked["manifest"], "sealer-form")
        manifest = sealing.add_poll(self._connected(), data, self._log_key)
        return {"checkpoint": sealing.first_checkpoint(self._connected(), manifest.poll)}

    def _counts(self, asked: dict[str, Any]) -> dict[str, Any]:
        told = registrar.read_counts(canonical.from_base64(asked["counts"], "sealer-form"))
        db = self._connected()
        if told.closing:
            closing = Issued(told.issued, told.issued_root)
            sealed = sealing.seal(db, told.poll, self._log_key, closing=closing)
        else:
            sealed = sealing.add_counts(db, told.poll, self._log_key, told.issued)
        ballots = sealing.ballots_of(db, told.poll)
        return {"size": sealed.size, "ballots": ballots, "checkpoint": sealed.checkpoint}


def _say(words: dict[str, Any]) -> None:
    sys.stdout.buffer.write(canonical.write_json(words) + b"\n")
    sys.stdout.buffer.flush()


def main() -> int:
    """Serve the box until it goes."""
    # A terminal's Ctrl-C is for the box, which closes our input when it has finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log_key = keys.read_key(Path(os.environ["BOX_LOG_KEY"]))
    sealer = Sealer(os.environ["BOX_DSN"], log_key, Timer())
    _say({"log": canonical.to_base64(log_key.public_key().public_bytes_raw())})
    # Unbuffered: a line that waits in a buffer would not be seen by `select`.
    asked = os.fdopen(sys.stdin.fileno(), "rb", buffering=0, closefd=False)
    next_look = time.monotonic()
    if os.environ.get(BESIDE):
        # The first process's sealer looks at the clock; this one does what it is asked.
        next_look = math.inf
    while True:
        pause = None if next_look == math.inf else max(0.0, next_look - time.monotonic())
        if select.select([asked], [], [], pause)[0]:
            line = asked.readline()
            if not line:
                return 0
            _say(sealer.answer(line))
        if time.monotonic() >= next_look:
            failure = sealer.seal_due()
            if failure is not None:
                _say(failure)
            next_look = time.monotonic() + TICK_SECONDS


if __name__ == "__main__":
    sys.exit(main())

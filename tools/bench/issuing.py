"""Blank ballots of a secret poll: taken by people on its roll, signed unseen by the signer."""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections

from tools.bench import ballotbox
from tools.bench.stand import TOWN, owner, say, tell
from veche.ballotbox import blindsign
from veche.commons.ballots import public as ballots
from veche.commons.ballots.models import Box, Mode, StratumKey
from veche.commons.towns import public as towns
from veche.config import env
from veche.kernel import clock
from veche.kernel.ids import new_id
from veche.signer import client as signer

# Requests at a time are PROCESSES * THREADS; more blanks than these are never asked for.
PROCESSES, THREADS, BLANKS_A_SECOND = 2, 8, 1_500
STRATUM = 1
BARE_SECONDS, START_SECONDS = 3.0, 30.0
_ROLL = """
INSERT INTO ballots_roll (box_id, person_id, stratum, salt, is_retired)
SELECT %s, lpad(to_hex(n), 32, '0')::uuid, %s, sha256(int8send(n)), false
FROM generate_series(1, %s) AS n
"""


def run(name: str) -> None:
    """Tell blanks a second, against one core that signs and does nothing else."""
    bare = _bare()
    with _signer():
        box_id = _poll(int(BLANKS_A_SECOND * ballotbox.SECONDS))
        say("giving out blanks")
        connections.close_all()
        with ProcessPoolExecutor(PROCESSES) as pool:
            parts = [pool.submit(_take, box_id, part) for part in range(PROCESSES)]
            spent = sorted(one for part in parts for one in part.result())
    per_second = len(spent) / ballotbox.SECONDS
    tell(
        name,
        per_second,
        "1/s",
        ratio=round(per_second / bare, 3),
        against=f"{bare:.0f} a second: the blind signature alone (gmpy2), one core, of its time",
        p50_ms=round(spent[len(spent) // 2] * 1000, 3),
        p99_ms=round(spent[len(spent) * 99 // 100] * 1000, 3),
        blanks=len(spent),
        includes=f"roll, issuance and commit in the town's PostgreSQL, the signer over its socket; "
        f"{PROCESSES * THREADS} at a time in {PROCESSES} processes on the same cores; no HTTP",
    )


def _bare() -> float:
    key = blindsign.SigningKey(blindsign.generate_key())
    began, count = time.process_time(), 0
    while time.process_time() - began < BARE_SECONDS:
        blindsign.blind_sign(key, _blinded())
        count += 1
    return count / (time.process_time() - began)


def _blinded() -> bytes:
    """A number as a blinding gives it: below every modulus."""
    return b"\x00" + secrets.token_bytes(blindsign.KEY_BITS // 8 - 1)


@contextmanager
def _signer() -> Iterator[None]:
    socket = Path(settings.SIGNER_SOCKET)
    command = [sys.executable, "-m", "veche.signer", "run", str(socket.parent)]
    process = subprocess.Popen(command, cwd=env.ROOT)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not socket.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The signer did not start.")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _poll(voters: int) -> UUID:
    """A secret poll with a key and a roll, as it is after its freezing."""
    say(f"a roll of {voters:,}")
    box_id = new_id()
    with towns.enter(TOWN):
        now = clock.database_now()
        Box.objects.create(
            id=box_id,
            mode=Mode.SECRET,
            paper=[],
            opens_at=now - timedelta(minutes=1),
            closes_at=now + timedelta(days=1),
        )
        made = signer.make(settings.SIGNER_SOCKET, box_id, [STRATUM])[STRATUM]
        StratumKey.objects.create(
            box_id=box_id,
            stratum=STRATUM,
            label="all",
            eligible=voters,
            spki=made.spki,
            wrapped=made.wrapped,
        )
    with owner() as db:
        db.execute(_ROLL, (box_id, STRATUM, voters))
        db.execute("ANALYZE ballots_roll")
    return box_id


def _take(box_id: UUID, part: int) -> list[float]:
    """Seconds of each blank that this process has been given within the time."""
    until = time.monotonic() + ballotbox.SECONDS
    with ThreadPoolExecutor(THREADS) as pool:
        lanes = [pool.submit(_lane, box_id, part * THREADS + one, until) for one in range(THREADS)]
        return [one for lane in lanes for one in lane.result()]


def _lane(box_id: UUID, first: int, until: float) -> list[float]:
    spent, person = [], first
    with towns.enter(TOWN):
        while (began := time.monotonic()) < until:
            person += PROCESSES * THREADS
            ballots.secret_token(box_id, [UUID(int=person)], _blinded())
            spent.append(time.monotonic() - began)
    connections.close_all()
    return spent

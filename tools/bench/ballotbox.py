"""The ballot box under load, against what its PostgreSQL can do at all.

Box, PostgreSQL and the client share the machine. SECONDS is how long each part lasts (60).
"""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import conninfo

from tools.bench.box import load, standing, voters
from tools.bench.box.load import Answered
from tools.bench.box.standing import StandingBox
from tools.bench.box.voters import Election
from tools.bench.stand import say, tell
from veche.ballotbox import manifest as manifests
from veche.ballotbox import sealing
from veche.ballotbox.entries import Choice, Mark
from veche.ballotbox.manifest import Question
from veche.kernel.embedded_postgres import EmbeddedPostgres
from veche.kernel.embedded_postgres.programs import find_programs

SECONDS = float(os.environ.get("SECONDS", "60"))
CONNECTIONS = 64
CLIENTS = 32
# So many are made beforehand for each second; when they are used up, the part is over.
OPENS_MADE, CASTS_MADE = 9_000, 5_000
QUESTIONS = (Question("yard", "one", ("yes", "no", "unsure"), 1, 1),)
FEW, MANY = 10**3, 10**6
ROUNDS, ROUND_BALLOTS = 7, 5_000
_stack = ExitStack()
atexit.register(_stack.close)

# A ballot of an open poll has 102 bytes of entry; keys are as random, and nothing else is written.
_TABLE = """
CREATE TABLE ballot (poll uuid NOT NULL, voter bytea NOT NULL, seq bigint NOT NULL,
    leaf bytea NOT NULL, entry bytea NOT NULL, PRIMARY KEY (poll, voter, seq))
"""
_SCRIPT = """\\set number random(1, 9000000000000000000)
INSERT INTO ballot VALUES ('%s', sha256(int8send(:number)), 1, sha256(int8send(:number)),
    decode(repeat('ab', 102), 'hex'));
"""
_FILL = """
INSERT INTO pending (poll, voter, seq, leaf, entry)
SELECT %s, sha256(int8send(n)), 1, sha256(int8send(-n)), decode('05' || repeat('ab', 101), 'hex')
FROM generate_series(1, %s) AS n
"""


@lru_cache
def server() -> EmbeddedPostgres:
    """One PostgreSQL for all measurements of a run."""
    say("starting a PostgreSQL of the box's own")
    return _stack.enter_context(standing.cluster())


@lru_cache
def box() -> StandingBox:
    """One box for all measurements of a run."""
    return _stack.enter_context(standing.box_on(server()))


@lru_cache
def ceiling() -> float:
    """Single-row inserts a second that pgbench gets out of the same PostgreSQL."""
    name = f"ceiling_{uuid4().hex[:8]}"
    with psycopg.connect(server().url, autocommit=True) as db:
        db.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    dsn = conninfo.make_conninfo(server().url, dbname=name)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(_TABLE)
    say(f"pgbench, {CLIENTS} clients, {SECONDS:.0f} s")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_SCRIPT % uuid4())
        script.flush()
        how = ["-n", "-M", "prepared", "-c", CLIENTS, "-j", 2, "-T", int(SECONDS)]
        programs = find_programs(None, Path(), None).folder
        command = [programs / "pgbench", *how, "-f", script.name, dsn]
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found[1])


def pgbench() -> None:
    """The ceiling: what all else is held against."""
    words = f"{CLIENTS} clients, one INSERT with its commit each time, fsync on; includes pgbench"
    tell("box.pgbench", ceiling(), "1/s", includes=words, seconds=SECONDS)


def choices(count: int) -> list[Choice]:
    """One mark each, in turn."""
    return [((Mark(number % 3, 1),),) for number in range(count)]


def cast(mode: str, count: int, seconds: float = SECONDS) -> tuple[Election, Answered]:
    """A poll into which ballots made beforehand are dropped, and what was answered."""
    made = voters.prepare(box(), QUESTIONS, count, mode)
    box().begin(made.data)
    with tempfile.TemporaryDirectory(prefix="veche-bench-") as folder:
        requests = Path(folder) / "requests"
        say(f"making {count:,} {mode} ballots")
        voters.post_all(requests, made, voters.drop_all(made, choices(count)))
        say("dropping them")
        return made, _sent(requests, seconds)


def _sent(requests: Path, seconds: float) -> Answered:
    answered = load.send(box().port, requests, connections=CONNECTIONS, seconds=seconds)
    if set(answered.statuses) != {200}:
        raise RuntimeError(f"Answers by status: {answered.statuses}.")
    return answered


def dropped(name: str, answered: Answered, includes: str, ratio: float | None = None) -> None:
    """One line about ballots that were dropped."""
    more = {} if ratio is None else {"ratio": round(ratio, 3)}
    latency = {"p50_ms": answered.p50, "p99_ms": answered.p99, "max_ms": answered.longest}
    seconds, count = round(answered.seconds, 1), answered.statuses[200]
    about = {"connections": CONNECTIONS, "ballots": count, "seconds": seconds, "includes": includes}
    tell(name, answered.per_second, "1/s", **more, **latency, **about)


def opened() -> None:
    """Open ballots a second, against the ceiling."""
    _, answered = cast(manifests.OPEN, int(OPENS_MADE * SECONDS))
    words = (
        "HTTP, the pass's HMAC, legality, the row with its commit, a signed promise for the group; "
        "client, box and PostgreSQL on the same cores"
    )
    dropped("box.open", answered, words, answered.per_second / ceiling())


@lru_cache
def secret_casts() -> tuple[Election, Answered]:
    """The poll whose ballots the seal takes afterwards."""
    return cast(manifests.SECRET, int(CASTS_MADE * SECONDS))


def secret_cast() -> None:
    """Secret ballots a second."""
    _, answered = secret_casts()
    words = (
        "HTTP, token (RSA-PSS) and ballot (Ed25519) checked, legality, the row with its commit, a "
        "signed promise for each; client, box and PostgreSQL on the same cores"
    )
    dropped("box.secret_cast", answered, words, answered.per_second / ceiling())


def seal() -> None:
    """Milliseconds of a seal for each ballot in it."""
    election, answered = secret_casts()
    count = answered.statuses[200]
    say(f"sealing {count:,} ballots")
    with psycopg.connect(box().dsn, autocommit=True) as db:
        began = time.monotonic()
        sealed = sealing.seal(db, election.poll, box().log_key)
        spent = time.monotonic() - began
    if sealed.ballots != count:
        raise RuntimeError(f"{sealed.ballots} of {count} ballots were sealed.")
    began = time.monotonic()
    box().close(election.poll, {voters.STRATUM: count})
    closing = (time.monotonic() - began) / count * 1000
    tell(
        "box.seal",
        spent / count * 1000,
        "ms",
        ballots=count,
        close_ms=round(closing, 4),
        includes="one seal, for each ballot: sorting, log, tiles, checkpoint, one commit; "
        "close_ms: the close afterwards with its count of all ballots, for each ballot",
    )


def growth() -> None:
    """A ballot into a poll of a million against one into a poll of a thousand."""
    polls = {size: _grown(size) for size in (FEW, MANY)}
    with tempfile.TemporaryDirectory(prefix="veche-bench-") as folder:
        spent: dict[int, list[float]] = {size: [] for size in polls}
        for number in range(ROUNDS):
            for size, election in polls.items():
                requests = Path(folder) / f"{number}-{size}"
                made = voters.drop_all(election, choices(ROUND_BALLOTS))
                voters.post_all(requests, election, made)
                spent[size].append(1000 / _sent(requests, 600).per_second)
    few, many = (_middle(spent[size]) for size in (FEW, MANY))
    seals = {size: _sealed_again(election) for size, election in polls.items()}
    tell(
        "box.growth",
        many,
        "ms",
        ratio=round(many / few, 3),
        seal_ratio=round(seals[MANY] / seals[FEW], 3),
        against=f"{few:.4f} ms a ballot with {FEW} in the poll, in turn with {MANY}",
        includes=f"open ballots over HTTP, the middle of {ROUNDS} rounds of {ROUND_BALLOTS}; "
        f"seal_ratio: a seal of {ROUNDS * ROUND_BALLOTS} in each",
    )


def _middle(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _grown(size: int) -> Election:
    """An open poll in whose log so many ballots stand."""
    made = voters.prepare(box(), QUESTIONS, size, manifests.OPEN)
    box().begin(made.data)
    say(f"a log of {size:,} ballots")
    with psycopg.connect(box().dsn, autocommit=True) as db:
        db.execute(_FILL, (made.poll, size))
        sealing.seal(db, made.poll, box().log_key)
        db.execute("VACUUM ANALYZE")
    return made


def _sealed_again(election: Election) -> float:
    with psycopg.connect(box().dsn, autocommit=True) as db:
        began = time.monotonic()
        sealing.seal(db, election.poll, box().log_key)
        return time.monotonic() - began


_MEASURES: dict[str, Callable[[], None]] = {
    "box.pgbench": pgbench,
    "box.open": opened,
    "box.secret_cast": secret_cast,
    "box.seal": seal,
    "box.growth": growth,
}


def run(name: str) -> None:
    """Measure and tell."""
    _MEASURES[name]()

"""The ballot box as a program: alone, quiet, and whole whoever of it is killed."""

from __future__ import annotations

import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import conninfo

from tests.faults.boxes import CLI, RunningBox, Voters
from tests.faults.running import ROOT
from veche.ballotbox import keys, merkle, note, promises, sealing
from veche.ballotbox.registrar import Counts
from veche.ballotbox.sealing import Issued
from veche.config.running.ballotbox import QUIET

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("box")]

# What `veche box` becomes, without a look at Django first.
PROGRAM = (sys.executable, "-m", "veche.config.running.ballotbox")
COMMAND = (*PROGRAM, "run")
PARTS = ("serve", "sealer", "postgres")
# Five are promised on a machine of its own; here tests of others run beside it.
RESTART_SECONDS = 60
FOREIGN = ("django", "ninja", "procrastinate", "veche.commons", "veche.domains", "veche.portal")


@pytest.fixture
def box() -> Iterator[RunningBox]:
    folder = Path(tempfile.mkdtemp(prefix="veche-box-"))
    box = RunningBox(folder / "state")
    yield box
    box.clean_up()
    assert box.all_gone(), box.ours()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    "module", ["veche.config.running.ballotbox", "veche.ballotbox.serve", "veche.ballotbox.sealer"]
)
def test_its_processes_know_no_django_and_no_people(module):
    """What a start really imports, as the interpreter itself tells it."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", module],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = told.stderr.splitlines()
    imported = {
        line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")
    }
    assert "psycopg" in imported
    assert not [name for name in imported if f"{name}.".startswith(tuple(f"{x}." for x in FOREIGN))]
    ours = {name for name in imported if name.startswith("veche.")}
    if module.startswith("veche.ballotbox."):
        assert all(name.startswith(("veche.ballotbox", "veche.groupcommit")) for name in ours)


def test_it_runs_alone_and_quietly(box):
    box.start(COMMAND, DATABASE_URL="postgresql://town", VECHE_SECRET_KEY="s" * 40)
    commands = list(box.ours().values())
    assert not any("veche.config.cli" in one for one in commands)
    for part in ("serve", "sealer"):
        told = Path(f"/proc/{box.number(part)}/environ").read_bytes()
        assert not any(word in told for word in (b"VECHE_", b"DATABASE_URL", b"DJANGO"))
    for path in (box.state / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    server = box.own_server()
    with psycopg.connect(server.url, autocommit=True) as db:
        for name, value in QUIET.items():
            shown = db.execute("SELECT current_setting(%s)", (name,)).fetchone()
            assert shown == (value,), name
        roles = db.execute("SELECT rolname FROM pg_roles WHERE rolcanlogin ORDER BY 1").fetchall()
        assert roles == [("box",), ("postgres",)]
        rights = db.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'box'"
        ).fetchone()
        assert rights == (False, False, False)
        where = db.execute("SHOW listen_addresses").fetchone()
        assert where == ("",)
    made = box.begin_poll()
    voters = Voters(box, made)
    voters.vote(lambda: time.sleep(1), count=2)
    assert voters.promised
    told = box.state.rglob("*")
    written = b"".join(path.read_bytes() for path in told if path.is_file())
    log = (box.home / "server.log").read_bytes() + box.said().encode() + written
    assert str(made.poll).encode() not in log
    status = subprocess.run(
        [sys.executable, *CLI, "status"], cwd=ROOT, env=box.environment, capture_output=True
    )
    assert status.returncode == 0, status.stderr.decode()
    assert box.end(signal.SIGTERM) == 0
    assert box.ours() == {}


def test_wrong_settings_and_lax_keys_are_one_sentence(box):
    key = box.state / "keys" / "log.ed25519"
    keys.make_once(key)
    key.chmod(0o644)
    for more, words in (({}, "chmod 600"), ({"BOX_REGISTRAR_KEY": ""}, "BOX_REGISTRAR_KEY")):
        told = subprocess.run(
            COMMAND,
            cwd=ROOT,
            env=box.environment | more,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert told.returncode == 1
        assert words in told.stderr
        assert len(told.stderr.strip().splitlines()) == 1


def test_the_registrar_and_a_mirror_reach_it(box, tmp_path):
    box.start(COMMAND)
    made = box.begin_poll()
    answer = box.counts(Counts(made.poll, {1: 3}))
    assert answer.json()["size"] == 2
    assert box.counts(Counts(made.poll, {1: 3}, bytes(32), closing=True)).status_code == 409
    for _ in range(2):
        told = subprocess.run(
            [*PROGRAM, "mirror", f"{box.address}/p/{made.poll}", tmp_path],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr
        assert "записей 2" in told.stdout
    kept = (tmp_path / "checkpoint").read_text()
    assert note.verify_checkpoint(kept, made.log).size == 2
    assert httpx.get(f"{box.address}/p/{made.poll}/checkpoint").text == kept


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(0)])]
)
@pytest.mark.timeout(600)
def test_whoever_is_killed_nothing_promised_is_lost(box, rounds):
    chance = random.Random()
    box.start(COMMAND)
    made = box.begin_poll()
    voters = Voters(box, made)

    def kill_again_and_again() -> None:
        for _ in range(rounds):
            time.sleep(chance.uniform(0.1, 2.5))
            number = box.number(chance.choice(PARTS))
            if number:
                box.kill(number)
            deadline = time.monotonic() + 60
            while not box.is_open() and time.monotonic() < deadline:
                time.sleep(0.1)
        time.sleep(2)

    voters.vote(kill_again_and_again)
    assert box.is_open()
    assert len(voters.promised) == voters.sent > rounds
    assert voters.longest < RESTART_SECONDS, voters.longest
    assert box.end(signal.SIGTERM) == 0
    verify_whole(box, voters)


def verify_whole(box: RunningBox, voters: Voters) -> None:
    """The log closes with each ballot once, and agrees with every checkpoint that was seen."""
    made = voters.made
    for number, text in voters.promised.items():
        promises.verify(text, made.origin, voters.leaf(number), made.promise)
    log_key = keys.read_key(box.state / "keys" / "log.ed25519")
    server = box.own_server()
    server.start()
    try:
        dsn = conninfo.make_conninfo(server.url, dbname="box")
        with psycopg.connect(dsn, autocommit=True) as db:
            closing = Issued({1: voters.sent}, merkle.EMPTY_ROOT)
            sealed = sealing.seal(db, made.poll, log_key, closing=closing)
            rows = db.execute("SELECT leaf FROM entry WHERE poll = %s ORDER BY idx", (made.poll,))
            leaves = [bytes(row[0]) for row in rows]
            ballots = db.execute("SELECT leaf FROM spent WHERE poll = %s", (made.poll,)).fetchall()
            epochs = db.execute("SELECT checkpoint FROM epoch WHERE poll = %s", (made.poll,))
            published = {row[0] for row in epochs}
    finally:
        server.stop()
    assert sorted(bytes(row[0]) for row in ballots) == sorted(map(voters.leaf, range(voters.sent)))
    assert len(set(leaves)) == len(leaves) == sealed.size
    assert len(voters.checkpoints) > 2
    assert voters.checkpoints <= published
    perfect = merkle.perfect_of(leaves)
    for text in published:
        checkpoint = note.verify_checkpoint(text, made.log)
        assert checkpoint.root == merkle.range_hash(0, checkpoint.size, perfect)


def test_killing_the_starter_takes_all_along_and_the_next_start_goes_on(box):
    box.start(COMMAND)
    made = box.begin_poll()
    assert box.process is not None
    box.end(signal.SIGKILL)
    assert box.all_gone(), box.ours()
    box.start(COMMAND)
    assert httpx.get(f"{box.address}/p/{made.poll}/manifest").status_code == 200

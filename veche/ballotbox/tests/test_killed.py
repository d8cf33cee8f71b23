"""The box as it is served, killed under load: nothing acknowledged is lost, nothing is doubled."""

import asyncio
import functools
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from veche.ballotbox import entries, manifest, merkle, note, passes, promises, sealing, store
from veche.ballotbox.entries import Body
from veche.ballotbox.passes import Pass
from veche.ballotbox.sealing import Issued
from veche.ballotbox.tests.makers import (
    CHOICE,
    LOG_KEY,
    ORIGIN,
    PASS_SECRET,
    POLL,
    make_open_manifest,
)
from veche.ballotbox.tests.served import DURING

ROOT = Path(__file__).resolve().parents[3]
SERVER = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian(
    "veche.ballotbox.tests.served:make", factory=True, interface=Interfaces.ASGI,
    address="127.0.0.1", port=int(sys.argv[1]), workers=1, log_enabled=False,
).serve()
"""
MANIFEST = make_open_manifest()
DATA = manifest.write(MANIFEST)
BODY = entries.write_body(MANIFEST, manifest.manifest_hash(DATA), Body(1, CHOICE))
KEY = passes.key_of(PASS_SECRET, POLL)
VOTERS = 1500


def sent(number: int) -> bytes:
    pseudonym = merkle.leaf_hash(number.to_bytes(4, "big"))
    return passes.write(KEY, Pass(POLL, pseudonym, 1, 2, 1, int(DURING) + 60)) + BODY


def leaf(number: int) -> bytes:
    pseudonym = merkle.leaf_hash(number.to_bytes(4, "big"))
    return merkle.leaf_hash(b"\x05" + pseudonym + b"\x00\x01\x02\x01" + BODY)


@contextmanager
def serving(dsn: str) -> Iterator[tuple[str, Callable[[int], None]]]:
    """The address of a box that answers, and how to send a signal to all its processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)],
        cwd=ROOT,
        env={**os.environ, "BOX_DSN": dsn},
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/p/{POLL}"
    try:
        deadline = time.monotonic() + 60
        while not answers(address):
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield address, lambda number: os.killpg(server.pid, number)
        server.wait(30)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/manifest").content == DATA
    except httpx.TransportError:
        return False


async def drop(address: str, stop_at: int, stop: Callable[[], None]) -> dict[int, str]:
    """Drop all ballots, 32 at a time, until so many are acknowledged; the promises by number."""
    promised: dict[int, str] = {}
    numbers = iter(range(VOTERS))

    async def one(client: httpx.AsyncClient) -> None:
        for number in numbers:
            try:
                answer = await client.post(f"{address}/open", content=sent(number))
            except httpx.TransportError:
                return
            assert answer.status_code == 200, answer.text
            promised[number] = answer.text
            if len(promised) == stop_at:
                stop()

    async with httpx.AsyncClient(timeout=30) as client:
        await asyncio.gather(*(one(client) for _ in range(32)))
    return promised


def waiting(dsn: str) -> list[bytes]:
    with psycopg.connect(dsn) as db:
        return [row[0] for row in db.execute("SELECT leaf FROM pending").fetchall()]


@pytest.mark.faults
def test_a_killed_box_keeps_what_it_promised(own_database):
    dsn = own_database()
    with psycopg.connect(dsn, autocommit=True) as db:
        store.migrate(db)
        sealing.add_poll(db, DATA, LOG_KEY)
    promised: dict[int, str] = {}
    chance = random.Random(6)
    for _ in range(2):
        with serving(dsn) as (address, send):
            kill = functools.partial(send, signal.SIGKILL)
            promised |= asyncio.run(drop(address, chance.randrange(100, VOTERS - 500), kill))
        found = waiting(dsn)
        assert len(found) == len(set(found))
        assert {leaf(number) for number in promised} <= set(found)
    with serving(dsn) as (address, send):
        promised |= asyncio.run(drop(address, VOTERS, lambda: None))
        send(signal.SIGTERM)
    verifier = MANIFEST.promise
    for number, text in promised.items():
        promises.verify(text, ORIGIN, leaf(number), verifier)
    with psycopg.connect(dsn, autocommit=True) as db:
        sealed = sealing.seal(db, POLL, LOG_KEY, closing=Issued({1: VOTERS}, merkle.EMPTY_ROOT))
        log: list[Any] = db.execute("SELECT leaf FROM entry ORDER BY idx").fetchall()
    assert sealed.ballots == VOTERS
    assert [row[0] for row in log[1:-2]] == sorted(map(leaf, range(VOTERS)))
    checkpoint = note.verify_checkpoint(sealed.checkpoint, MANIFEST.log)
    assert checkpoint.root == merkle.range_hash(
        0, len(log), merkle.perfect_of(row[0] for row in log)
    )

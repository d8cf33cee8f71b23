"""Strangers send the box whatever they like: it names what is wrong, stays up and stays small."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.boxes import REGISTRAR, RunningBox, Voters, memory_of
from tests.faults.test_box import COMMAND
from veche.ballotbox import registrar
from veche.ballotbox.registrar import COUNTS_TAG, POLL_TAG
from veche.ballotbox.tests.makers import flipped

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("box")]

SECONDS = 12
# What the allocator keeps after large bodies is no growth; a leak of a row each request is more.
GROWTH_MAX = 24 * 1024**2


@pytest.fixture(scope="module")
def box() -> Iterator[RunningBox]:
    folder = Path(tempfile.mkdtemp(prefix="veche-box-"))
    box = RunningBox(folder / "state")
    box.start(COMMAND)
    yield box
    box.end()
    box.clean_up()
    shutil.rmtree(folder, ignore_errors=True)


def bodies(good: bytes) -> st.SearchStrategy[bytes]:
    return st.one_of(
        st.binary(max_size=2000),
        st.integers(0, 8 * len(good) - 1).map(lambda bit: flipped(good, bit)),
        st.integers(0, len(good) - 1).map(lambda end: good[:end]),
        st.integers(0x8000, 0x12000).map(lambda size: (good * size)[:size]),
    )


def paths(poll: str) -> st.SearchStrategy[str]:
    digits = st.integers(0, 10**19).map(str)
    parts = st.one_of(
        st.sampled_from(["tile", "entries", "0", "63", "64", "000", "x001", "seq", "manifest"]),
        st.sampled_from(["checkpoint", "cast", "open", "..", "%2e%2e", "000.p", "x999", ""]),
        digits,
        st.text(st.characters(codec="utf-8"), max_size=12).map(quote),
    )
    tails = st.lists(parts, min_size=1, max_size=8).map("/".join)
    query = st.one_of(st.just(""), st.binary(max_size=40).map(lambda one: f"?voter={one.hex()}"))
    return st.builds(lambda tail, asked: f"/p/{poll}/{tail}{asked}", tails, query)


def test_no_message_brings_it_down_or_makes_it_grow(box):
    made = box.begin_poll()
    voters = Voters(box, made)
    voters.vote(lambda: time.sleep(1), count=2)
    good = voters.ballot(10**6)
    told = registrar.sign(POLL_TAG, b"{}", REGISTRAR)
    counts = registrar.sign(COUNTS_TAG, b"{}", REGISTRAR)
    doors = {
        f"/p/{made.poll}/open": good,
        f"/p/{made.poll}/cast": good,
        "/registrar/poll": told,
        "/registrar/counts": counts,
    }
    serving = box.number("serve")
    asked = 0
    with httpx.Client(base_url=box.address, timeout=30) as client:

        def answered(method: str, path: str, data: bytes | None = None) -> None:
            nonlocal asked
            answer = client.request(method, path, content=data)
            asked += 1
            assert answer.status_code < 500, (method, path, data, answer.text)
            assert "set-cookie" not in answer.headers

        @settings(
            max_examples=200,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def send(data: Any) -> None:
            if data.draw(st.booleans()):
                door = data.draw(st.sampled_from(sorted(doors)))
                answered("POST", door, data.draw(bodies(doors[door])))
            else:
                method = data.draw(st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "X"]))
                answered(method, data.draw(paths(str(made.poll))))

        # Pages that are read, caches that are filled: what comes after is growth.
        for door, data in doors.items():
            for size in range(100):
                answered("POST", door, data[:size])
                answered("POST", door, data * (1 + size))
        before = memory_of(serving)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            send()
        grown = memory_of(serving) - before
        health = client.get("/health").json()
    assert asked > 1000
    assert health["failures"] == {}
    assert box.number("serve") == serving
    assert grown < GROWTH_MAX, grown

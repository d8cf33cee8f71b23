"""`make run` opens a ballot box beside the town, and takes it along when it goes."""

from __future__ import annotations

import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.faults.running import ROOT, RunningTown

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def serving(town: RunningTown) -> int:
    """The box's process, once there is one."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for number, line in town.ours().items():
            if "veche.ballotbox.serve" in line:
                return number
        time.sleep(0.1)
    raise AssertionError(town.said())


def address(number: int) -> str:
    told = Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
    given = dict(one.decode().split("=", 1) for one in told if one)
    assert not [name for name in given if name.startswith(("VECHE_", "DATABASE_URL", "DJANGO"))]
    return given["BOX_URL"]


def wait_open(url: str, said: RunningTown) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/health").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(said.said())


def test_a_box_stands_beside_the_town_and_both_go_together(town: RunningTown) -> None:
    town.has_box = True
    town.start()
    first = serving(town)
    url = address(first)
    wait_open(url, town)
    keys = httpx.get(f"{url}/keys").json()
    assert keys.keys() == {"log", "promise"}
    for name in ("registrar.ed25519", "passes"):
        assert stat.S_IMODE((town.state / "keys" / name).stat().st_mode) == 0o600
    starter = next(number for number, line in town.ours().items() if "running.ballotbox" in line)
    town.kill(starter)
    while serving(town) == first:
        time.sleep(0.1)
    wait_open(address(serving(town)), town)
    assert town.healthz() == 200
    status = subprocess.run(
        [sys.executable, "-m", "veche.config.running.ballotbox", "status"],
        cwd=ROOT,
        env=town.environment,
        capture_output=True,
        text=True,
    )
    assert status.returncode == 0, status.stderr
    assert keys["log"] in status.stdout
    assert httpx.get(f"{url}/keys").json() == keys
    assert town.end() == 0
    assert town.ours() == {}


def test_a_town_may_do_without(town: RunningTown) -> None:
    town.start()
    time.sleep(1)
    assert not [line for line in town.ours().values() if "ballotbox" in line]
    assert town.end() == 0

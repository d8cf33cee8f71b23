"""The whole demo town, loaded twice on one day: the same facts, and nothing left between."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.running import ROOT, RunningTown

pytestmark = [pytest.mark.soak, pytest.mark.faults, pytest.mark.timeout(1800)]


@pytest.fixture
def empty() -> Iterator[RunningTown]:
    folder = Path(tempfile.mkdtemp(prefix="veche-demo-"))
    (folder / "state").mkdir()
    town = RunningTown(folder / "state")
    yield town
    town.clean_up()
    shutil.rmtree(folder, ignore_errors=True)


def veche(town: RunningTown, *arguments: str) -> str:
    """What the command says; it must end well."""
    command = [sys.executable, "-m", "veche.config.cli", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=town.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def facts(town: RunningTown) -> Any:
    command = [sys.executable, "-m", "tests.demo.facts"]
    done = subprocess.run(
        command, cwd=ROOT, env=town.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_loads_tell_the_same(empty: RunningTown) -> None:
    told = []
    for _load in range(2):
        began = time.monotonic()
        veche(empty, "demo", "load")
        print(f"loaded in {time.monotonic() - began:.0f} s")
        told.append(facts(empty))
        assert "zarechye" in veche(empty, "towns", "list")
        veche(empty, "demo", "remove")
        assert "zarechye" not in veche(empty, "towns", "list")
    assert told[0] == told[1]
    assert told[0]["sizes"]["people"] >= 20_000
    assert told[0]["sizes"]["polls"] > 5

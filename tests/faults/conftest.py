"""One prepared installation for all tests of starting and stopping: each gets it as it was left."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import RunningTown


@pytest.fixture(scope="session")
def installation() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="veche-faults-"))
    (folder / "state").mkdir()
    yield folder / "state"
    RunningTown(folder / "state").clean_up()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def town(installation: Path) -> Iterator[RunningTown]:
    town = RunningTown(installation)
    yield town
    for number in town.ours():
        town.kill(number)
    assert town.all_gone(), town.ours()

"""The package: built, installed beside nothing but its requirements, and at work."""

from __future__ import annotations

import json
import shutil
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.running import ROOT, RunningTown, clean_environment
from veche.commons.ballots.tests.makers_pb import APPROVAL

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]


def run(*command: object, **more: object) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **more
    )  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="veche-wheel-"))
    (folder / "state").mkdir()
    yield folder
    RunningTown(folder / "state").clean_up()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def veche(folder: Path) -> Path:
    """The command of a fresh environment that holds the wheel and this one's requirements."""
    checkout = folder / "checkout"
    # From what is committed or about to be: nothing built here may help.
    files = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in files.splitlines():
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, checkout / name)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", checkout, "--no-deps", "--wheel-dir", folder / "wheels")
    (wheel,) = (folder / "wheels").glob("veche-*.whl")
    fresh = folder / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", fresh)
    (packages,) = fresh.glob("lib/python*/site-packages")
    (packages / "requirements.pth").write_text("\n".join(site.getsitepackages()))
    run(*pip, "--python", fresh / "bin" / "python", "install", "--no-deps", wheel)
    return fresh / "bin" / "veche"


def test_the_wheel_works_without_the_checkout(folder: Path, veche: Path) -> None:
    home = folder / "elsewhere"
    home.mkdir()
    environment = clean_environment(VECHE_STATE=str(folder / "state"), VECHE_DEMO="empty")
    beside = {"cwd": home, "env": environment}
    where = run(veche.with_name("python"), "-c", "import veche; print(veche.__file__)", **beside)
    assert Path(where.strip()).is_relative_to(folder / "venv")
    assert run(veche, "--version", **beside).strip()

    town = RunningTown(folder / "state")
    town.start((str(veche), "run"))
    assert town.healthz() == 200
    checked = subprocess.run([veche, "check"], capture_output=True, text=True, **beside)
    # 1: something is to be done, as there is no copy yet.
    assert checked.returncode in (0, 1), checked.stderr
    assert "Traceback" not in checked.stdout + checked.stderr
    (home / "small.pb").write_text(APPROVAL, encoding="utf-8")
    told = json.loads(run(veche, "polls", "import-pb", "small.pb", **beside))
    assert told["ballots"] == 3
    assert {one["id"]: one["votes"] for one in told["options"]} == {"1": 2, "2": 1, "3": 1}
    assert town.end() == 0

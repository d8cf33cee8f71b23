"""`tests/install-browser` on machines with Chromium, with apt, and with neither."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.running import ROOT, clean_environment
from tests.faults.test_install import fake
from tools.chromium import NAMES

SCRIPT = ROOT / "tests" / "install-browser"
NEEDED = ("bash", "grep", "tail", "mktemp", "rm", "cat")
ASKED_APT = 'echo "$@" >>"$APT_LOG"'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A PATH with the script's own tools and nothing else."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in NEEDED:
        (tools / name).symlink_to(shutil.which(name) or name)
    return tools


def run(machine: Path, user: int, **more: str) -> subprocess.CompletedProcess[str]:
    fake(machine, "id", f"echo {user}")
    log = {"APT_LOG": str(machine.parent / "apt.txt"), "TMPDIR": str(machine.parent)}
    environment = clean_environment(PATH=str(machine), **log) | {"BROWSER": ""} | more
    return subprocess.run(
        [SCRIPT], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def asked(machine: Path) -> list[str]:
    log = machine.parent / "apt.txt"
    return log.read_text("utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize("name", NAMES.read_text("utf-8").split())
def test_a_browser_that_is_there_is_taken(machine: Path, name: str) -> None:
    fake(machine, name, "exit 0")
    fake(machine, "apt-get", ASKED_APT)
    done = run(machine, 0)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked(machine) == []


def test_root_gets_it_by_apt(machine: Path) -> None:
    fake(machine, "apt-get", ASKED_APT)
    done = run(machine, 0)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in asked(machine)] == ["update", "install"]
    assert asked(machine)[1].split()[-1] == "chromium"


def test_what_apt_says_is_one_sentence(machine: Path) -> None:
    fake(machine, "apt-get", "echo 'E: Unable to locate package chromium'; exit 100")
    done = run(machine, 0)
    assert done.returncode == 1
    (complaint,) = done.stderr.splitlines()
    assert complaint.startswith("✗ ")
    assert "Unable to locate package" in complaint


@pytest.mark.parametrize(("user", "has_apt"), [(1000, True), (0, False)])
def test_others_are_told_how_to_get_it(machine: Path, user: int, has_apt: bool) -> None:
    if has_apt:
        fake(machine, "apt-get", ASKED_APT)
    done = run(machine, user)
    assert done.returncode == 1
    (complaint,) = done.stderr.splitlines()
    assert "apt install chromium" in complaint
    assert "BROWSER=no" in complaint
    assert asked(machine) == []


def test_who_wants_no_browser_is_let_be(machine: Path) -> None:
    assert run(machine, 1000, BROWSER="no").returncode == 0

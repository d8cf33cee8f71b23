"""`requirements/install` on machines that lack something: one sentence each."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.running import ROOT, clean_environment

pytestmark = pytest.mark.faults
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A checkout with nothing installed."""
    shutil.copytree(ROOT / "requirements", tmp_path / "checkout" / "requirements")
    return tmp_path / "checkout"


def install(fresh: Path, **environment: str) -> str:
    """What it says when it fails."""
    done = subprocess.run(
        [fresh / "requirements" / "install", "run"],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 1, done.stdout
    complaint = done.stderr.strip()
    assert complaint.startswith("✗ ")
    assert len(complaint.splitlines()) == 1
    return complaint


def fake(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_wrong_python_is_one_sentence(fresh: Path, tmp_path: Path) -> None:
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        fake(tmp_path / "bin", name, '[ "$1" = --version ] || exit 1; echo "Python 3.9.2"')
    complaint = install(fresh, PATH=f"{tmp_path / 'bin'}:{SYSTEM_PATH}")
    assert "Нужен Python 3.11" in complaint
    assert "3.9.2" in complaint


def test_missing_venv_is_one_sentence(fresh: Path, tmp_path: Path) -> None:
    fake(tmp_path / "bin", "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac; exit 0')
    complaint = install(fresh, PATH=f"{tmp_path / 'bin'}:{SYSTEM_PATH}")
    assert "python3-venv" in complaint


def test_missing_network_is_one_sentence(fresh: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": ""}
    complaint = install(fresh, **nowhere, PIP_EXTRA_INDEX_URL="", PIP_CONFIG_FILE="/dev/null")
    assert "Нет связи" in complaint


def test_too_little_room_is_one_sentence(fresh: Path, tmp_path: Path) -> None:
    fake(tmp_path / "bin", "df", "printf 'head\\n/dev/x 100 90 10 90%% /\\n'")
    complaint = install(fresh, PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert "На диске мало места: свободно 10 МБ" in complaint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else's")
def test_folder_of_somebody_else_is_one_sentence() -> None:
    folder = Path("/var/lib") / f"veche-test-{os.getpid()}"
    try:
        shutil.copytree(ROOT / "requirements", folder / "requirements")
        done = subprocess.run(
            [folder / "requirements" / "install", "run"],
            env={"PATH": SYSTEM_PATH},
            user="nobody",
            group="nogroup",
            extra_groups=[],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "Нет прав на запись" in done.stderr
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""The units of systemd as they are handed out: nothing in them is misspelt, everything is shut."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import ROOT
from veche.config.cli import _parser

UNITS = ROOT / "docs" / "operate" / "deploy"
SHUT = (
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "CapabilityBoundingSet=\n",
)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    units = []
    for path in sorted(UNITS.glob("veche*.*")):
        text = path.read_text("utf-8")
        # What is not on this machine stands for itself; the rest is judged as it is.
        text = text.replace("/opt/veche/bin/veche", sys.executable).replace("=veche\n", "=nobody\n")
        (tmp_path / path.name).write_text(text.replace("Group=nobody", "Group=nogroup"), "utf-8")
        units.append(str(tmp_path / path.name))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        env={"SYSTEMD_LOG_LEVEL": "warning", "PATH": "/usr/bin:/bin"},
    )
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert complaints == []
    assert len(units) == 5


@pytest.mark.parametrize("path", sorted(UNITS.glob("*.service")), ids=lambda path: path.name)
def test_each_service_is_shut_in(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "User=veche" in text
    assert "UMask=0077" in text
    assert [line for line in SHUT if line not in text] == []


@pytest.mark.parametrize("path", sorted(UNITS.glob("*.service")), ids=lambda path: path.name)
def test_each_command_is_one_of_ours(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    commands = [line.split("/opt/veche/bin/veche ")[1] for line in lines if "/bin/veche " in line]
    assert commands
    for command in commands:
        _parser().parse_args(command.split())

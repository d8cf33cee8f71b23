"""What a person at the terminal is told: the cause, in Russian, with commands that can be typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.database import ROOT
from veche.config.running import command
from veche.config.running.trouble import explain_output, explain_silence

FAILED = """Traceback (most recent call last):
  File "x.py", line 3, in main
    drop()
psycopg.errors.UndefinedTable: relation "procrastinate_periodic_defers" does not exist
LINE 1: UPDATE procrastinate_periodic_defers
               ^
QUERY:  UPDATE procrastinate_periodic_defers
SET job_id = NULL
CONTEXT:  PL/pgSQL function shared.unlink() line 3 at SQL statement
"""


def test_the_error_is_told_and_not_what_the_database_was_doing(tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    told = explain_output(FAILED, log, tmp_path)
    assert told.startswith("psycopg.errors.UndefinedTable: relation")
    assert told.endswith(f"(подробности: {log})")
    assert explain_output(f"{FAILED}\nDuring this:\n\n{FAILED}", log, tmp_path) == told
    assert explain_output("Только одна строка.\n", log, tmp_path) == "Только одна строка."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "не слушает"),
        ("failed to resolve host 'db.invalid': [Errno -2] Name or service", "имени этого сервера"),
        ("connection timeout expired", "молчит"),
        ('FATAL:  password authentication failed for user "x"', "имя или пароль"),
        ('FATAL:  database "x" does not exist', "нет такой базы"),
        ("something nobody has seen yet", "подробности"),
    ],
)
def test_a_silent_database_is_told_in_russian(said: str, words: str) -> None:
    told = explain_silence(said, "db.example/veche")
    assert told.startswith("База данных db.example/veche не отвечает: ")
    assert words in told
    assert not set(said.split()) & set(told.split())


def test_commands_are_named_as_they_can_be_typed(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv/bin/python"))
    monkeypatch.chdir(tmp_path)
    said = "повторите veche towns add; journalctl -u veche (docs/veche one)"
    assert command.as_typed(said) == said, "there is no other"
    ours = tmp_path / ".venv/bin/veche"
    ours.parent.mkdir(parents=True)
    ours.touch(mode=0o755)
    typed = said.replace("veche towns", ".venv/bin/veche towns")
    assert command.as_typed(said) == typed
    assert command.as_typed(typed) == typed
    monkeypatch.setenv("PATH", str(ours.parent))
    assert command.as_typed(said) == said, "the shell finds it by name"
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(ROOT)
    assert f"{ours} towns add" in command.as_typed(said)


def test_a_clone_has_the_command_its_words_name(tmp_path: Path) -> None:
    """Written by the same script that makes .venv, and good from any folder."""
    clone = tmp_path / "clone"
    (clone / ".venv/bin").mkdir(parents=True)
    (clone / ".venv/bin/python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (clone / ".venv/bin/python").chmod(0o755)
    (clone / "veche").symlink_to(ROOT / "veche")
    folder = clone / "requirements"
    folder.mkdir()
    for name in ("install", "run.txt"):
        (folder / name).write_bytes((ROOT / "requirements" / name).read_bytes())
    (folder / "install").chmod(0o755)
    lock = subprocess.run(
        ["sha256sum", folder / "run.txt"], capture_output=True, text=True, check=True
    )
    (clone / ".venv/.locked-run").write_text(lock.stdout.split()[0])
    subprocess.run([folder / "install", "run"], check=True)
    done = subprocess.run(
        [clone / ".venv/bin/veche", "--version"], cwd="/", capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("veche ")

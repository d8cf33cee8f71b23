"""Removing an installation takes the database along, wherever it lies, and nothing in use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from veche.config.running import supervisor
from veche.config.running.erase import erase
from veche.config.running.progress import Progress
from veche.config.running.trouble import Trouble
from veche.kernel.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError


@pytest.fixture
def state(monkeypatch: Any) -> Iterator[Path]:
    """An installation whose database lies outside of its state folder, as root's does."""
    for name in ("DATABASE_URL", "VECHE_DSN", "VECHE_MODE"):
        monkeypatch.delenv(name, raising=False)
    folder = Path(tempfile.mkdtemp(prefix="veche-test-"))
    folder.chmod(0o711)
    state = folder / "state"
    (state / "keys").mkdir(parents=True)
    (state / "postgres-home").write_text(f"{folder}/elsewhere\n")
    yield state
    shutil.rmtree(folder)


def test_all_of_it_goes_and_only_when_nobody_uses_it(state: Path) -> None:
    home = state.parent / "elsewhere"
    server = EmbeddedPostgres(home)
    server.start()
    with pytest.raises(EmbeddedPostgresError, match="ещё пользуется"):
        list(erase(state))
    server.stop()
    assert (home.is_dir(), state.is_dir()) == (True, True)
    assert list(erase(state)) == [home, state]
    assert list(state.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["DATABASE_URL", "VECHE_DSN"])
def test_a_database_of_others_is_not_ours_to_remove(
    state: Path, monkeypatch: Any, name: str
) -> None:
    monkeypatch.setenv(name, "host=db.example dbname=veche")
    with pytest.raises(Trouble, match="не встроенная"):
        list(erase(state))
    assert state.is_dir()


def test_a_folder_that_is_no_installation_stays(state: Path) -> None:
    (state / "keys").rmdir()
    with pytest.raises(Trouble, match="Удалять нечего"):
        list(erase(state))
    assert state.is_dir()


def test_the_first_start_says_where_the_database_lies(state: Path, capsys: Any) -> None:
    """When root starts it; afterwards it goes without saying."""
    for is_first in (True, False):
        with supervisor._database(Progress(), state):
            pass
        said = capsys.readouterr().out
        assert (f"лежит отдельно: {state.parent}/elsewhere" in said) is is_first
        assert ("veche erase --yes" in said) is is_first

"""Secrets made here are made once, whole, and never taken for one when they are broken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from veche.config import env


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VECHE_STATE", str(tmp_path))
    return tmp_path


def test_many_that_start_at_once_have_one_secret(state: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _n: env.vault_key(), range(64)))
    assert len(set(made)) == 1
    assert len(made[0]) >= 32
    assert [path.name for path in (state / "keys").iterdir()] == ["vault.key"]
    assert (state / "keys" / "vault.key").stat().st_mode & 0o077 == 0


def test_a_draft_left_by_a_crash_is_no_obstacle(state: Path) -> None:
    (state / "keys").mkdir()
    (state / "keys" / ".vault.key.draft").write_text("half")
    assert len(env.vault_key()) >= 32


@pytest.mark.parametrize("kept", ["", "half of a"])
def test_a_broken_secret_is_refused(state: Path, kept: str) -> None:
    (state / "keys").mkdir()
    (state / "keys" / "vault.key").write_text(kept)
    with pytest.raises(env.SettingsError):
        env.vault_key()

"""The front end's packages without a network: one sentence, and nothing half-installed."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.faults.running import ROOT

FRONTEND = ROOT / "frontend"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """`frontend/build.py`, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("frontend_build", FRONTEND / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A front end with nothing installed."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FRONTEND / name, tmp_path / name)
    return tmp_path


def install(build: Any, fresh: Path) -> str:
    """What it says when it cannot."""
    with pytest.raises(build.BuildError) as trouble:
        build.install_packages(fresh, build.find_node(), lambda line: None, with_tests=False)
    assert not (fresh / "node_modules" / ".veche-installed").exists(), "tried again the next time"
    said = str(trouble.value)
    assert len(said.splitlines()) == 1
    return said


@pytest.mark.faults
def test_no_network_is_one_sentence(
    build: Any, fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    assert install(build, fresh) == "Нет связи с реестром npm: проверьте сеть и повторите."


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("npm error code ENOTFOUND\nnpm error network", "Нет связи с реестром npm"),
        ("npm error code EAI_AGAIN", "Нет связи с реестром npm"),
        ("npm error ENOSPC: no space left", "не осталось места"),
        ("npm error code EACCES", "Нет права писать"),
        ("npm error code EINTEGRITY\nnpm error sha512", "npm error code EINTEGRITY"),
        ("", "причина неизвестна"),
    ],
)
def test_each_trouble_is_one_sentence(build: Any, output: str, said: str) -> None:
    told = build.npm_trouble(output)
    assert said in told
    assert len(told.splitlines()) == 1

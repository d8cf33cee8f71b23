"""Two builds in one checkout: the second waits for the first and finds its work done."""

from __future__ import annotations

import importlib.util
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "build.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with an input of each kind, and a file that a build long ago has left."""
    frontend = tmp_path / "frontend"
    for folder in ("src", "css", "icons"):
        (frontend / folder).mkdir(parents=True)
    for name in ("package-lock.json", "build.mjs", "build.py", "fonts.py", "tsconfig.json"):
        (frontend / name).write_text(name)
    (frontend / "favicon.svg").write_text("<svg/>")
    dist = tmp_path / "veche" / "portal" / "static" / "dist"
    dist.mkdir(parents=True)
    (dist / "app-OLD.js").write_text("old")
    (dist / "manifest.json").write_text("{}")
    return tmp_path


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build with a bundler of our own, which is slow and counts how often it is called."""
    spec = importlib.util.spec_from_file_location("frontend_build", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.calls = []  # type: ignore[attr-defined]

    def bundle(node: Path, arguments: list[str], folder: Path, trouble: str) -> None:
        module.calls.append(arguments)  # type: ignore[attr-defined]
        ready = Path(arguments[1])
        ready.mkdir()
        time.sleep(0.3)
        (ready / "app-NEW.js").write_text("new")
        (ready / "manifest.json").write_text('{"app.js": "app-NEW.js"}')

    monkeypatch.setattr(module, "find_node", lambda: Path("node"))
    monkeypatch.setattr(module, "install_packages", lambda *args, **more: None)
    monkeypatch.setattr(module, "cut_fonts", lambda frontend: None)
    monkeypatch.setattr(module, "run", bundle)
    return module


def test_two_builds_at_once_are_one(script: ModuleType, checkout: Path) -> None:
    told: list[bool] = []

    def build() -> None:
        told.append(script.build(checkout, lambda line: None))

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, True]
    assert len(script.calls) == 1
    dist = script.dist_of(checkout)
    assert {path.name for path in dist.iterdir()} == {"app-NEW.js", "manifest.json"}
    assert "app-NEW.js" in (dist / "manifest.json").read_text()
    assert script.build(checkout) is False, "nothing has changed since"


def test_a_build_that_fails_leaves_the_last_good_files(
    script: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise script.BuildError("no")

    monkeypatch.setattr(script, "run", fail)
    with pytest.raises(script.BuildError):
        script.build(checkout, lambda line: None)
    dist = script.dist_of(checkout)
    assert {path.name for path in dist.iterdir()} == {"app-OLD.js", "manifest.json"}
    assert not script.is_fresh(checkout)

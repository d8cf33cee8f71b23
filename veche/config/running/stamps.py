"""Marks of what is done already, so that a second start does not do it again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from veche.config import env

NEVER = ""


def is_fresh(state: Path, name: str, value: str) -> bool:
    """Whether the thing was done last with this very value."""
    path = state / f"{name}.stamp"
    return value != NEVER and path.is_file() and path.read_text("ascii") == value


def keep(state: Path, name: str, value: str) -> None:
    """Remember the value the thing was done with."""
    (state / f"{name}.stamp").write_text(value, "ascii")


def code_digest() -> str:
    """Names, sizes and times of all our code: any change counts, reading none of it is quick."""
    return _digest(
        path for path in (env.ROOT / "veche").rglob("*") if path.suffix in {".py", ".sql"}
    )


def static_digest() -> str:
    """The same of all static files."""
    folders = (env.ROOT / "veche").rglob("static")
    return _digest(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _digest(paths: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        facts = path.stat()
        total.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()

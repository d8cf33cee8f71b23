"""The client that makes load: `load.c`, compiled when it is first needed."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).with_name("load.c")


class Answered(NamedTuple):
    """What came back: answers by status, over how many seconds, and how long each took (ms)."""

    seconds: float
    statuses: dict[int, int]
    p50: float
    p99: float
    longest: float

    @property
    def per_second(self) -> float:
        """Answers of status 200 a second."""
        return self.statuses.get(200, 0) / self.seconds


@lru_cache
def program() -> Path:
    """The compiled client; it stays until this process ends."""
    folder = tempfile.TemporaryDirectory(prefix="veche-load-")
    _kept.append(folder)
    path = Path(folder.name) / "load"
    subprocess.run(["cc", "-O2", "-Wall", "-Werror", "-o", path, SOURCE], check=True)
    return path


_kept: list[tempfile.TemporaryDirectory[str]] = []


def send(port: int, requests: Path, *, connections: int, seconds: float) -> Answered:
    """Send the requests of a file, each once, until they or the seconds end."""
    command: list[str | Path] = [program(), str(port), str(connections), str(seconds), requests]
    done = subprocess.run(command, check=True, capture_output=True)
    raw = json.loads(done.stdout)
    statuses = {int(status): count for status, count in raw["statuses"].items()}
    return Answered(raw["seconds"], statuses, raw["p50"], raw["p99"], raw["max"])

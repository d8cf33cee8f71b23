"""Lists of words that finders compare with, from the files of `data/`; nobody is shown them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"


def section(name: str) -> list[str]:
    """The lines below a heading of any of the files; KeyError for a heading there is not."""
    return _sections()[name]


@cache
def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    heading = ""
    for path in sorted(_DATA.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                heading = line.strip("[] ")
                found[heading] = []
            elif line.strip() and not line.startswith("#"):
                found[heading].append(line.strip())
    return found

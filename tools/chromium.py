"""Where Chromium is: the first of the names in `browsers.txt` that is on PATH."""

from __future__ import annotations

import shutil
from pathlib import Path

# `tests/install-browser` reads the same list.
NAMES = Path(__file__).with_name("browsers.txt")


def find() -> str | None:
    """The program, or None."""
    found = (shutil.which(name) for name in NAMES.read_text("utf-8").split())
    return next(filter(None, found), None)

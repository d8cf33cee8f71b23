"""Our own command as it can be typed here: messages call it `veche`, a clone has it in .venv."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

_NAMED = re.compile(r"(?<![\w./-])veche (?=[a-z])")


def here() -> str:
    """`veche` where the shell finds this one, else the way to it."""
    ours = Path(sys.executable).with_name("veche")
    if not ours.is_file() or shutil.which("veche") == str(ours):
        return "veche"
    try:
        return str(ours.relative_to(Path.cwd()))
    except ValueError:
        return str(ours)


def as_typed(text: str) -> str:
    """The same words with each command of ours as it can be typed here."""
    return _NAMED.sub(f"{here()} ", text)

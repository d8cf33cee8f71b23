"""A real election of 61,668 ballots through the cast path."""

from __future__ import annotations

import io
import json
import os
from functools import lru_cache
from pathlib import Path

from django.core.management import call_command

from tools.bench.stand import TOWN, say, tell
from veche.commons.ballots.public import pabulib

FILE = "participatory-budgeting/Poland_Warszawa_2026.pb"


def path() -> Path | None:
    """The election's file; None, said aloud, where the real data are not given."""
    folder = os.environ.get("VECHE_REAL_DATA")
    if not folder:
        say("skipped: VECHE_REAL_DATA names no folder with real elections")
        return None
    return Path(folder) / FILE


@lru_cache
def imported(file: Path) -> tuple[str, float, int]:
    """The poll's slug, the seconds it took, the ballots; imported once for all measurements."""
    say(f"importing {file.name}")
    out, progress = io.StringIO(), io.StringIO()
    call_command("import_pb", str(file), town=TOWN, stdout=out, stderr=progress)
    told = json.loads(out.getvalue())
    official = {project.id: project.votes for project in pabulib.parse(file.read_bytes()).projects}
    if {option["id"]: option["votes"] for option in told["options"]} != official:
        raise RuntimeError("The imported poll does not give the election's result.")
    return told["poll"], told["seconds"], told["ballots"]


def run(name: str) -> None:
    """Tell how long the import took."""
    if file := path():
        _slug, seconds, ballots = imported(file)
        tell(name, seconds, "s", ballots=ballots, per_second=round(ballots / seconds))

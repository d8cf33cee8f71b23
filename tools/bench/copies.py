"""How long a copy of a large town takes, and bringing it back into an empty database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

from tools.bench.filling import filled
from tools.bench.stand import TOWN, clean_up, say, tell
from veche.commons.identity import public as identity
from veche.commons.towns import public as towns
from veche.config import env
from veche.config.keeping.backup import Wishes, back_up
from veche.config.running.database import open_database
from veche.kernel.ids import new_id

BALLOTS, RESIDENTS, BATCH = 10**6, 10**5, 5000


@lru_cache
def copied() -> tuple[Path, float]:
    """A copy of a town with a million published ballots and its residents; the seconds it took."""
    filled(BALLOTS)
    say(f"registering {RESIDENTS:,} residents")
    with towns.enter(TOWN):
        for _ in range(RESIDENTS // BATCH):
            identity.register_many([_resident() for _ in range(BATCH)])
    state = env.state_dir()
    place = state / "backups"
    # As the administrator, not as the login the stand works under.
    os.environ.pop("VECHE_DSN", None)
    with open_database(state) as database:
        began = time.perf_counter()
        folder = back_up(state, database, Wishes(to=place, datakeys_to=place), say)
        return folder, time.perf_counter() - began


def run(name: str) -> None:
    """Tell the seconds of the copy, or of the restore with its comparison of every table."""
    folder, seconds = copied()
    facts = {"ballots": BALLOTS, "residents": RESIDENTS, "mb": round(_size_mb(folder))}
    if name == "ops.backup":
        tell(name, seconds, "s", **facts)
        return
    state = env.state_dir().with_name(f"{env.state_dir().name}-restored")
    shutil.copytree(env.state_dir() / "keys", state / "keys")
    # The real command: this process already serves another database.
    command = [sys.executable, "-m", "veche.config.cli", "restore", str(folder)]
    environment = {**os.environ, "VECHE_STATE": str(state), "VECHE_DSN": "", "DATABASE_URL": ""}
    try:
        began = time.perf_counter()
        subprocess.run(command, env=environment, cwd=env.ROOT, check=True, stdout=sys.stderr)
        tell(name, time.perf_counter() - began, "s", **facts)
    finally:
        clean_up(state)
        shutil.rmtree(state, ignore_errors=True)


def _size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024**2


def _resident() -> identity.NewResident:
    """With a year of birth, so that there is a key to copy for each."""
    return identity.NewResident(new_id(), identity.BY_CONTACT, birth_year=1980)

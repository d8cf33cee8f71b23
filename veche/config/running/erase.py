"""Removing an installation that keeps its own database: databases, uploads, keys, ballots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from veche.config import env
from veche.config.running import beside
from veche.config.running.place import address, only_run
from veche.config.running.trouble import Trouble
from veche.kernel.embedded_postgres import EmbeddedPostgres, data_folder


def erase(state: Path) -> Iterator[Path]:
    """Remove all that lies here, naming each folder; Trouble where it is not ours to remove."""
    if env.is_production() or env.text("DATABASE_URL") or env.text("VECHE_DSN"):
        raise Trouble("База данных здесь не встроенная: удалите её и папку данных сами.")
    if not (state / "keys").is_dir():
        raise Trouble(f"Удалять нечего: в {state} нет данных Вече.")
    with only_run(state, address()):
        for home in (*data_folder(state), *data_folder(state / beside.FOLDER)):
            EmbeddedPostgres(home).destroy()
            yield home
        shutil.rmtree(state)
        yield state

"""`veche demo remove` takes the made-up town away, and the next start leaves it so."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.running import ROOT, RunningTown
from veche.kernel.embedded_postgres import EmbeddedPostgres, home_for

pytestmark = [pytest.mark.soak, pytest.mark.faults, pytest.mark.xdist_group("faults")]


@pytest.fixture
def own() -> Iterator[RunningTown]:
    """An installation of its own: the others' tests need the town in theirs."""
    folder = Path(tempfile.mkdtemp(prefix="veche-removed-"))
    (folder / "state").mkdir()
    town = RunningTown(folder / "state")
    yield town
    town.clean_up()
    shutil.rmtree(folder, ignore_errors=True)


def veche(town: RunningTown, *arguments: str) -> str:
    """What the command says; it must end well."""
    command = [sys.executable, "-m", "veche.config.cli", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=town.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def schemas(town: RunningTown) -> set[str]:
    """The schemas of towns in the database."""
    server = EmbeddedPostgres(home_for(town.state))
    server.start()
    try:
        with psycopg.connect(server.url, dbname="veche") as db:
            rows = db.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'")
            return {name for (name,) in rows}
    finally:
        server.stop()


def test_the_demo_town_goes_with_all_it_holds(own: RunningTown) -> None:
    own.start()
    own.end()
    assert "zarechye" in veche(own, "towns", "list")
    assert "t_zarechye" in schemas(own)
    for _again in range(2):
        assert "удалён" in veche(own, "demo", "remove")
    assert "zarechye" not in veche(own, "towns", "list")
    assert schemas(own) == set()
    own.start()
    assert own.healthz() == 200
    own.end()
    assert "zarechye" not in veche(own, "towns", "list"), "who removed it does not want it back"

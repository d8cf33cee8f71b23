"""A town of a version before, with its votes, becomes one of this version; or stops with words.

Each version before is kept by `keep_release.py`: its own code made its tables and filled them.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from tests.database import ROOT
from tests.operation.conftest import Installation
from tests.operation.keep_release import COPY, KEYS, RELEASES, TOLD
from veche.commons.towns.stages import before_new_code
from veche.config.keeping.backup import rows_of
from veche.config.keeping.parts import Manifest
from veche.config.running import marks, migrations

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(600)]
KEPT = sorted(path.name.removesuffix(".tar.xz") for path in RELEASES.glob("*.tar.xz"))
SCHEMA = "t_zarechye"
# What a release brings along for every town, and the list of changes itself.
GROWING = re.compile("norms_|django_migrations|django_content_type")


def change(app: str, name: str, deploy: str, *stands_on: str) -> Any:
    parts = [tuple(node.split(".")) for node in stands_on]
    return SimpleNamespace(app_label=app, name=name, deploy=deploy, dependencies=parts)


def test_what_stands_on_a_later_change_waits_for_it() -> None:
    pending = [
        change("a", "2", "before", "a.1"),
        change("a", "3", "after", "a.2"),
        change("a", "4", "before", "a.3"),
        change("b", "2", "before", "a.4"),
        change("c", "2", "before", "c.1"),
    ]
    assert before_new_code(pending) == [("a", "2"), ("c", "2")]


def test_every_released_version_is_kept() -> None:
    """The list of changes names a version with its day once it is released."""
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)", changes, re.M)
    assert KEPT
    assert [version for version in released if version not in KEPT] == []


def test_there_is_something_to_upgrade(tmp_path: Path) -> None:
    """A version kept just now has all there is; one before it has not."""
    assert any(missing(unpacked(name, tmp_path / name)) for name in KEPT)


class Older(Installation):
    """A town of that version, brought back from its own copy; `rows` as its code counted them, and
    whether this code changes its tables."""

    rows: dict[str, int]
    is_older: bool


def unpacked(name: str, folder: Path) -> Path:
    """The copy of a kept version."""
    with tarfile.open(RELEASES / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in (folder / COPY).iterdir() if path.name.endswith("Z"))


def missing(copy: Path) -> set[str]:
    """The changes of tables that the town in a copy has not had."""
    (copied,) = Manifest.read(copy).towns
    return set(migrations.known() - set(copied.migrations))


@pytest.fixture(params=KEPT)
def older(request: pytest.FixtureRequest, empty: Installation, tmp_path: Path) -> Older:
    packed = tmp_path / "packed"
    main = unpacked(request.param, packed)
    town = Older(empty.admin_dsn, empty.state, empty.prefix)
    town.settings = KEYS
    town.told = json.loads((packed / TOLD).read_text("utf-8"))
    (copied,) = Manifest.read(main).towns
    town.rows = copied.rows
    done = town.veche("restore", str(main))
    assert done.returncode == 0, done.stderr
    assert changes(town) == set(copied.migrations)
    town.is_older = bool(missing(main))
    return town


def changes(town: Installation) -> set[str]:
    """The changes of tables that the town has had."""
    with psycopg.connect(town.admin_dsn) as db:
        rows = db.execute(f"SELECT app || '.' || name FROM {SCHEMA}.django_migrations".encode())
        return {str(row[0]) for row in rows.fetchall()}


def rows(town: Installation) -> dict[str, int]:
    with psycopg.connect(town.admin_dsn) as db:
        return rows_of(db, SCHEMA)


def assert_carried_over(town: Older) -> None:
    """The present code finds all that the code of that time said it had."""
    assert migrations.known() <= changes(town)
    assert town.beside("tell") == town.told
    now = rows(town)
    lost = {
        table: (before, now.get(table))
        for table, before in town.rows.items()
        if now.get(table) != before and not GROWING.match(table)
    }
    assert lost == {}
    assert marks.standing(town.admin_dsn) == ""


def test_the_town_is_carried_over(older: Older) -> None:
    assert len(older.told["boxes"]) > 2
    assert older.told["contacts"]
    assert older.told["files"]
    done = older.veche("upgrade")
    assert (done.returncode, done.stderr) == (0, "")
    assert_carried_over(older)
    assert ("обновлять нечего" in done.stdout) is not older.is_older
    if older.is_older:
        assert [path.name for path in (older.state / "backups").iterdir() if "-" in path.name]
    again = older.veche("upgrade")
    assert again.returncode == 0
    assert "обновлять нечего" in again.stdout


@contextmanager
def last_change_refused(town: Older) -> Iterator[None]:
    """The town's list of changes does not take the last one: all others are done by then."""
    listed = f"{SCHEMA}.django_migrations"
    all_but_one = len(migrations.known() | changes(town)) - 1
    with psycopg.connect(town.admin_dsn, autocommit=True) as db:
        db.execute(
            f"""
            CREATE FUNCTION {SCHEMA}.refuse_last() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM {listed}) >= {all_but_one} THEN
                    RAISE EXCEPTION 'refused' USING ERRCODE = 'duplicate_table';
                END IF;
                RETURN NEW;
            END $$
            """.encode()
        )
        db.execute(
            f"CREATE TRIGGER refuse_last BEFORE INSERT ON {listed}"
            f" FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.refuse_last()".encode()
        )
        yield
        db.execute(f"DROP FUNCTION {SCHEMA}.refuse_last CASCADE".encode())


@pytest.mark.soak
def test_an_upgrade_that_stops_is_finished_or_taken_back_not_served(older: Older) -> None:
    if not older.is_older:
        pytest.skip("has all changes of this code: there is nothing to stop at")
    with last_change_refused(older):
        assert_stops(older)
    finished = older.veche("upgrade", "--continue")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert_carried_over(older)
    needless = older.veche("upgrade", "--continue")
    assert needless.returncode == 1
    assert "Прерванного обновления нет" in needless.stderr


def assert_stops(older: Older) -> None:
    """It says what to do, and nothing else is done with the town meanwhile."""
    stopped = older.veche("upgrade")
    assert stopped.returncode == 1
    assert "veche upgrade --continue" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert marks.standing(older.admin_dsn) == marks.UPGRADE
    for command in ("run", "upgrade"):
        refused = older.veche(command)
        assert refused.returncode == 1
        assert "Обновление этой базы не закончено" in refused.stderr

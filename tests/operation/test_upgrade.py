"""A town of the version before, with its votes, becomes one of this version; or stops with words.

The version before is made by taking the newest change of tables back in a restored copy.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from tests.operation.conftest import Copied, Installation
from veche.commons.towns.stages import before_new_code
from veche.config.running import marks

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(600)]


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


@pytest.fixture
def older(copied: Copied, empty: Installation) -> Installation:
    """The restored town as it was before the last change of commitments: two tables less."""
    done = empty.veche("restore", str(copied.main), "--datakeys", str(copied.keys))
    assert done.returncode == 0, done.stderr
    with psycopg.connect(empty.admin_dsn, autocommit=True) as db:
        db.execute(
            "DROP TABLE t_zarechye.commitments_trustrating, t_zarechye.commitments_trustweek"
        )
        db.execute(
            "DELETE FROM t_zarechye.django_migrations"
            " WHERE app = 'commitments' AND name = '0003_trust'"
        )
        db.execute("UPDATE shared.municipality SET schema_digest = '' WHERE slug = 'zarechye'")
    return empty


def changes(town: Installation) -> set[str]:
    with psycopg.connect(town.admin_dsn) as db:
        rows = db.execute("SELECT name FROM t_zarechye.django_migrations WHERE app = 'commitments'")
        return {str(row[0])[:4] for row in rows.fetchall()}


def test_the_town_is_carried_over(older: Installation, filled: Installation) -> None:
    done = older.veche("upgrade")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0003" in changes(older)
    assert older.beside("tell") == filled.told
    assert [path.name for path in (older.state / "backups").iterdir() if "-" in path.name]
    assert marks.standing(older.admin_dsn) == ""
    again = older.veche("upgrade")
    assert again.returncode == 0
    assert "обновлять нечего" in again.stdout


def test_an_upgrade_that_stops_is_finished_or_taken_back_not_served(
    older: Installation, filled: Installation
) -> None:
    with psycopg.connect(older.admin_dsn, autocommit=True) as db:
        db.execute("CREATE TABLE t_zarechye.commitments_trustweek ()")
    stopped = older.veche("upgrade")
    assert stopped.returncode == 1
    assert "veche upgrade --continue" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert marks.standing(older.admin_dsn) == marks.UPGRADE
    for command in ("run", "upgrade"):
        refused = older.veche(command)
        assert refused.returncode == 1
        assert "Обновление этой базы не закончено" in refused.stderr
    with psycopg.connect(older.admin_dsn, autocommit=True) as db:
        db.execute("DROP TABLE t_zarechye.commitments_trustweek")
    finished = older.veche("upgrade", "--continue")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert older.beside("tell") == filled.told
    needless = older.veche("upgrade", "--continue")
    assert needless.returncode == 1
    assert "Прерванного обновления нет" in needless.stderr

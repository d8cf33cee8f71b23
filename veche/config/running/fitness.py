"""What must hold of the database before it is served: whole, and not newer than this code."""

from __future__ import annotations

import psycopg

from veche.config.running import marks, migrations
from veche.config.running.database import Database
from veche.config.running.trouble import Trouble

HALF = {
    marks.RESTORE: (
        "Восстановление этой базы не закончено: повторите veche restore КОПИЯ --replace."
    ),
    marks.UPGRADE: (
        "Обновление этой базы не закончено: повторите veche upgrade --continue или верните "
        "прежнюю версию и копию, сделанную перед ним: veche restore КОПИЯ --replace."
    ),
}


def refuse_unfit(database: Database, *, may_be: str = "") -> None:
    """Trouble for a database that is half done (unless as `may_be` says), or newer than we are."""
    dsn = database.admin_dsn or database.web_dsn
    mark = marks.standing(dsn)
    if mark and mark != may_be:
        raise Trouble(HALF[mark])
    try:
        applied = migrations.applied(dsn)
    except psycopg.errors.InsufficientPrivilege:
        # A login that is not ours yet; the preparation will say what it lacks.
        return
    for slug, names in applied.items():
        newer = migrations.foreign(names)
        if newer:
            raise Trouble(
                f"База данных новее программы: город {slug} уже получил {newer[0]}, а эта версия "
                "о нём не знает. Поставьте прежнюю, более новую версию Вече."
            )

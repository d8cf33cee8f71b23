"""`veche upgrade`: a copy, the tables the old code can bear, the new code, the rest of the tables.

The programs of the new version are installed before (`pip install`); a running `veche run` goes on
with the old ones in its memory until it is asked to change. Cut off in the middle, the upgrade
leaves a mark: nothing starts on such a database until `veche upgrade --continue` has finished it,
or the copy is brought back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError

from veche import __version__
from veche.config.keeping.backup import Wishes, back_up
from veche.config.prepare import prepare
from veche.config.running import marks, migrations, reload, stamps
from veche.config.running.database import Database
from veche.config.running.fitness import HALF, refuse_unfit
from veche.config.running.progress import Progress
from veche.config.running.trouble import Trouble


def upgrade(state: Path, database: Database, wishes: Wishes | None, progress: Progress) -> None:
    """Go on with a half-done upgrade when there are no wishes for a copy: it was made before."""
    if not database.admin_dsn:
        raise Trouble("Для обновления задайте DATABASE_URL администратора базы.")
    standing = marks.standing(database.admin_dsn)
    if wishes is None and standing != marks.UPGRADE:
        raise Trouble("Прерванного обновления нет: veche upgrade без --continue.")
    if wishes is not None and standing:
        raise Trouble(HALF[standing])
    refuse_unfit(database, may_be=marks.UPGRADE)
    applied = migrations.applied(database.admin_dsn)
    if not applied:
        raise Trouble("В этой базе ещё нет Вече: обновлять нечего, veche run создаст таблицы.")
    if wishes is not None:
        if not any(pending(names) for names in applied.values()):
            progress.say("Таблицы свежие, обновлять нечего. Новый код: veche reload.")
            return
        with progress.step("Копия"):
            folder = back_up(state, database, wishes, progress.detail)
            progress.note(str(folder))
    with marks.half_done(database.admin_dsn, marks.UPGRADE), _in_words():
        with progress.step("Таблицы, с которыми уживается прежний код"):
            prepare(database.admin_dsn, [], progress.detail, only_before=True)
        if reload.running(state) is not None:
            with progress.step("Новый код"):
                reload.ask(state)
        with progress.step("Остальные таблицы"):
            prepare(database.admin_dsn, [], progress.detail)
    stamps.keep(state, "tables", stamps.NEVER)
    progress.say(f"Вече обновлено: {__version__}. Теперь: veche doctor.")


@contextmanager
def _in_words() -> Iterator[None]:
    """What a change of tables stumbles over, in one line, with what to do next."""
    try:
        yield
    except DatabaseError as error:
        said = str(error).splitlines()[0]
        raise Trouble(f"Таблицы не обновились: {said}. {HALF[marks.UPGRADE]}") from None


def pending(applied: list[str]) -> bool:
    """Whether this code knows a change of tables that the town has not had."""
    labels = {name.partition(".")[0] for name in applied}
    return any(
        name not in applied for name in migrations.known() if name.partition(".")[0] in labels
    )

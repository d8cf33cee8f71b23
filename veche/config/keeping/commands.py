"""The commands `veche backup`, `restore` and `upgrade`: their options and their words."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from veche.config.keeping import backup, restore, upgrade
from veche.config.keeping.backup import Wishes
from veche.config.running.database import Database
from veche.config.running.migrations import database_name
from veche.config.running.place import address, only_run
from veche.config.running.progress import Progress
from veche.config.running.trouble import Trouble


def add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="ПАПКА", help="куда; иначе backups в данных")
    parser.add_argument(
        "--datakeys-to", type=Path, metavar="ПАПКА", help="куда ключи персональных данных"
    )
    parser.add_argument("--keep-days", type=int, metavar="N", help="удалить копии старше N дней")
    parser.add_argument(
        "--datakeys-keep-days", type=int, metavar="N", help="то же для ключей персональных данных"
    )
    parser.add_argument(
        "--with-vault", action="store_true", help="также ключи из папки данных, отдельной папкой"
    )


def add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, metavar="КОПИЯ", help="папка veche-…Z")
    parser.add_argument(
        "--datakeys", type=Path, metavar="ПАПКА", help="где лежит папка ключей; иначе рядом"
    )
    parser.add_argument(
        "--without-datakeys", action="store_true", help="без ключей: имён и контактов не вернуть"
    )
    parser.add_argument(
        "--replace", action="store_true", help="если база не пуста: отложить её и занять её место"
    )
    parser.add_argument(
        "--confirm", default="", metavar="БАЗА", help="имя базы вместо вопроса при --replace"
    )


def add_upgrade(parser: argparse.ArgumentParser) -> None:
    add_backup(parser)
    parser.add_argument(
        "--continue", dest="goes_on", action="store_true", help="закончить прерванное обновление"
    )


def make_backup(options: argparse.Namespace, state: Path, database: Database) -> int:
    wishes = _wishes(options, state)
    progress = Progress()
    with progress.step("Копия"):
        folder = backup.back_up(state, database, wishes, progress.detail)
    progress.say(f"Копия: {folder}")
    if wishes.datakeys_to == wishes.to:
        progress.say(
            "Ключи персональных данных лежат рядом: держите их в другом месте (--datakeys-to)."
        )
    return 0


def bring_up_to_date(options: argparse.Namespace, state: Path, database: Database) -> int:
    wishes = None if options.goes_on else _wishes(options, state)
    upgrade.upgrade(state, database, wishes, Progress())
    return 0


def _wishes(options: argparse.Namespace, state: Path) -> Wishes:
    to = (options.to or state / "backups").absolute()
    return Wishes(
        to=to,
        datakeys_to=(options.datakeys_to or to).absolute(),
        with_vault=options.with_vault,
        keep_days=options.keep_days,
        datakeys_keep_days=options.datakeys_keep_days,
    )


def bring_back(options: argparse.Namespace, state: Path, database: Database) -> int:
    os.umask(0o077)
    with only_run(state, address()):
        progress = Progress()
        with progress.step("Копия проверена"):
            source = restore.Source.found(
                options.copy,
                (options.datakeys or options.copy.resolve().parent).absolute(),
                without_datakeys=options.without_datakeys,
            )
        if options.replace and database.admin_dsn:
            _confirm(options.confirm, database_name(database.admin_dsn))
        with progress.step(f"Восстановлено из копии {source.manifest.made_at}"):
            restore.restore(state, database, source, replace=options.replace, say=progress.detail)
    progress.say("Теперь: veche doctor, затем veche run.")
    return 0


def _confirm(given: str, name: str) -> None:
    """The operator names the database whose place is taken, so that it is not the wrong one."""
    if not given and sys.stdin.isatty():
        print(f"Город на базе «{name}» будет заменён копией, нынешнее отложено.")
        given = input("Наберите имя базы, чтобы продолжить: ").strip()
    if given != name:
        raise Trouble(f"Замена не подтверждена: назовите базу, --confirm {name}.")


ACTS = {"backup": make_backup, "restore": bring_back, "upgrade": bring_up_to_date}

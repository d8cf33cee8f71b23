"""`veche check`: is this installation fit to serve? One line for each thing looked at."""

import io
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import psycopg
from django.core.management import CommandError, call_command

from veche.commons.towns.digest import migrations_digest
from veche.config import env
from veche.config.running.database import Database
from veche.config.running.place import LATER_START_BYTES

Finding = tuple[bool, str]


def report(database: Database) -> int:
    """Print a line for each finding; 1 when something must be mended."""
    django.setup()
    checks: list[Callable[[], Iterator[Finding]]] = [
        _python,
        lambda: _folder(env.state_dir()),
        lambda: _keys(env.state_dir() / "keys"),
        lambda: iter([(True, f"База данных: {database.title}")]),
        lambda: _towns(database.web_dsn),
        _settings,
        _pages,
    ]
    fit = True
    for check in checks:
        for good, line in check():
            fit = fit and good
            print(f"{'✓' if good else '✗'} {line}")
    print("Всё в порядке." if fit else "Есть что исправить.")
    return 0 if fit else 1


def _python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield sys.version_info >= (3, 11), f"Python {version} (нужен 3.11 или новее)"


def _folder(state: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(state).free
    yield free > LATER_START_BYTES, f"Папка данных {state}: свободно {free // 1024**2} МБ"


def _keys(folder: Path) -> Iterator[Finding]:
    """Keys of the environment are the administrator's; those in files must be ours alone."""
    if env.is_production():
        yield True, "Ключи заданы в окружении"
        return
    env.secret_key()
    env.vault_key()
    open_ones = [
        path.name for path in folder.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_ones:
        yield False, f"Ключи {', '.join(open_ones)} может прочесть не только владелец: chmod 600"
    else:
        yield True, f"Ключи в {folder} читает только владелец"


def _towns(web_dsn: str) -> Iterator[Finding]:
    try:
        with psycopg.connect(web_dsn) as connection:
            rows = connection.execute(
                "SELECT name, is_ready AND schema_digest = %s FROM shared.municipality"
                " ORDER BY slug",
                (migrations_digest(),),
            ).fetchall()
    except psycopg.Error:
        yield False, "Таблицы ещё не созданы: veche run создаст их"
        return
    for name, fresh in rows:
        yield (
            bool(fresh),
            f"{name}: таблицы {'свежие' if fresh else 'устарели — veche run обновит'}",
        )
    if not rows:
        yield False, "Ни одного муниципалитета ещё нет"


def _settings() -> Iterator[Finding]:
    said = io.StringIO()
    try:
        call_command("check", stdout=said, stderr=said)
    except CommandError as error:
        yield False, f"Настройки: {str(error).strip()}"
    else:
        yield True, f"Настройки ({env.mode()}) прошли проверку"


def _pages() -> Iterator[Finding]:
    built = (env.ROOT / "veche" / "portal" / "static" / "dist" / "manifest.json").is_file()
    yield built, "Страницы собраны" if built else "Страницы не собраны: veche run соберёт"

"""The machine: Python, room on the disks, keys, settings, pages, time zones, copies."""

from __future__ import annotations

import io
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.management import CommandError, call_command

from veche.config import env
from veche.config.doctor.findings import Finding, good, judged, level_of
from veche.config.keeping import backup
from veche.config.running.place import LATER_START_BYTES
from veche.kernel import clock
from veche.kernel.embedded_postgres import data_folder

LITTLE_ROOM = 2 * 1024**3
COPY_OLD, COPY_MISSING = timedelta(hours=36), timedelta(days=7)


def python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield judged(
        level_of(wrong=sys.version_info < (3, 11)),
        "python",
        f"Python {version}",
        "нужен 3.11 или новее",
    )


def room() -> Iterator[Finding]:
    """Room where the state, the embedded database and the last copy lie."""
    state = env.state_dir()
    places = {"Папка данных": state}
    for folder in data_folder(state):
        places["Встроенная база"] = folder
    last = backup.last(state)
    if last is not None and Path(last[1]).parent.is_dir():
        places["Папка копий"] = Path(last[1]).parent
    for title, folder in places.items():
        free = shutil.disk_usage(folder).free
        yield judged(
            level_of(wrong=free < LATER_START_BYTES, look=free < LITTLE_ROOM),
            "disk",
            f"{title} {folder}: свободно {free // 1024**2} МБ",
            "освободите место: без него голоса перестанут записываться",
        )


def keys() -> Iterator[Finding]:
    """Keys of the environment are the administrator's; those in files must be ours alone."""
    if env.is_production():
        yield good("keys", "Ключи заданы в окружении")
        return
    env.secret_key()
    env.vault_key()
    folder = env.state_dir() / "keys"
    open_ones = sorted(
        path.name for path in folder.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077
    )
    yield judged(
        level_of(wrong=bool(open_ones)),
        "keys",
        f"Ключи в {folder}: " + (f"{', '.join(open_ones)} открыты" if open_ones else "закрыты"),
        "прочесть их должен только владелец: chmod 600",
    )


def settings() -> Iterator[Finding]:
    said = io.StringIO()
    try:
        call_command("check", stdout=said, stderr=said)
    except CommandError as error:
        yield Finding("wrong", "settings", f"Настройки: {str(error).strip()}", "исправьте их")
    else:
        yield good("settings", f"Настройки ({env.mode()}) прошли проверку")
    if env.is_production() and not (env.text("VECHE_SMS") or env.text("VECHE_EMAIL")):
        yield Finding(
            "wrong",
            "settings",
            "Войти нельзя ни по телефону, ни по почте",
            "задайте VECHE_SMS или VECHE_EMAIL",
        )
    if env.is_production() and not env.text("VECHE_TRUSTED_PROXIES"):
        yield Finding(
            "wrong",
            "settings",
            "Не назван доверенный прокси",
            "задайте VECHE_TRUSTED_PROXIES: иначе у всех один адрес и формы не работают",
        )


def pages() -> Iterator[Finding]:
    built = (env.ROOT / "veche" / "portal" / "static" / "dist" / "manifest.json").is_file()
    yield judged(
        level_of(wrong=not built),
        "pages",
        "Страницы собраны" if built else "Страницы не собраны",
        "veche run соберёт их",
    )


def copies() -> Iterator[Finding]:
    """When the last copy was made from here, and whether it is still in its place."""
    last = backup.last(env.state_dir())
    if last is None:
        yield judged(
            level_of(wrong=False, look=env.is_production()),
            "backup",
            "Копий отсюда ещё не делали",
            "veche backup, и заведите таймер: docs/operate/production.md",
        )
        return
    made_at, folder = last
    age = clock.now() - made_at
    hours = int(age.total_seconds() // 3600)
    yield judged(
        level_of(wrong=env.is_production() and age > COPY_MISSING, look=age > COPY_OLD),
        "backup",
        f"Последней копии {hours} ч",
        "проверьте таймер копий: systemctl status veche-backup.timer",
    )
    if not Path(folder).is_dir():
        yield Finding(
            "look",
            "backup",
            f"Копии {folder} на месте нет",
            "проверьте, что её унесли, а не стёрли",
        )

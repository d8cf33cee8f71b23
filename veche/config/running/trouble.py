"""What can go wrong for the person at the terminal, told in one sentence each."""

import errno
import os
import shutil
from pathlib import Path

OUT_OF_SPACE = "На диске кончилось место: освободите его и запустите снова."
# A file of PostgreSQL's journal: with less left it stops, and speaks of recovery, not of room.
ROOM_TO_WRITE_BYTES = 16 * 1024 * 1024


# What libpq says (its words are English whatever the locale), and the same for a person.
SILENT_BECAUSE = {
    "Connection refused": "по этому адресу никто не слушает: запущен ли сервер, тот ли порт?",
    "No such file or directory": "такого сокета нет: запущен ли сервер, та ли папка?",
    "resolve host": "имени этого сервера нет в сети: проверьте хост.",
    "translate host name": "имени этого сервера нет в сети: проверьте хост.",
    "timeout": "сервер молчит: проверьте хост, порт и межсетевой экран.",
    "timed out": "сервер молчит: проверьте хост, порт и межсетевой экран.",
    "unreachable": "до сервера не дойти: проверьте хост и сеть.",
    "password": "сервер не принял имя или пароль.",
    "authentication failed": "сервер не принял имя или пароль.",
    "no pg_hba.conf entry": "сервер не пускает с этой машины: добавьте её в pg_hba.conf.",
    "does not exist": "там нет такой базы или такой роли.",
    "closed the connection": "сервер оборвал разговор: PostgreSQL ли это?",
    "too many": "у сервера кончились соединения: поднимите max_connections.",
    "starting up": "сервер ещё запускается: повторите через минуту.",
    "SSL": "не вышло договориться о шифровании: проверьте sslmode.",
}


class Trouble(Exception):
    """The command cannot go on; the text is one sentence that says what to do."""


def explain_os_error(error: OSError) -> str:
    """One sentence out of a system error."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OUT_OF_SPACE
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Нет прав на запись{where}: дайте их или укажите другую папку в VECHE_STATE."
    return f"Система отказала{where}: {os.strerror(error.errno) if error.errno else error}."


def explain_silence(said: str, place: str = "") -> str:
    """One sentence out of a connection that did not come about."""
    what = f"База данных {place} не отвечает" if place else "База данных не отвечает"
    known = (words for mark, words in SILENT_BECAUSE.items() if mark in said)
    return f"{what}: {next(known, 'соединение не удалось, подробности — в её журнале.')}"


def explain_output(output: str, log: Path, *folders: Path) -> str:
    """One sentence out of what a step said before it failed; `folders` are those it writes to."""
    if "No space left on device" in output or "DiskFull" in output or is_full(*folders):
        return OUT_OF_SPACE
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    if not lines:
        return "Шаг не удался и не сказал почему."
    said = _cause(lines)
    return said if len(lines) == 1 else f"{said} (подробности: {log})"


def _cause(lines: list[str]) -> str:
    """The line that names the error. PostgreSQL puts what it was doing below it."""
    begun = [number for number, line in enumerate(lines) if line.startswith("Traceback (")]
    if not begun:
        return lines[-1].strip()
    told = (line for line in lines[begun[-1] + 1 :] if not line.startswith(" "))
    return next(told, lines[-1]).strip()


def is_full(*folders: Path) -> bool:
    """Whether one of the folders lies on a disk with no room left to write."""
    return any(
        shutil.disk_usage(folder).free < ROOM_TO_WRITE_BYTES
        for folder in folders
        if folder.is_dir()
    )

"""What can go wrong for the person at the terminal, told in one sentence each."""

import errno
import os
import shutil
from pathlib import Path

OUT_OF_SPACE = "На диске кончилось место: освободите его и запустите снова."
# A file of PostgreSQL's journal: with less left it stops, and speaks of recovery, not of room.
ROOM_TO_WRITE_BYTES = 16 * 1024 * 1024


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


def explain_output(output: str, log: Path, *folders: Path) -> str:
    """One sentence out of what a step said before it failed; `folders` are those it writes to."""
    if "No space left on device" in output or "DiskFull" in output or is_full(*folders):
        return OUT_OF_SPACE
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        return "Шаг не удался и не сказал почему."
    return lines[-1] if len(lines) == 1 else f"{lines[-1]} (подробности: {log})"


def is_full(*folders: Path) -> bool:
    """Whether one of the folders lies on a disk with no room left to write."""
    return any(
        shutil.disk_usage(folder).free < ROOM_TO_WRITE_BYTES
        for folder in folders
        if folder.is_dir()
    )

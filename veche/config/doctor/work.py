"""The work: is it done in time, does every file have its row, is every vote closed and counted?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from veche.commons.ballots import public as ballots
from veche.commons.files import public as files
from veche.commons.privacy import public as privacy
from veche.commons.towns import public as towns
from veche.config.doctor.findings import Finding, judged, level_of
from veche.kernel import jobs

# A worker tells every ten seconds that it lives.
SILENT_SECONDS = 60.0
OVERDUE = timedelta(minutes=5)


def queue() -> Iterator[Finding]:
    """The worker's pulse and what waits for it."""
    state = jobs.queue_state()
    silent = state.heartbeat_seconds is None or state.heartbeat_seconds > SILENT_SECONDS
    yield judged(
        level_of(wrong=silent),
        "worker",
        "Обработчик заданий " + ("не отвечает" if silent else "работает"),
        "запустите Вече: veche run, или systemctl status veche",
    )
    yield judged(
        level_of(wrong=state.late > 0, look=state.failed > 0),
        "jobs",
        f"Задания: ждут {state.waiting}, из них больше 15 минут {state.late}; "
        f"не удались {state.failed}",
        "причина в журнале рядом со словами «job failed»",
    )


def votes() -> Iterator[Finding]:
    """Closes that are overdue, results that are not published."""
    for town in towns.all_towns():
        with towns.enter(town):
            overdue, unpublished = len(ballots.overdue(OVERDUE)), len(ballots.unpublished())
        yield judged(
            level_of(wrong=overdue > 0, look=unpublished > 0),
            "votes",
            f"{town.name}: просроченных закрытий {overdue}, "
            f"неопубликованных бюллетеней закрытых голосований — в {unpublished}",
            "этим занят обработчик заданий; если через четверть часа не изменится, "
            "пересчёт не сошёлся с подсчётом: смотрите журнал",
        )


def retention() -> Iterator[Finding]:
    """Personal data whose term is over must go in time, and every run leaves a record."""
    for town in towns.all_towns():
        with towns.enter(town):
            troubles = privacy.retention_troubles()
        yield judged(
            level_of(wrong=False, look=bool(troubles)),
            "retention",
            f"{town.name}: " + ("; ".join(troubles) if troubles else "данные уничтожаются в срок"),
            "этим занят обработчик заданий, суточные задания идут ночью; если завтра так же, "
            "смотрите журнал рядом со словами «job failed»",
        )


def stored_files() -> Iterator[Finding]:
    """Rows without bytes are lost files; bytes without rows are swept once a day."""
    if settings.FILES_STORE != "folder":
        return
    for town in towns.all_towns():
        with towns.enter(town):
            found = files.take_inventory()
        yield judged(
            level_of(wrong=found.rows_without_bytes > 0, look=found.bytes_without_rows > 0),
            "files",
            f"{town.name}: файлов {found.files}, потеряно {found.rows_without_bytes}, "
            f"лишних на диске {found.bytes_without_rows}",
            "потерянные верните из копии; лишние уберёт ночное задание",
        )

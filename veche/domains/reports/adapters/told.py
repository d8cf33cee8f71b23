"""What people are told of reports: the author, those who joined, those who follow or live near."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.matching import public as matching
from veche.domains.reports import events
from veche.domains.reports.models import Report
from veche.domains.reports.queries import public_terms, reading, wording
from veche.domains.reports.rules import states
from veche.kernel.manifest import Notice, NoticeKind, Topic

REPORT, GROUP = "reports.report", "reports.group"
Text = str | Promise
Tell = Callable[[Mapping[str, Any]], Notice | None]


def find_report(report_id: str) -> tuple[str, str] | None:
    """Title and address of a public report that somebody follows."""
    row = reading.by_id(report_id)
    if row is None or row.stage == states.UNSEEN:
        return None
    return wording.title_of(row), _url(row)


def find_group(code: str) -> tuple[str, str] | None:
    """Title and address of a theme that somebody follows."""
    title = reading.group_title(code)
    return (title, f"{reverse('reports:list-reports')}?group={code}") if title else None


TOPICS = (
    Topic(REPORT, _("Сообщение о проблеме"), find_report),
    Topic(GROUP, _("Тема сообщений"), find_group),
)


def _url(row: Report) -> str:
    return reverse("reports:read-report", args=[row.number])


def _to_all(words: Callable[[Report], str]) -> Tell:
    """Told to the author and, of a public report, to all whom it concerns."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["report_id"])
        if row is None:
            return None
        if row.stage == states.UNSEEN:
            return _alone(row, words(row))
        return Notice(
            title=wording.title_of(row),
            text=words(row),
            url=_url(row),
            topics=(f"{REPORT}:{row.id}", f"{GROUP}:{row.group_id}"),
            people=tuple({*_author(row), *reading.supporters_of(row.id)}),
            point=(row.latitude, row.longitude),
        )

    return tell


def _to_author(words: Callable[[Report], str]) -> Tell:
    """Told to the author alone."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["report_id"])
        return _alone(row, words(row)) if row is not None else None

    return tell


def _late(payload: Mapping[str, Any]) -> Notice | None:
    """Lateness is told to all only where the town counts it before everyone."""
    row = reading.by_id(payload["report_id"])
    if row is None:
        return None
    said = _plain(_("Срок ответа прошёл, ответа нет."))
    is_for_all = public_terms.is_counted(row.category_id, reading.today())
    return (_to_all if is_for_all else _to_author)(said)(payload)


def _author(row: Report) -> tuple[UUID, ...]:
    return (row.author_id,) if row.author_id is not None else ()


def _alone(row: Report, text: str) -> Notice | None:
    people = _author(row)
    return Notice(wording.title_of(row), text, _url(row), people=people) if people else None


def _asked(row: Report) -> str:
    if row.state == states.REFUSED:
        return gettext("Отказали и объяснили почему. Посмотрите ответ.")
    return gettext("Ответили: сделано. Посмотрите и скажите, так ли это.")


def _assigned(row: Report) -> str:
    body = row.body.name if row.body else ""
    return gettext("Отвечает %(body)s.") % {"body": body}


def _planned(row: Report) -> str:
    day = f"{row.planned_on:%d.%m.%Y}" if row.planned_on else ""
    return gettext("Обещают сделать до %(day)s.") % {"day": day}


def _plain(text: Text) -> Callable[[Report], str]:
    return lambda row: str(text)


def _sought(payload: Mapping[str, Any]) -> Notice | None:
    """To the author, when a coordinator has called; the neighbours hear from matching."""
    if payload.get("is_by_author"):
        return None
    return _to_author(_plain(_("Позвали соседей помочь. Кто откликнется, увидите здесь.")))(payload)


def _mended(payload: Mapping[str, Any]) -> Notice | None:
    """To all but those who did it: the author has just said so, the helpers have been thanked."""
    row = reading.by_id(payload["report_id"])
    if row is None or row.stage == states.UNSEEN:
        return None
    told = _to_all(_plain(_("Соседи починили, автор подтвердил.")))(payload)
    knowing = {*_author(row), *matching.helper_ids(reading.SOURCE, str(row.id))}
    return replace(told, besides=tuple(sorted(knowing))) if told is not None else None


NOTICES = (
    NoticeKind(
        events.ReportPassed.kind,
        _("Сообщение опубликовано"),
        _to_all(_plain(_("Сообщение проверили, его видят все."))),
    ),
    NoticeKind(
        events.ReportRejected.kind,
        _("Сообщение не приняли"),
        _to_author(_plain(_("Сообщение не приняли. Посмотрите почему и что сделать."))),
    ),
    NoticeKind(
        events.ReportMerged.kind,
        _("Сообщение присоединили к другому"),
        _to_author(_plain(_("О том же уже сообщили, ваше присоединили."))),
    ),
    NoticeKind(events.ReportAssigned.kind, _("Назначен исполнитель"), _to_all(_assigned)),
    NoticeKind(
        events.ReportForwarded.kind,
        _("Сообщение передали в другой орган"),
        _to_all(_plain(_("Этим занимается другой орган, сообщение передали ему."))),
    ),
    NoticeKind(
        events.ClarificationAsked.kind,
        _("Исполнитель спрашивает"),
        _to_author(_plain(_("Исполнителю нужно уточнение. Пока вы не ответите, срок не идёт."))),
    ),
    NoticeKind(events.ReportPlanned.kind, _("Работу запланировали"), _to_all(_planned)),
    NoticeKind(events.AnswerApproved.kind, _("Пришёл ответ"), _to_all(_asked)),
    NoticeKind(events.HelpSought.kind, _("Позвали соседей помочь"), _sought),
    NoticeKind(events.ReportMended.kind, _("Соседи починили"), _mended),
    NoticeKind(
        events.RefusalLifted.kind,
        _("Отказ сняли"),
        _to_all(_plain(_("Контролёр снял отказ, работа продолжается."))),
    ),
    NoticeKind(
        events.ReportOverdue.kind,
        _("Срок прошёл"),
        _late,
    ),
    NoticeKind(
        events.ReportClosed.kind,
        _("Сообщение закрылось"),
        _to_author(_plain(_("Вы не ответили в срок, и сообщение закрылось."))),
    ),
    NoticeKind(
        events.ReportSettled.kind,
        _("Контролёр решил спор"),
        _to_all(_plain(_("Контролёр посмотрел и завершил сообщение."))),
    ),
)

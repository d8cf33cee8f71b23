"""Who hears of public reports: whoever follows a body; of an answer, who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import public as organisations
from veche.domains.transparency import events
from veche.domains.transparency.models import Report
from veche.domains.transparency.queries import published, report_words
from veche.domains.transparency.rules import publication as rules
from veche.kernel.manifest import Announcement, Notice, NoticeKind, Topic

PREFIX = "transparency.body"
LETTERS = 160


def _find(key: str) -> tuple[str, str] | None:
    try:
        row = published.body_by_id(UUID(key))
    except ValueError:
        return None
    if row is None:
        return None
    return row.name, f"{reverse('transparency:list-reports')}?body={row.slug}"


def _tell(title: str, row: Report | None) -> Notice | None:
    if row is None:
        return None
    return Notice(
        title=title,
        text=f"{row.body.name}. {row.title}",
        url=reverse("transparency:read-report", args=[row.slug]),
        topics=(report_words.topic(row.body_id),),
    )


def _published(payload: Mapping[str, Any]) -> Notice | None:
    row = published.report_by_id(UUID(payload["report_id"]))
    return _tell(gettext("Опубликован отчёт"), row)


def _corrected(payload: Mapping[str, Any]) -> Notice | None:
    row = published.report_by_id(UUID(payload["report_id"]))
    return _tell(gettext("Отчёт исправлен: вышла новая версия"), row)


def _overdue(payload: Mapping[str, Any]) -> Notice | None:
    row = published.due_by_id(UUID(payload["due_id"]))
    if row is None or row.is_done:
        return None
    title = report_words.title(row.line.kind, row.starts_on, row.ends_on)
    return Notice(
        title=gettext("Отчёт просрочен"),
        text=f"{row.line.body.name}. {title}",
        url=reverse("transparency:read-plan"),
        topics=(report_words.topic(row.line.body_id),),
    )


def _asked(payload: Mapping[str, Any]) -> Notice | None:
    """Whoever acts for the body's organisation; the town's own officials have it at their desk."""
    row = published.question_by_id(payload["question_id"])
    if row is None or row.state != rules.SHOWN or row.answered_at is not None:
        return None
    body = row.report.body
    if body.organisation_id is None or row.due_on is None:
        return None
    return Notice(
        title=gettext("Ответьте на вопрос об отчёте до %(day)s")
        % {"day": date_format(row.due_on, "j E")},
        text=row.text[:LETTERS],
        url=reverse("transparency:answer-question", args=[row.id]),
        people=tuple(organisations.acting_ids(body.organisation_id)),
    )


def _answered(payload: Mapping[str, Any]) -> Notice | None:
    row = published.question_by_id(payload["question_id"])
    if row is None or row.state != rules.SHOWN or row.answered_at is None:
        return None
    return Notice(
        title=gettext("Ответ на ваш вопрос об отчёте"),
        text=row.answer[:LETTERS],
        url=f"{reverse('transparency:read-report', args=[row.report.slug])}#q-{row.id}",
        people=(row.author_id,) if row.author_id is not None else (),
    )


def _announce(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    row = published.report_by_id(UUID(payload["report_id"]))
    if row is None:
        return None
    return {
        "slug": row.slug,
        "title": row.title,
        "body": row.body.name,
        "kind": row.kind,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "number": row.number,
    }


# not shown: an example for programmers
_EXAMPLE = {
    "slug": "r4kazk8d2q",
    "title": "Отчёт главы города: 2025 год",
    "body": "Администрация города",
    "kind": "head",
    "starts_on": "2025-01-01",
    "ends_on": "2025-12-31",
    "number": 1,
}
TOPICS = (Topic(PREFIX, _("Отчёты органа"), _find),)
NOTICES = (
    NoticeKind(events.ReportPublished.kind, _("Новый отчёт органа"), _published),
    NoticeKind(events.ReportCorrected.kind, _("Отчёт органа исправлен"), _corrected),
    NoticeKind(events.ReportOverdue.kind, _("Отчёт органа просрочен"), _overdue),
    NoticeKind(events.AskingShown.kind, _("Вопрос об отчёте вашего органа"), _asked),
    NoticeKind(events.ReportAnswered.kind, _("Ответ на вопрос об отчёте"), _answered),
)
ANNOUNCES = (
    Announcement(events.ReportPublished.kind, _("Опубликован отчёт органа"), _announce, _EXAMPLE),
)

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

from veche.commons.identity import public as identity
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.commons.places import public as places
from veche.domains.reports import events, policies
from veche.domains.reports.models import Report
from veche.domains.reports.queries import monday, public_terms, reading, terms_over, wording
from veche.domains.reports.rules import states
from veche.kernel.manifest import Notice, NoticeKind, Topic

REPORT, GROUP, CATEGORY = "reports.report", "reports.group", "reports.category"
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


def find_category(code: str) -> tuple[str, str] | None:
    """Title and address of a category that somebody follows."""
    row = reading.category_by_code(code)
    if row is None:
        return None
    return row.title, f"{reverse('reports:list-reports')}?group={row.group_id}&category={row.code}"


TOPICS = (
    Topic(REPORT, _("Сообщение о проблеме"), find_report),
    Topic(CATEGORY, _("Категория сообщений"), find_category),
    Topic(GROUP, _("Тема сообщений"), find_group),
)


def _url(row: Report) -> str:
    return reverse("reports:read-report", args=[row.number])


def _to_all(words: Callable[[Report], str], *, is_by_author: bool = False) -> Tell:
    """Told to the author and, of a public report, to all whom it concerns.

    `is_by_author`: it was the author's own word, so they know.
    """

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["report_id"])
        if row is None:
            return None
        if row.stage == states.UNSEEN:
            return None if is_by_author else _alone(row, words(row))
        return Notice(
            title=wording.title_of(row),
            text=words(row),
            url=_url(row),
            topics=_topics(row),
            people=tuple({*_author(row), *reading.supporters_of(row.id)}),
            point=(row.latitude, row.longitude),
            besides=_author(row) if is_by_author else (),
        )

    return tell


def _topics(row: Report) -> tuple[str, ...]:
    """The report and those that were joined to it, its category and theme, its street, if that is
    known."""
    joined = (f"{REPORT}:{one}" for one in reading.joined_to(row))
    found = (f"{REPORT}:{row.id}", f"{CATEGORY}:{row.category_id}", f"{GROUP}:{row.group_id}")
    street = () if row.street_id is None else (places.street_topic(row.street_id),)
    return (*found, *street, *joined)


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


def _higher(payload: Mapping[str, Any]) -> Notice | None:
    """Told to whom the step concerns: the crew, the head of the body, the controllers."""
    row = reading.by_id(payload["report_id"])
    if row is None or row.escalated != payload.get("level"):
        return None
    people = terms_over.told_at(row)
    if not people:
        return None
    late = gettext("Срок прошёл %(day)s, ответа нет. Посмотрите, что мешает.")
    url = reverse("reports:open-case", args=[row.number])
    text = late % {"day": f"{row.due_on:%d.%m.%Y}"}
    return Notice(wording.title_of(row), text, url, people=people)


_LYING: dict[str, Text] = {
    states.MODERATION: _("Дольше положенного ждёт модератора, жители его не видят."),
    states.COORDINATION: _("Дольше положенного ждёт исполнителя: его никто не назначил."),
    states.APPROVAL: _("Ответ дольше положенного ждёт утверждения."),
    states.CONTROL: _(
        "Дольше положенного ждёт общественного контролёра: кроме него не решит никто."
    ),
    states.FORWARDED: _("%(body)s не отвечает. Напомните или назначьте исполнителя города."),
}


def _lies(payload: Mapping[str, Any]) -> Notice | None:
    """Told to whose desk it is, and to whom above; None once it has gone on."""
    row = reading.by_id(payload["report_id"])
    people = terms_over.reminded(row) if row is not None else ()
    if row is None or not people or row.state != payload.get("state"):
        return None
    text = str(_LYING[row.state]) % {"body": row.forwarded_to}
    url = reverse("reports:open-case", args=[row.number])
    return Notice(wording.title_of(row), text, url, people=people)


def _thanked(payload: Mapping[str, Any]) -> Notice | None:
    """Told to who did the work, and to nobody else."""
    row = reading.by_id(payload["report_id"])
    person_id = reading.answered_by(row.id) if row is not None else None
    if row is None or person_id is None:
        return None
    text = gettext("Житель благодарит за вашу работу.")
    return Notice(wording.title_of(row), text, _url(row), people=(person_id,))


def _author(row: Report) -> tuple[UUID, ...]:
    return (row.author_id,) if row.author_id is not None else ()


def _alone(row: Report, text: str) -> Notice | None:
    people = _author(row)
    return Notice(wording.title_of(row), text, _url(row), people=people) if people else None


def _passed(row: Report) -> str:
    if row.shown_from is not None:
        return gettext("Сообщение проверили. Его покажут чуть позже: действует особый режим.")
    return gettext("Сообщение проверили, его видят все.")


def _asked(row: Report) -> str:
    if row.state == states.REFUSED:
        if reading.has_controller():
            return gettext("Отказали и объяснили почему. Если автор возразит, посмотрит контролёр.")
        return gettext("Отказали и объяснили почему.")
    return gettext("Ответили: сделано. Посмотрите и скажите, так ли это.")


def _assigned(row: Report) -> str:
    body = row.body.name if row.body else ""
    return gettext("Отвечает %(body)s.") % {"body": body}


def _planned(row: Report) -> str:
    day = f"{row.planned_on:%d.%m.%Y}" if row.planned_on else ""
    return gettext("Обещают сделать до %(day)s.") % {"day": day}


def _postponed(row: Report) -> str:
    day = f"{row.planned_on:%d.%m.%Y}" if row.planned_on else ""
    return gettext("Срок перенесли. Обещают сделать до %(day)s.") % {"day": day}


def _disagreed(row: Report) -> str:
    if row.state == states.CONTROL:
        return gettext("Автор не согласен с ответом. Решит общественный контролёр.")
    return gettext("Автор не согласен, что сделано. Работа продолжается.")


_DESKS: dict[str, Text] = {
    states.MODERATION: _("Прочитайте и решите до %(day)s, показывать ли всем."),
    states.COORDINATION: _("Нужен исполнитель, назначьте до %(day)s."),
    states.IN_WORK: _("Это в вашей работе, срок до %(day)s."),
    states.PLANNED: _("Это в вашей работе, срок до %(day)s."),
    states.APPROVAL: _("Ответ ждёт утверждения до %(day)s."),
    states.CONTROL: _("Автор и исполнитель не договорились. Решите до %(day)s."),
}


def _waits(payload: Mapping[str, Any]) -> Notice | None:
    """To whose desk it has come; None once it has gone on."""
    row = reading.by_id(payload["report_id"])
    people = terms_over.at_desk(row) if row is not None else ()
    if row is None or not people or row.state != payload.get("state", row.state):
        return None
    text = str(_DESKS[row.state]) % {"day": f"{row.silent_on or row.due_on:%d.%m.%Y}"}
    url = reverse("reports:open-case", args=[row.number])
    return Notice(wording.title_of(row), text, url, people=people)


def _filed(payload: Mapping[str, Any]) -> Notice | None:
    """To moderators: until one of them has looked nobody else sees it."""
    return _waits({**payload, "state": states.MODERATION})


def _photo_hidden(payload: Mapping[str, Any]) -> Notice | None:
    """To the author, of what a moderator has taken away of theirs: why, and how to argue."""
    row = reading.by_id(payload["report_id"])
    url = moderation.own_url(reading.PHOTO, UUID(payload["photo_id"])) if row is not None else ""
    if row is None or not url:
        return None
    text = gettext("Модератор убрал ваше фото. Посмотрите, почему и как возразить.")
    return Notice(wording.title_of(row), text, url, people=_author(row))


def _merged(payload: Mapping[str, Any]) -> Notice | None:
    """To whoever wrote, joined or followed it: they hear of the main report from now on."""
    row = reading.by_id(payload["report_id"])
    main = reading.by_id(row.duplicate_of_id) if row is not None and row.duplicate_of_id else None
    if row is None or main is None:
        return None
    return Notice(
        title=wording.title_of(row),
        text=gettext("О том же уже сообщили. Дальше расскажем, как идёт общее сообщение."),
        url=_url(main),
        topics=(f"{REPORT}:{row.id}",),
        people=tuple({*_author(row), *reading.supporters_of(row.id)}),
    )


def _plain(text: Text) -> Callable[[Report], str]:
    return lambda row: str(text)


def _sheet(payload: Mapping[str, Any]) -> Notice | None:
    """The head's page, to whoever may read it."""
    row = monday.by_id(int(payload["sheet_id"]))
    if row is None:
        return None
    return Notice(
        title=gettext("Листок недели"),
        text=gettext("Просрочено: %(late)s. Отвергли ответов: %(rejected)s.")
        % {"late": row.facts["overdue"]["total"], "rejected": row.facts["rejected"]["total"]},
        url=reverse("reports:read-sheet", args=[row.on.isoformat()]),
        people=tuple(identity.current_holders(policies.READERS_OF_SHEETS)),
    )


def _sought(payload: Mapping[str, Any]) -> Notice | None:
    """To the author, when a coordinator has called; the neighbours hear from matching."""
    if payload.get("is_by_author"):
        return None
    return _to_author(_plain(_("Позвали соседей помочь. Кто откликнется, увидите здесь.")))(payload)


def _mended(payload: Mapping[str, Any]) -> Notice | None:
    """To all but who knows: the author who has just said so, the helpers who have been thanked."""
    row = reading.by_id(payload["report_id"])
    if row is None or row.stage == states.UNSEEN:
        return None
    is_said = row.closed_by == states.BY_AUTHOR
    words = _("Соседи починили, автор подтвердил.") if is_said else _("Соседи починили.")
    told = _to_all(_plain(words))(payload)
    knowing = {
        *(_author(row) if is_said else ()),
        *matching.helper_ids(reading.SOURCE, str(row.id)),
    }
    return replace(told, besides=tuple(sorted(knowing))) if told is not None else None


NOTICES = (
    NoticeKind(events.ReportFiled.kind, _("Новое сообщение ждёт проверки"), _filed),
    NoticeKind(
        events.ReportPassed.kind,
        _("Сообщение опубликовано"),
        _to_all(_passed),
    ),
    NoticeKind(
        events.ReportRejected.kind,
        _("Сообщение не приняли"),
        _to_author(_plain(_("Сообщение не приняли. Посмотрите почему и что сделать."))),
    ),
    NoticeKind(
        events.ReportMerged.kind,
        _("Сообщение присоединили к другому"),
        _merged,
    ),
    NoticeKind(events.PhotoHidden.kind, _("Ваше фото убрали"), _photo_hidden),
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
        is_urgent=True,
    ),
    NoticeKind(
        events.ReportClarified.kind,
        _("Автор ответил на вопрос"),
        _to_all(_plain(_("Автор ответил на вопрос, работа продолжается.")), is_by_author=True),
    ),
    NoticeKind(
        events.QuestionUnanswered.kind,
        _("На вопрос не ответили"),
        _to_all(_plain(_("На вопрос не ответили, работа идёт дальше без ответа."))),
    ),
    NoticeKind(
        events.ReportReturned.kind,
        _("Исполнитель вернул сообщение"),
        _to_all(_plain(_("Исполнитель говорит, что это не его. Ищем, чьё."))),
    ),
    NoticeKind(events.ReportPlanned.kind, _("Работу запланировали"), _to_all(_planned)),
    NoticeKind(events.ReportPostponed.kind, _("Обещанный день перенесли"), _to_all(_postponed)),
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
    NoticeKind(events.CrewThanked.kind, _("Вам сказали спасибо"), _thanked),
    NoticeKind(
        events.DeskOverdue.kind,
        _("Сообщение ждёт дольше положенного"),
        _lies,
        is_urgent=True,
    ),
    NoticeKind(
        events.ReportEscalated.kind,
        _("Просроченное сообщение, за которое вы отвечаете"),
        _higher,
        is_urgent=True,
    ),
    NoticeKind(
        events.ReportShown.kind,
        _("Сообщение опубликовано после задержки"),
        _to_all(_passed),
    ),
    NoticeKind(
        events.ReportClosed.kind,
        _("Сообщение закрылось"),
        _to_all(_plain(_("Никто не возразил, и сообщение закрылось."))),
    ),
    NoticeKind(
        events.ReportConfirmed.kind,
        _("Автор подтвердил"),
        _to_all(_plain(_("Автор подтвердил: сделано.")), is_by_author=True),
    ),
    NoticeKind(
        events.ReportDisagreed.kind,
        _("Автор не согласен"),
        _to_all(_disagreed, is_by_author=True),
    ),
    NoticeKind(
        events.ReportWaits.kind, _("Сообщение пришло к вам на стол"), _waits, is_urgent=True
    ),
    NoticeKind(
        events.ReportSettled.kind,
        _("Контролёр решил спор"),
        _to_all(_plain(_("Контролёр посмотрел и завершил сообщение."))),
    ),
)
SHEET = NoticeKind(events.SheetMade.kind, _("Листок недели для руководителя"), _sheet)

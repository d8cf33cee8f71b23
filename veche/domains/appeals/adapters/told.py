"""What the author is told of an appeal, and visitors of a reception: each change once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.domains.appeals import events
from veche.domains.appeals.models import Appeal, Booking
from veche.domains.appeals.queries import dates, reading, receptions, wording
from veche.domains.appeals.rules import states
from veche.kernel.manifest import Notice, NoticeKind

Text = str | Promise
Tell = Callable[[Mapping[str, Any]], Notice | None]


def _author(words: Text | Callable[[Appeal], str]) -> Tell:
    """Told to the author alone; nobody is there for paper, nor once the account is erased."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(payload["appeal_id"])
        if row is None or row.author_id is None:
            return None
        said = words(row) if callable(words) else str(words)
        url = reverse("appeals:read-appeal", args=[row.number])
        return Notice(wording.title_of(row), said, url, people=(row.author_id,))

    return tell


def _registered(row: Appeal) -> str:
    return gettext("Зарегистрировано под номером %(number)s. Ответят до %(day)s.") % {
        "number": wording.book_number(row),
        "day": f"{row.due_on:%d.%m.%Y}",
    }


def _assigned(row: Appeal) -> str:
    name = row.department.name if row.department else ""
    return gettext("Ответ готовит %(name)s.") % {"name": name}


def _forwarded(row: Appeal) -> str:
    return gettext("Передали тому, кто за это отвечает: %(name)s. Ответ придёт оттуда.") % {
        "name": row.forwarded_to
    }


def _extended(row: Appeal) -> str:
    return gettext("Срок продлили до %(day)s. В письме сказано почему.") % {
        "day": f"{row.due_on:%d.%m.%Y}"
    }


def _near(payload: Mapping[str, Any]) -> Notice | None:
    """Told to those on whose desk it lies, before the day has come; None once they have acted."""
    row = reading.by_id(payload["appeal_id"])
    if row is None or row.near_told_for is None or row.state in states.OVER:
        return None
    desk = identity.APPROVER if row.state == states.SIGNING else identity.COORDINATOR
    people = tuple(identity.holders_now(desk))
    if not people:
        return None
    text = gettext("Скоро срок, %(day)s: %(what)s.") % {
        "day": f"{row.near_told_for:%d.%m.%Y}",
        "what": wording.what_until(row, row.near_told_for),
    }
    url = reverse("appeals:open-case", args=[row.number])
    return Notice(wording.title_of(row), text, url, people=people)


def _overdue(payload: Mapping[str, Any]) -> Notice | None:
    """Told to the author and to those who hand out and sign: each opens their own page of it."""
    row = reading.by_id(payload["appeal_id"])
    if row is None or not states.is_late(row.state, row.due_on, dates.today()):
        return None
    text = (
        gettext("Срок регистрации прошёл. Об этом знают и те, кто за неё отвечает.")
        if row.state == states.FILED
        else gettext("Срок прошёл, ответа нет. Об этом знают и те, кто за него отвечает.")
    )
    office = identity.current_holders(states.OFFICE_PARTS)
    people = (*office, row.author_id) if row.author_id is not None else tuple(office)
    url = reverse("appeals:read-appeal", args=[row.number])
    return Notice(wording.title_of(row), text, url, people=tuple(dict.fromkeys(people)))


def _booked(payload: Mapping[str, Any]) -> Notice | None:
    found = receptions.booking_by_id(payload["booking_id"])
    if found is None or found.person_id is None:
        return None
    text = gettext("%(when)s, %(place)s. Ваш код %(code)s, возьмите документ.") % {
        "when": _when(found),
        "place": found.reception.place,
        "code": found.code,
    }
    return _of_reception(found.reception.slug, text, (found.person_id,))


def _called_off(payload: Mapping[str, Any]) -> Notice | None:
    row = receptions.by_id(payload["reception_id"])
    people = tuple(receptions.booked_people(row.id)) if row is not None else ()
    if row is None or not people:
        return None
    text = gettext("Приём %(day)s отменили: %(why)s. Выберите другой день.") % {
        "day": f"{row.on:%d.%m.%Y}",
        "why": row.cancelled,
    }
    return _of_reception(row.slug, text, people)


def _when(found: Booking) -> str:
    return wording.moment(found.slot.starts_at)


def _of_reception(slug: str, text: str, people: tuple[UUID, ...]) -> Notice:
    url = reverse("appeals:read-reception", args=[slug])
    return Notice(gettext("Личный приём"), text, url, people=people)


NOTICES = (
    NoticeKind(
        events.AppealFiled.kind,
        _("Обращение принято"),
        _author(_("Получили. Зарегистрируют и сообщат номер.")),
    ),
    NoticeKind(events.AppealRegistered.kind, _("Обращение зарегистрировано"), _author(_registered)),
    NoticeKind(events.AppealAssigned.kind, _("Кто готовит ответ"), _author(_assigned)),
    NoticeKind(
        events.LetterWritten.kind,
        _("Промежуточное письмо"),
        _author(_("Вам написали, как идёт рассмотрение.")),
    ),
    NoticeKind(
        events.AppealForwarded.kind, _("Обращение передали в другой орган"), _author(_forwarded)
    ),
    NoticeKind(events.AppealExtended.kind, _("Срок ответа продлили"), _author(_extended)),
    NoticeKind(
        events.AnswerSigned.kind, _("Ответ на обращение"), _author(_("Ответ готов, прочитайте."))
    ),
    NoticeKind(
        events.AppealEnded.kind,
        _("Обращение без ответа по существу"),
        _author(_("По существу отвечать не будут. В письме сказано почему и что можно сделать.")),
    ),
    NoticeKind(events.AppealNear.kind, _("Скоро срок обращения"), _near, is_urgent=True),
    NoticeKind(events.AppealOverdue.kind, _("Срок обращения прошёл"), _overdue, is_urgent=True),
    NoticeKind(events.SlotBooked.kind, _("Запись на личный приём"), _booked),
    NoticeKind(
        events.ReceptionCancelled.kind, _("Личный приём отменён"), _called_off, is_urgent=True
    ),
)

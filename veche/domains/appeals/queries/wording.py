"""Appeals in the words of the screen: states, verbs, grounds, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veche.commons.norms.public import Norm
from veche.domains.appeals.models import Appeal, Letter
from veche.domains.appeals.rules import states, terms

KINDS: dict[str, Promise] = {
    states.PROPOSAL: _("Предложение"),
    states.STATEMENT: _("Заявление"),
    states.COMPLAINT: _("Жалоба"),
}
KIND_HINTS: dict[str, Promise] = {
    states.PROPOSAL: _("что улучшить в законах, правилах, жизни города"),
    states.STATEMENT: _("просьба помочь с вашими правами или сообщение о нарушении"),
    states.COMPLAINT: _("ваши права нарушили, восстановите их"),
}
SOURCES: dict[str, Promise] = {
    states.PORTAL: _("с портала"),
    states.PAPER: _("на бумаге"),
    states.RECEPTION: _("с личного приёма"),
}
STATES: dict[str, Promise] = {
    states.FILED: _("Ждёт регистрации"),
    states.WORK: _("Рассматривают"),
    states.SIGNING: _("Ответ на подписи"),
    states.ANSWERED: _("Ответ дан"),
    states.FORWARDED: _("Передано в другой орган"),
    states.ENDED: _("Без ответа по существу"),
    states.WITHDRAWN: _("Отозвано автором"),
}
TONES: dict[str, str] = {
    states.FILED: "sky",
    states.WORK: "bell",
    states.SIGNING: "bell",
    states.ANSWERED: "good",
    states.FORWARDED: "sky",
    states.ENDED: "grey",
    states.WITHDRAWN: "grey",
}
PARTS: dict[str, Promise] = {
    states.AUTHOR: _("Автор"),
    states.COORDINATOR: _("Координатор"),
    states.APPROVER: _("Подписывающий"),
}
VERBS: dict[str, Promise] = {
    "file": _("Подано"),
    "enter": _("Внесено с бумаги"),
    "register": _("Зарегистрировано"),
    "assign": _("Готовит ответ"),
    "write": _("Написали автору"),
    "forward": _("Передано в другой орган"),
    "extend": _("Срок продлён"),
    "prepare": _("Ответ подготовлен"),
    "send_back": _("Ответ вернули на доработку"),
    "sign": _("Ответ подписан"),
    "end": _("Завершено без ответа по существу"),
    "withdraw": _("Автор отозвал"),
    "send": _("Письмо отправлено"),
}
BUTTONS: dict[str, Promise] = {
    "register": _("Зарегистрировать"),
    "assign": _("Назначить подразделение"),
    "prepare": _("Подготовить ответ"),
    "sign": _("Подписать ответ"),
    "send_back": _("Вернуть на доработку"),
    "write": _("Написать автору"),
    "forward": _("Передать в другой орган"),
    "extend": _("Продлить срок"),
    "end": _("Завершить без ответа по существу"),
}
LETTERS: dict[str, Promise] = {
    states.INTERIM: _("Промежуточное письмо"),
    states.EXTENSION: _("О продлении срока"),
    states.FORWARDING: _("О передаче в другой орган"),
    states.ENDING: _("Почему ответа по существу не будет"),
    states.ANSWER: _("Ответ"),
}
GROUNDS: dict[str, Promise] = {
    "nameless": _("Нет фамилии или адреса для ответа"),
    "court": _("Обжалуют решение суда"),
    "abuse": _("Оскорбления или угрозы"),
    "unreadable": _("Текст не прочесть"),
    "no_essence": _("Из текста не понять суть"),
    "repeated": _("О том же уже отвечали не раз, нового нет: переписка прекращена"),
    "published": _("Ответ уже опубликован на сайте"),
    "secret": _("Ответ раскрыл бы охраняемую законом тайну"),
}
LEVELS: dict[int, Promise] = {
    1: _("Достаточно войти по коду"),
    2: _("Личность проверили: документ в МФЦ или Госуслуги"),
    3: _("Только Госуслуги"),
}


@dataclass(frozen=True)
class Clock:
    """What the clock of an appeal says, and in which tone."""

    text: str
    tone: str
    due_on: date | None = None


def clock_of(row: Appeal, today: date, until: date | None = None) -> Clock:
    """«осталось 4 дня», «просрочено на 2 дня»; nothing once it is over.

    `until` is the day that is counted to: of the answer, or of what comes before it.
    """
    if row.state in states.OVER:
        return Clock("", TONES[row.state])
    until = until or row.due_on
    days = terms.days_left(until, today)
    if days < 0:
        words = ngettext("просрочено на %(n)s день", "просрочено на %(n)s дней", -days)
        return Clock(words % {"n": -days}, "bad", until)
    if days == 0:
        return Clock(gettext("последний день"), "warn", until)
    words = ngettext("остался %(n)s день", "осталось %(n)s дней", days)
    return Clock(words % {"n": days}, "bell" if days <= 5 else "good", until)


def what_until(row: Appeal, until: date) -> str:
    """What of an appeal has to be done by one of its days."""
    if row.state == states.FILED:
        return gettext("зарегистрировать")
    if until == row.due_on:
        return gettext("ответить")
    if until == row.forward_by:
        return gettext("передать, если не наше")
    return gettext("сказать автору, если текст не прочесть")


def tag(row: Appeal) -> dict[str, Any]:
    """The state as a coloured word."""
    return {"text": STATES[row.state], "tone": TONES[row.state]}


def number(of: str) -> str:
    """«4172-9036»: as it is read out."""
    return f"{of[:4]}-{of[4:]}"


def book_number(row: Appeal) -> str:
    """«О-17/2026» as it stands in the office's book; before that, nothing."""
    if row.book_number is None:
        return ""
    return gettext("О-%(n)s/%(year)s") % {"n": row.book_number, "year": row.book_year}


def letter_number(row: Appeal, letter: Letter) -> str:
    """«О-17/2026-2»: its second letter."""
    return f"{book_number(row)}-{letter.position}"


def title_of(row: Appeal) -> str:
    """«Жалоба О-17/2026» in lists and notices; nothing of what it says."""
    named = book_number(row) or number(row.number)
    return f"{KINDS[row.kind]} {named}"


def ground_law(code: str) -> str:
    """«ч. 3 ст. 11 Федерального закона № 59-ФЗ»."""
    return gettext("%(part)s ст. 11 Федерального закона № 59-ФЗ") % {
        "part": states.GROUNDS[code].part
    }


def days(norm: Norm) -> str:
    """«30 дней», «3 рабочих дня»."""
    if norm.unit == "working_days":
        words = ngettext("%(n)s рабочий день", "%(n)s рабочих дней", norm.value)
    else:
        words = ngettext("%(n)s день", "%(n)s дней", norm.value)
    return words % {"n": norm.value}


def moment(at: datetime) -> str:
    """«18 ноября, 09:12» in the town's time."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j E')}, {local:%H:%M}"


def clock_time(at: datetime) -> str:
    """«09:12» in the town's time."""
    return f"{timezone.localtime(at):%H:%M}"

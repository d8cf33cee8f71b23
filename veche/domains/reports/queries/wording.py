"""Reports in the words of the screen: states, verbs, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veche.domains.reports.models import Category, OutsideCase, Report
from veche.domains.reports.rules import homes, registers, states, terms

STATES: dict[str, Promise] = {
    states.MODERATION: _("На проверке"),
    states.COORDINATION: _("Ищем исполнителя"),
    states.IN_WORK: _("В работе"),
    states.CLARIFYING: _("Ждём автора"),
    states.PLANNED: _("Запланировано"),
    states.FORWARDED: _("Передано"),
    states.APPROVAL: _("Ответ готовится"),
    states.HELD: _("Ответ готов, скоро покажем"),
    states.ASKED: _("Сделано, ждём подтверждения"),
    states.CONTROL: _("На контроле"),
    states.CLOSED: _("Закрыто"),
    states.REFUSED: _("Отказ с объяснением"),
    states.REJECTED: _("Не принято"),
    states.DUPLICATE: _("Присоединено к другому"),
}
TONES: dict[str, str] = {
    states.MODERATION: "grey",
    states.COORDINATION: "bell",
    states.IN_WORK: "bell",
    states.CLARIFYING: "sky",
    states.PLANNED: "bell",
    states.FORWARDED: "sky",
    states.APPROVAL: "bell",
    states.HELD: "bell",
    states.ASKED: "good",
    states.CONTROL: "warn",
    states.CLOSED: "good",
    states.REFUSED: "grey",
    states.REJECTED: "grey",
    states.DUPLICATE: "grey",
}
STAGES: dict[str, Promise] = {
    states.OPEN: _("В работе"),
    states.DONE: _("Сделано"),
    states.DECLINED: _("Отказано"),
}
OUTCOMES: dict[str, Promise] = {
    states.SOLVED: _("Сделано"),
    states.DECLINING: _("Не будем делать, и вот почему"),
}
HOMES: dict[str, Promise] = {
    homes.HERE: _("Здесь"),
    homes.POS: _("В ПОС: форма ведёт туда"),
    homes.DOCS: _("В документообороте администрации, по номеру"),
}
REGISTER_FIELDS: dict[str, Promise] = {
    registers.NUMBER: _("Номер"),
    registers.STATE: _("Состояние"),
    registers.DUE: _("Срок"),
    registers.FILED: _("Дата подачи"),
    registers.CATEGORY: _("Тема"),
    registers.BODY: _("Исполнитель"),
    registers.ADDRESS: _("Адрес проблемы"),
    registers.TOPIC: _("Кратко о чём"),
}
REFUSED_LINES: dict[str, Promise] = {
    registers.NO_NUMBER: _("нет номера"),
    registers.LONG_NUMBER: _("номер слишком длинный"),
    registers.NO_STATE: _("нет состояния"),
    registers.BAD_DATE: _("непонятная дата"),
    registers.TWICE: _("номер повторяется в файле"),
    registers.TOO_LONG: _("дальше не читаем: файл слишком длинный, разделите его"),
}
OUTSIDE_STAGES: dict[str, tuple[Promise, str]] = {
    states.OPEN: (_("В работе"), "bell"),
    states.DONE: (_("Сделано"), "good"),
    states.DECLINED: (_("Отказано"), "grey"),
    registers.GONE: (_("Нет в реестре"), "grey"),
}
REJECTIONS: dict[str, Promise] = {
    states.NOT_OURS: _("Этим занимается не муниципалитет"),
    states.EMPTY: _("Непонятно, что случилось"),
    states.ADVERTISING: _("Это реклама"),
    states.RUDE: _("Оскорбления"),
    states.OTHERS_DATA: _("Личные данные других людей"),
    states.NO_PHOTO: _("Нужно фото"),
    states.SEASON: _("Не сезон"),
    states.EMERGENCY: _("Это срочно: звоните 112"),
    states.FORBIDDEN: _("Публиковать запрещено законом"),
}
PARTS: dict[str, Promise] = {
    states.AUTHOR: _("Автор"),
    states.MODERATOR: _("Модератор"),
    states.COORDINATOR: _("Координатор"),
    states.EXECUTOR: _("Исполнитель"),
    states.APPROVER: _("Утверждающий"),
    states.CONTROLLER: _("Общественный контролёр"),
    states.SYSTEM: _("Автоматически"),
}
VERBS: dict[str, Promise] = {
    "file": _("Отправлено"),
    "pass": _("Принято"),
    "reject": _("Не принято"),
    "readmit": _("Решение отменили, сообщение приняли"),
    "hide": _("Снято с показа"),
    "show": _("Снова видно всем"),
    "merge": _("Присоединено к другому сообщению"),
    "assign": _("Исполнитель назначен"),
    "return": _("Исполнитель вернул: не его"),
    "forward": _("Передано в другой орган"),
    "ask": _("Спросили автора"),
    "clarify": _("Автор ответил"),
    "unanswered": _("Автор не ответил, работа идёт дальше"),
    "plan": _("Работа запланирована"),
    "postpone": _("Обещанный день перенесли"),
    "answer": _("Ответ подготовлен"),
    "approve": _("Ответ утверждён"),
    "hold": _("Ответ утверждён, покажем позже: действует особый режим"),
    "tell": _("Ответ утверждён"),
    "send_back": _("Ответ вернули на доработку"),
    "confirm": _("Автор подтвердил"),
    "disagree": _("Автор не согласен"),
    "close": _("Закрыто: никто не возразил"),
    "lift": _("Отказ снят"),
    "settle": _("Контролёр завершил"),
    "seek": _("Позвали соседей помочь"),
    "mend": _("Соседи сделали, автор подтвердил"),
    "note": _("Заметка"),
    "hide_photo": _("Фото скрыто"),
    "show_photo": _("Фото вернули"),
    "record": _("Дело ведут в другой системе"),
    "late_other": _("Другой орган не ответил: сказали координатору"),
    "late_desk": _("Ждёт дольше положенного: сказали, кому следует"),
    "late_crew": _("Срок прошёл: сказали тому, кто занимается"),
    "late_head": _("Ответа нет: сказали руководителю исполнителя"),
    "late_control": _("Ответа нет: сказали контролёру"),
}


# An answer is named with what it says, before it is approved and after.
PREPARED: dict[str, Promise] = {
    states.SOLVED: _("Ответ подготовлен: сделано"),
    states.DECLINING: _("Ответ подготовлен: не будем делать"),
}
APPROVED: dict[str, Promise] = {
    states.ASKED: _("Ответ утверждён: сделано"),
    states.REFUSED: _("Ответ утверждён: не будем делать"),
}
APPROVING: dict[str, Promise] = {
    states.SOLVED: _("Утвердить: сделано"),
    states.DECLINING: _("Утвердить отказ"),
}
BUTTONS: dict[str, Promise] = {
    "pass": _("Опубликовать"),
    "reject": _("Не принять"),
    "merge": _("Присоединить к другому"),
    "assign": _("Назначить исполнителя"),
    "return": _("Это не наше"),
    "forward": _("Передать в другой орган"),
    "ask": _("Спросить автора"),
    "plan": _("Запланировать"),
    "postpone": _("Перенести обещанный день"),
    "answer": _("Ответить"),
    "send_back": _("Вернуть на доработку"),
    "lift": _("Снять отказ"),
    "settle": _("Завершить"),
    "record": _("Записать номер дела"),
    "seek": _("Позвать соседей"),
}


def button(verb: str, row: Report) -> Promise:
    """What the button of a verb says; that of approving, what is approved."""
    return APPROVING[row.outcome] if verb == "approve" else BUTTONS[verb]


def step_title(verb: str, state: str, outcome: str = "") -> Promise:
    """What a step is called; of an answer, with what it says where that is known."""
    if verb == "answer":
        return PREPARED.get(outcome, VERBS[verb])
    return APPROVED.get(state, VERBS[verb]) if verb in states.ANSWERS else VERBS[verb]


@dataclass(frozen=True)
class Clock:
    """What the clock of a report says, and in which tone."""

    text: str
    tone: str
    due_on: date | None = None


def clock_of(
    row: Report, today: date, *, is_author: bool = False, shows_late: bool = True
) -> Clock:
    """«осталось 4 дня», «ждём вас», «просрочено на 2 дня»; nothing once it is over.

    `shows_late`: whether lateness is for these eyes.
    """
    if row.state in (states.ASKED, states.CLARIFYING):
        words = "" if is_author or row.state == states.ASKED else gettext("часы стоят")
        return Clock(words, "sky", row.silent_on)
    if row.state == states.FORWARDED:
        return Clock(gettext("часы стоят"), "sky")
    if row.state in (states.HELD, *states.OVER):
        return Clock("", TONES[row.state])
    due_on = desk_day(row) or row.due_on
    days = (due_on - today).days
    if days < 0 and not shows_late:
        return Clock("", TONES[row.state])
    return counted(days, due_on)


def desk_day(row: Report) -> date | None:
    """Until when a person is to look, where that is all that is waited for: a moderator before
    anything is promised, a controller after the body has had its say."""
    return row.silent_on if row.state in (states.MODERATION, states.CONTROL) else None


def counted(days: int, due_on: date) -> Clock:
    """The clock of a day that is so many days ahead, or behind."""
    if days < 0:
        text = ngettext("просрочено на %(n)s день", "просрочено на %(n)s дней", -days)
        return Clock(text % {"n": -days}, "bad", due_on)
    if days == 0:
        return Clock(gettext("последний день"), "warn", due_on)
    text = ngettext("остался %(n)s день", "осталось %(n)s дней", days)
    return Clock(text % {"n": days}, "bell" if days <= 2 else "good", due_on)


def why_refused(code: str) -> str:
    """Why a line of a register is not taken."""
    return str(REFUSED_LINES[code])


def outside_clock(row: OutsideCase, today: date) -> Clock:
    """The clock of a case elsewhere: days left or late, nothing where no term is known."""
    if row.due_on is None or row.stage != states.OPEN:
        return Clock("", OUTSIDE_STAGES[row.stage][1])
    return counted((row.due_on - today).days, row.due_on)


def ended(row: Report) -> Promise | str:
    """How a report that is over has ended."""
    if row.state != states.CLOSED:
        return STATES[row.state]
    if row.outcome != states.SOLVED:
        return _("Контролёр решил: делать не будут")
    if row.closed_by == states.BY_AUTHOR:
        return _("Сделано, автор подтвердил")
    if row.closed_by == states.BY_CONTROLLER:
        return _("Сделано, контролёр проверил")
    return _("Сделано")


def moment(at: datetime) -> str:
    """«18 ноября, 09:12» in the town's time."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j E')}, {local:%H:%M}"


def promised(on: date) -> str:
    """«обещают до 26 ноября»."""
    return gettext("обещают до %(day)s") % {"day": date_format(on, "j E")}


def answered_by(on: date) -> str:
    """«ответ до 10 декабря»."""
    return gettext("ответ до %(day)s") % {"day": date_format(on, "j E")}


def closes_after(days: int) -> str:
    """«Без ответа закроем через 7 дней»: what an author's silence comes to."""
    words = ngettext(
        "Без ответа закроем через %(n)s день", "Без ответа закроем через %(n)s дней", days
    )
    return words % {"n": days}


def until(clock: Clock) -> str:
    """«до 26 ноября, осталось 4 дня»."""
    if clock.due_on is None:
        return clock.text
    day = date_format(clock.due_on, "j E")
    if not clock.text:
        return gettext("до %(day)s") % {"day": day}
    return gettext("до %(day)s, %(left)s") % {"day": day, "left": clock.text}


def term(of: terms.Term) -> str:
    """«8 рабочих дней»."""
    if of.unit == terms.WORKING:
        words = ngettext("%(n)s рабочий день", "%(n)s рабочих дней", of.days)
    else:
        words = ngettext("%(n)s день", "%(n)s дней", of.days)
    return words % {"n": of.days}


def number(of: str) -> str:
    """«4172-9036»: as it is read out."""
    return f"{of[:4]}-{of[4:]}"


def title_of(row: Report) -> str:
    """What a report is called in lists: its category and where."""
    return title_for(row.category, row.address)


def title_for(category: Category, address: str) -> str:
    """The same of a report that is not read whole."""
    return f"{category.title}: {address}" if address else category.title


def tag(row: Report, *, is_author: bool = False) -> dict[str, Any]:
    """The state as a coloured word; how it ended once it is over; to its author, if it waits."""
    if is_author and row.state == states.CLARIFYING:
        return {"text": _("Ждём вас"), "tone": "bell"}
    if is_author and row.state == states.ASKED:
        return {"text": _("Сделано? Ждём вас"), "tone": "bell"}
    words = ended(row) if row.state in states.OVER else STATES[row.state]
    is_done = row.state != states.CLOSED or row.outcome == states.SOLVED
    return {"text": words, "tone": TONES[row.state] if is_done else "grey"}

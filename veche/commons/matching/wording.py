"""Words of matching: kinds, states, reasons, whose turn it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from veche.commons.matching.models import Match, Solver
from veche.commons.matching.rules import ranking, states
from veche.kernel.errors import Text

SOLVER_KINDS: dict[str, Text] = {
    states.ORGANISATION: gettext_lazy("Организация"),
    states.TOS: gettext_lazy("ТОС"),
    states.GROUP: gettext_lazy("Группа добровольцев"),
    states.RESIDENT: gettext_lazy("Житель"),
}
SOLVER_ICONS = {
    states.ORGANISATION: "building",
    states.TOS: "home",
    states.GROUP: "people",
    states.RESIDENT: "me",
}
GIFTS: dict[str, Text] = {
    states.TOOLS: gettext_lazy("Инструмент"),
    states.VEHICLE: gettext_lazy("Машина"),
    states.MATERIALS: gettext_lazy("Материалы"),
    states.MONEY: gettext_lazy("Деньги"),
    states.GOODS: gettext_lazy("Вещи и продукты"),
}
THANKS: dict[str, Text] = {
    states.KIND: gettext_lazy("За доброту"),
    states.QUICK: gettext_lazy("За скорость"),
    states.TIDY: gettext_lazy("За аккуратность"),
    states.MORE: gettext_lazy("Сделали больше, чем просили"),
}
LICENCES: dict[str, tuple[Text, str]] = {
    states.CLAIMED: (gettext_lazy("Допуск проверяют"), "sky"),
    states.VERIFIED: (gettext_lazy("Допуск проверен"), "good"),
    states.REJECTED: (gettext_lazy("Допуск не приняли"), "bad"),
}
NEEDS: dict[str, tuple[Text, str]] = {
    states.OPEN: (gettext_lazy("Ищем помощников"), "sky"),
    states.TAKEN: (gettext_lazy("Помощник нашёлся"), "good"),
    states.FULFILLED: (gettext_lazy("Сделано"), "good"),
    states.CLOSED: (gettext_lazy("Помощников больше не ищут"), "grey"),
}
MATCHES: dict[str, tuple[Text, str]] = {
    states.ASKED: (gettext_lazy("Попросили о помощи"), "sky"),
    states.OFFERED: (gettext_lazy("Предложили помощь"), "sky"),
    states.AGREED: (gettext_lazy("Договорились, нужен план"), "sky"),
    states.DRAFTED: (gettext_lazy("План ждёт согласия"), "sky"),
    states.PLANNED: (gettext_lazy("Ждёт хозяина места"), "sky"),
    states.ALLOWED: (gettext_lazy("Хозяин места согласен"), "good"),
    states.HANDED: (gettext_lazy("Работа идёт"), "good"),
    states.PROVEN: (gettext_lazy("Сделано, ждёт подтверждения"), "sky"),
    states.DONE: (gettext_lazy("Сделано"), "good"),
    states.DECLINED: (gettext_lazy("Отказались"), "grey"),
    states.WITHDRAWN: (gettext_lazy("Отменили"), "grey"),
    states.FORBIDDEN: (gettext_lazy("Хозяин места не разрешил"), "bad"),
    states.LAPSED: (gettext_lazy("Не ответили в срок"), "grey"),
}
PARTIES: dict[str, Text] = {
    states.RAISER: gettext_lazy("тот, кто попросил"),
    states.ASKER: gettext_lazy("тот, кто попросил"),
    states.SOLVER: gettext_lazy("помощник"),
    states.OWNER: gettext_lazy("хозяин места"),
    states.TOWN: gettext_lazy("город отказал"),
    states.SILENCE: gettext_lazy("молчанием: в срок никто не возразил"),
}
# What was shown and no moderator has seen yet, or one has refused: nobody is held to a day.
_UNSEEN = "unseen"
# What to do for whoever's turn it is, and what the others wait for.
_TURNS: dict[str, tuple[Text, Text]] = {
    states.ASKED: (
        gettext_lazy("Вас просят помочь. Согласны?"),
        gettext_lazy("Помощник решает, сможет ли"),
    ),
    states.OFFERED: (
        gettext_lazy("Вам предлагают помощь. Согласны?"),
        gettext_lazy("Тот, кто попросил, решает"),
    ),
    states.AGREED: (
        gettext_lazy("Напишите план: день, сколько человек, что взять"),
        gettext_lazy("Стороны пишут план"),
    ),
    states.DRAFTED: (
        gettext_lazy("Прочитайте план и согласитесь или предложите свой"),
        gettext_lazy("План читает другая сторона"),
    ),
    states.PLANNED: (
        gettext_lazy("Место ваше: разрешите работу или объясните, почему нет"),
        gettext_lazy("Хозяин места читает план. До его согласия ничего не трогаем"),
    ),
    states.ALLOWED: (
        gettext_lazy("Передайте место и инструмент, и можно начинать"),
        gettext_lazy("Осталось принять место, и можно начинать"),
    ),
    states.HANDED: (
        gettext_lazy("Сделайте и покажите фото"),
        gettext_lazy("Помощники работают"),
    ),
    states.PROVEN: (
        gettext_lazy("Посмотрите, что вышло. Всё сделано?"),
        gettext_lazy("Смотрит тот, кто попросил. Промолчит до срока — засчитаем сами"),
    ),
    _UNSEEN: (
        gettext_lazy("Посмотрите, что вышло. Всё сделано?"),
        gettext_lazy("Фото смотрит модератор, а сделанное — тот, кто попросил"),
    ),
    states.REFUSED: (
        gettext_lazy(
            "Модератор не пропустил фото: покажите другое. Кто просил помощь, может подтвердить "
            "и без фото"
        ),
        gettext_lazy("Модератор не пропустил фото. Помощник покажет другое"),
    ),
    states.DONE: (gettext_lazy("Дело сделано. Спасибо!"),) * 2,
    states.TOWN: (
        gettext_lazy(
            "Город отказал и объяснил почему, договорённость остановлена. Если передумает, "
            "помощников можно позвать снова"
        ),
    )
    * 2,
}
STEPS: dict[str, Text] = {
    states.ASKED: gettext_lazy("Попросили о помощи"),
    states.OFFERED: gettext_lazy("Предложили помощь"),
    states.ACCEPT: gettext_lazy("Согласились"),
    states.DECLINE: gettext_lazy("Отказались"),
    states.WITHDRAW: gettext_lazy("Отменили"),
    states.PLAN: gettext_lazy("Написали план"),
    states.AGREE: gettext_lazy("Согласились с планом"),
    states.ALLOW: gettext_lazy("Хозяин места согласен"),
    states.FORBID: gettext_lazy("Хозяин места не разрешил"),
    states.HAND_OVER: gettext_lazy("Передали место"),
    states.PROVE: gettext_lazy("Показали, что вышло"),
    states.RETURN: gettext_lazy("Попросили доделать"),
    states.CONFIRM: gettext_lazy("Подтвердили: сделано"),
    states.LAPSED: gettext_lazy("Не ответили в срок"),
    states.REFUSED: gettext_lazy("Модератор не пропустил фото, нужно другое"),
    states.DANGER: gettext_lazy("Работа стала опасной, нужен допуск"),
}
WEEKDAYS: tuple[Text, ...] = (
    gettext_lazy("понедельник"),
    gettext_lazy("вторник"),
    gettext_lazy("среда"),
    gettext_lazy("четверг"),
    gettext_lazy("пятница"),
    gettext_lazy("суббота"),
    gettext_lazy("воскресенье"),
)
_ON_WEEKDAYS: tuple[Text, ...] = (
    gettext_lazy("в понедельник"),
    gettext_lazy("во вторник"),
    gettext_lazy("в среду"),
    gettext_lazy("в четверг"),
    gettext_lazy("в пятницу"),
    gettext_lazy("в субботу"),
    gettext_lazy("в воскресенье"),
)


def name_of(solver: Solver) -> str:
    """How somebody is shown to others: by the words a moderator let through, or by their kind.

    The name of an organisation a clerk has looked at.
    """
    if not solver.name:
        return _("Имя удалено")
    is_read = solver.is_shown or solver.organisation_id is not None
    return solver.name if is_read else str(SOLVER_KINDS[solver.kind])


def turn(row: Match, waits_for: Collection[str], parties: Collection[str]) -> str:
    """What is next: to do for those whose turn it is, to wait for the others; "" once over."""
    state = states.TOWN if is_refused(row) else row.state
    if state == states.PROVEN and not row.is_proof_shown:
        state = states.REFUSED if row.is_proof_refused else _UNSEEN
    mine, others = _TURNS.get(state, ("", ""))
    return str(mine if set(waits_for) & set(parties) else others)


def is_refused(row: Match) -> bool:
    """Whether a talk ended because the town has refused the case above."""
    return row.state == states.WITHDRAWN and row.ended_by == states.TOWN


def state_of(row: Match) -> tuple[Text, str]:
    """Where a talk stands, and in which tone."""
    if is_refused(row):
        return gettext_lazy("Остановлено: город отказал"), "grey"
    return MATCHES[row.state]


def day_text(day: date) -> str:
    """«в субботу, 5 декабря»."""
    return f"{_ON_WEEKDAYS[day.weekday()]}, {date_format(day, 'j E')}"


def reason_text(one: ranking.Reason) -> str:
    """One line of the explanation."""
    if one.code == ranking.FREE and one.on is not None:
        return _("свободны %(day)s") % {"day": day_text(one.on)}
    if one.code == ranking.NEAR:
        return _distance(one.number)
    if one.code == ranking.DEEDS:
        text = ngettext("%(n)s завершённое дело", "%(n)s завершённых дел", one.number)
        return text % {"n": one.number}
    if one.code == ranking.WAITS:
        text = ngettext("ждут дела %(n)s неделю", "ждут дела %(n)s недель", one.number)
        return text % {"n": one.number}
    if one.code == ranking.SOME_HANDS:
        return _("рук %(n)s из %(of)s") % {"n": one.number, "of": one.of}
    return {
        ranking.PLACE: _("помогают в этом районе"),
        ranking.TOWN: _("помогают по всему городу"),
        ranking.ABLE: _("умеют"),
        ranking.LICENSED: _("умеют, допуск проверен"),
        ranking.HANDS: _("рук хватит"),
    }[one.code]


def _distance(metres: int) -> str:
    if metres <= ranking.NEAR_M:
        return _("рядом")
    return _("в %(n)s км") % {"n": max(1, round(metres / 1000))}


def days_text(bits: int) -> str:
    """Weekdays in words: «суббота, воскресенье», «в любой день»."""
    if bits == 0b1111111:
        return _("в любой день")
    return ", ".join(str(name) for place, name in enumerate(WEEKDAYS) if bits >> place & 1)


def when_text(starts_on: date, ends_on: date | None) -> str:
    """The days of a need."""
    first = date_format(starts_on, "j E")
    if ends_on is None:
        return _("с %(first)s") % {"first": first}
    if ends_on == starts_on:
        return day_text(starts_on)
    return _("с %(first)s по %(last)s") % {"first": first, "last": date_format(ends_on, "j E")}

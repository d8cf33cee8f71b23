"""Statuses, lines and states in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.points import registry, rules

STATUSES: dict[str, Promise] = {
    "": _("Пока без статуса"),
    "starter": _("Участник"),
    "helper": _("Помощник"),
    "active": _("Активный житель"),
    "pillar": _("Опора города"),
}
OWN: dict[str, Promise] = {
    rules.GIVEN: _("Подарено"),
    rules.GOT: _("Подарили жители"),
    rules.ORDERED: _("Обмен на вещь"),
    rules.RETURNED: _("Возврат за заказ"),
    rules.FORGOTTEN: _("Списано: владелец отказался от баллов"),
    rules.JOINED: _("Перенос между вашими учётными записями"),
}
ORDER_STATES: dict[str, tuple[Promise, str]] = {
    rules.OPEN: (_("Ждёт вас"), "bell"),
    rules.HANDED: (_("Получено"), "good"),
    rules.EXPIRED: (_("Срок вышел, баллы вернулись"), "grey"),
    rules.CANCELLED: (_("Отменён, баллы вернулись"), "grey"),
}


def title_of(code: str) -> str:
    """How a line of the ledger is called."""
    if code in OWN:
        return str(OWN[code])
    known = registry.deed(code)
    return str(known.title) if known is not None else str(_("Участие в делах города"))

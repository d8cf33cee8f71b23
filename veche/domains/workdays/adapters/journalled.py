"""What neighbours' days write into the journal, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.workdays.queries import wording
from veche.kernel.manifest import Act, Detail

_DAY, _TOOL, _WORK = _("соседский день"), _("инструмент"), _("вид работы")
ACTS = {
    "workdays.day_allowed": Act(_("Хозяин места разрешил соседский день"), _DAY),
    "workdays.day_called": Act(
        _("Соседей позвали на общее дело"), _DAY, {"work": Detail(_("работа"))}
    ),
    "workdays.day_cancelled": Act(_("Соседский день отменён"), _DAY),
    "workdays.day_done": Act(
        _("Итог соседского дня подведён"),
        _DAY,
        {"came": Detail(_("пришло")), "minutes": Detail(_("минут всего"))},
    ),
    "workdays.day_forbidden": Act(_("Хозяин места не разрешил соседский день"), _DAY),
    "workdays.day_joined": Act(
        _("Сосед идёт"), _DAY, {"hands": Detail(_("сколько рук"))}, is_nameless=True
    ),
    "workdays.day_lapsed": Act(_("Соседский день не состоялся"), _DAY),
    "workdays.day_left": Act(_("Сосед не идёт"), _DAY, is_nameless=True),
    "workdays.day_near": Act(_("О соседском дне напомнили"), _DAY),
    "workdays.day_over": Act(_("Спросили, как прошёл соседский день"), _DAY),
    "workdays.day_turned_over": Act(
        _("Назван другой хозяин места"), _DAY, {"to": Detail(_("организация"))}
    ),
    "workdays.hours_taken": Act(_("Список часов выгружен"), _DAY, {"lines": Detail(_("строк"))}),
    "workdays.photos_added": Act(
        _("К соседскому дню добавлены фото"), _DAY, {"photos": Detail(_("сколько"))}
    ),
    "workdays.tool_saved": Act(_("Склад инструмента изменён"), _TOOL, {"count": Detail(_("штук"))}),
    "workdays.tools_given_back": Act(_("Инструмент вернули"), _DAY),
    "workdays.tools_held": Act(
        _("Инструмент отложен для соседей"), _DAY, {"pieces": Detail(_("штук"))}
    ),
    "workdays.work_saved": Act(
        _("Вид работы для соседей записан"),
        _WORK,
        {"standing": Detail(_("кто делает"), wording.STANDINGS.get)},
    ),
}

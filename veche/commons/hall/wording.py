"""The hall's closed lists in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.hall import rules

STATE_TITLES: dict[str, Promise] = {
    rules.OFF: _("Выключен"),
    rules.TEST: _("Внутренняя проверка"),
    rules.PILOT: _("Проба в одном районе"),
    rules.ON: _("Включён"),
}
STATE_HINTS: dict[str, Promise] = {
    rules.OFF: _("Никто не видит: ни меню, ни поиска, ни страниц, ни API"),
    rules.TEST: _("Видят только сотрудники с ролью"),
    rules.PILOT: _("Видят жители района и сотрудники. На каждой странице спросим, что неудобно"),
    rules.ON: _("Видят все"),
}
STATE_TONES = {rules.OFF: "grey", rules.TEST: "sky", rules.PILOT: "bell", rules.ON: "good"}
TONE_TITLES: dict[str, Promise] = {
    "info": _("Сообщаем"),
    "warn": _("Предупреждаем"),
    "bad": _("Опасность"),
    "good": _("Всё наладилось"),
}
ZONES: dict[str, Promise] = {
    "Europe/Kaliningrad": _("Калининград, МСК−1"),
    "Europe/Moscow": _("Москва"),
    "Europe/Samara": _("Самара, МСК+1"),
    "Asia/Yekaterinburg": _("Екатеринбург, МСК+2"),
    "Asia/Omsk": _("Омск, МСК+3"),
    "Asia/Novosibirsk": _("Новосибирск, МСК+4"),
    "Asia/Krasnoyarsk": _("Красноярск, МСК+4"),
    "Asia/Irkutsk": _("Иркутск, МСК+5"),
    "Asia/Yakutsk": _("Якутск, МСК+6"),
    "Asia/Vladivostok": _("Владивосток, МСК+7"),
    "Asia/Magadan": _("Магадан, МСК+8"),
    "Asia/Kamchatka": _("Камчатка, МСК+9"),
}
STEP_TITLES: dict[str, Promise] = {
    "face": _("Имя и знак"),
    "places": _("Границы и адреса"),
    "staff": _("Сотрудники"),
    "rules": _("Правила и контакты"),
    "services": _("Сервисы"),
}
STEP_TEXTS: dict[str, Promise] = {
    "face": _("Как сервис называется, какого он цвета и по какому времени живёт"),
    "places": _("Районы и дома: по ним решается, кто голосует о своём дворе"),
    "staff": _("Кто готовит опросы, кто утверждает, кто проверяет"),
    "rules": _("Страницы, которые прочтут жители"),
    "services": _("Что открыть сразу, что сначала попробовать"),
}
STEP_ROUTES = {
    "face": "hall:describe-town",
    "places": "places:manage-places",
    "staff": "identity:manage-staff",
    "rules": "pages:manage-pages",
    "services": "hall:list-services",
}

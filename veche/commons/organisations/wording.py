"""Organisations in the words of the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import rules

KINDS: dict[str, Promise] = {
    rules.BUSINESS: _("Бизнес"),
    rules.NKO: _("НКО"),
    rules.TOS: _("ТОС"),
    rules.UK: _("Управляющая компания"),
    rules.SCHOOL: _("Школа или детский сад"),
    rules.PROVIDER: _("Кружки, спорт, услуги"),
}
GROUPS: dict[str, Promise] = {
    rules.BUSINESS: _("Бизнес"),
    rules.NKO: _("НКО"),
    rules.TOS: _("ТОС"),
    rules.UK: _("УК"),
    rules.SCHOOL: _("Школы"),
    rules.PROVIDER: _("Кружки и услуги"),
}
ICONS: dict[str, str] = {
    rules.BUSINESS: "rouble",
    rules.NKO: "people",
    rules.TOS: "home",
    rules.UK: "building",
    rules.SCHOOL: "book",
    rules.PROVIDER: "star",
}
RIGHTS: dict[str, Promise] = {
    rules.ACTS: _("действует от имени"),
    rules.MEMBER: _("участник"),
}
WANTED: dict[str, Promise] = {
    rules.ACTS: _("Действовать от имени организации"),
    rules.MEMBER: _("Числиться участником"),
}
PAPERS: dict[str, Promise] = {
    rules.PAPERS[0]: _("Выписка из реестра: человек записан руководителем"),
    rules.PAPERS[1]: _("Приказ о назначении"),
    rules.PAPERS[2]: _("Доверенность"),
    rules.PAPERS[3]: _("Протокол собрания"),
    rules.PAPERS[4]: _("Другой документ"),
}
OFFICES: dict[str, Promise] = {
    rules.ELDER: _("Староста"),
    rules.TOS_CHAIR: _("Председатель ТОС"),
    rules.HOUSE_SENIOR: _("Старший по дому"),
    rules.DEPUTY: _("Депутат"),
}
OFFICE_GROUPS: dict[str, Promise] = {
    rules.ELDER: _("Старосты"),
    rules.TOS_CHAIR: _("Председатели ТОС"),
    rules.HOUSE_SENIOR: _("Старшие по домам"),
    rules.DEPUTY: _("Депутаты"),
}
OFFICE_ICONS: dict[str, str] = {
    rules.ELDER: "pin",
    rules.TOS_CHAIR: "people",
    rules.HOUSE_SENIOR: "home",
    rules.DEPUTY: "me",
}
NUMBERS: dict[str, dict[str, Promise]] = {
    "inn": {
        "length": _("В ИНН 10 цифр у организации и 12 у предпринимателя. Пересчитайте."),
        "check": _("Последние цифры не сходятся с остальными: где-то опечатка."),
        "pair": _("ИНН и ОГРН не пара: один от организации, другой от предпринимателя."),
    },
    "ogrn": {
        "length": _("В ОГРН 13 цифр, в ОГРНИП предпринимателя 15. Пересчитайте."),
        "check": _("Последняя цифра не сходится с остальными: где-то опечатка."),
        "start": _("ОГРН начинается с 1 или 5, ОГРНИП с 3. Проверьте первую цифру."),
    },
}

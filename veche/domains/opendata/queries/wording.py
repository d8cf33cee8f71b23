"""Words of the catalogue as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from veche.domains.opendata.models import Version
from veche.domains.opendata.rules import choosing, fields, stages
from veche.kernel.errors import Text

THEMES: Mapping[str, Text] = {
    "GOVE": gettext_lazy("Власть и участие"),
    "ECON": gettext_lazy("Деньги и экономика"),
    "ENVI": gettext_lazy("Природа и благоустройство"),
    "EDUC": gettext_lazy("Образование, культура, спорт"),
    "HEAL": gettext_lazy("Здоровье"),
    "JUST": gettext_lazy("Право и безопасность"),
    "REGI": gettext_lazy("Дома, улицы, территории"),
    "SOCI": gettext_lazy("Люди и общество"),
    "TECH": gettext_lazy("Наука и техника"),
    "TRAN": gettext_lazy("Дороги и транспорт"),
}
PERIODS: Mapping[str, Text] = {
    "CONT": gettext_lazy("постоянно"),
    "DAILY": gettext_lazy("каждый день"),
    "WEEKLY": gettext_lazy("каждую неделю"),
    "MONTHLY": gettext_lazy("каждый месяц"),
    "QUARTERLY": gettext_lazy("каждый квартал"),
    "ANNUAL": gettext_lazy("каждый год"),
    "IRREG": gettext_lazy("когда есть что изменить"),
}
LICENCES: Mapping[str, Text] = {
    "CC-BY-4.0": gettext_lazy("CC BY 4.0: берите, меняйте, публикуйте, назвав источник"),
    "CC0-1.0": gettext_lazy("CC0: берите без всяких условий"),
}
TYPES: Mapping[str, Text] = {
    fields.STRING: gettext_lazy("слова"),
    fields.INTEGER: gettext_lazy("целое число"),
    fields.NUMBER: gettext_lazy("число"),
    fields.BOOLEAN: gettext_lazy("да или нет"),
    fields.DATE: gettext_lazy("дата"),
    fields.DATETIME: gettext_lazy("дата и время"),
    fields.YEAR: gettext_lazy("год"),
}
PARTS: Mapping[str, Text] = {
    fields.PLAIN: gettext_lazy("ничего о людях"),
    fields.GROUP: gettext_lazy("делит людей на группы (район, возраст, пол)"),
    fields.PERSONS: gettext_lazy("сколько людей в строке"),
    fields.CONTACT: gettext_lazy("телефон, почта или должностное лицо учреждения, не жителя"),
}
OPS: Mapping[str, Text] = {
    choosing.IS: gettext_lazy("равно"),
    choosing.HAS: gettext_lazy("содержит"),
    choosing.FROM: gettext_lazy("не меньше"),
    choosing.TO: gettext_lazy("не больше"),
}
STATES: Mapping[str, tuple[Text, str]] = {
    stages.DRAFT: (gettext_lazy("проверьте столбцы"), "warn"),
    stages.READY: (gettext_lazy("ждёт публикации"), "sky"),
    stages.PUBLISHED: (gettext_lazy("опубликовано"), "good"),
    stages.WITHDRAWN: (gettext_lazy("отозвано"), "grey"),
}
FAULTS: Mapping[str, Text] = {
    fields.INTEGER: gettext_lazy("не целое число"),
    fields.NUMBER: gettext_lazy("не число"),
    fields.LONG: gettext_lazy(
        "слишком большое число: больше 18 цифр. Если это код, выберите «слова»"
    ),
    fields.BOOLEAN: gettext_lazy("не «да» и не «нет»"),
    fields.DATE: gettext_lazy("не дата: пишите 31.12.2026 или 2026-12-31"),
    fields.DATETIME: gettext_lazy("не дата и время: пишите 2026-12-31 18:30"),
    fields.YEAR: gettext_lazy("не год: четыре цифры"),
    fields.PERSON: gettext_lazy("похоже на имя человека"),
    fields.PERSONS: gettext_lazy("число людей не указано или меньше нуля"),
}
# What of somebody's own may never be published, and what an office may have too.
_NEVER = frozenset(("snils", "passport", "card", "account"))
_CONTACTS = frozenset(("phone", "email"))


def is_refused(kind: str, part: str) -> bool:
    """Whether a find of the moderators' kinds holds a set up: a contact that is an office's does
    not."""
    return kind in _NEVER or (kind in _CONTACTS and part != fields.CONTACT)


def fault_words(kind: str, found: Mapping[str, Text]) -> str:
    """What is wrong with a cell."""
    if kind in FAULTS:
        return str(FAULTS[kind])
    return _("похоже на чужие данные: %(what)s") % {"what": found.get(kind, kind)}


def faults(row: Version) -> list[dict[str, Any]]:
    """Wrong cells as they are listed: address in the file, what is wrong, what stands there."""
    told = fields.restored(row.fields)
    return [
        {
            "cell": f"{get_column_letter(one['column'] + 1)}{one['line']}",
            "what": one["what"],
            "words": one["words"],
            "heading": told[one["column"]].title if one["column"] < len(told) else "",
        }
        for one in row.faults
    ]


def shown(field: fields.Field, value: Any) -> str:
    """A cell as a page shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    text = str(value)
    if text in field.words:
        return str(field.words[text])
    if isinstance(value, datetime):
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        return here.strftime("%Y-%m-%d %H:%M")
    return fields.whole(field, text)


ALL, ROWS, EMPTY = gettext_lazy("Все"), gettext_lazy("Строк"), gettext_lazy("не указано")


def rest(number: int) -> str:
    """The values of a chart that are not drawn apart."""
    return _("Остальное: %(n)s") % {"n": number}


def chart_title(by: fields.Field, of: fields.Field | None) -> str:
    """What a chart shows."""
    if of is None:
        return _("Сколько строк: %(by)s") % {"by": by.title}
    return _("%(of)s: %(by)s") % {"of": of.title, "by": by.title}

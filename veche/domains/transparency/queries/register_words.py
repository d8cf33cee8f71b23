"""Words of the tables beside the budget: what each is, its sample, what is wrong with a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.rules import amounts, registers
from veche.domains.transparency.rules.registers import Told


@dataclass(frozen=True)
class About:
    """A kind of table: its title, what it is for, the headings and a row of its sample."""

    title: Promise
    text: Promise
    sample: tuple[Sequence[str], ...]


# not shown: a sample file is in the language of the offices
_TOWNS = (
    ("Город", "Год", "Показатель", "Жителей", "Раздел", "Сумма, руб.", "Источник", "Ссылка",
     "Дата"),
    ("Липовск", "2026", "план", "104500", "всего", "8100000000", "Решение совета № 12",
     "https://example.org/budget", "25.12.2025"),
    ("Липовск", "2026", "план", "104500", "07", "4020000000", "Решение совета № 12",
     "https://example.org/budget", "25.12.2025"),
)  # fmt: skip
# not shown: a sample file is in the language of the offices
_INDICATORS = (
    ("Программа", "Показатель", "Единица", "Год", "План", "Факт", "Источник", "Ссылка"),
    ("05", "Обустроено дворов", "дворов", "2025", "24", "22", "Отчёт о программе", ""),
)
# not shown: a sample file is in the language of the offices
_PAYMENTS = (
    ("Дата", "Номер платежа", "Номер контракта", "Сумма, руб.", "Код (КБК)", "Назначение",
     "Получатель", "ИНН"),
    ("14.08.2026", "1204", "0811300012026", "1250000,00", "90405030520321300244",
     "Аванс за благоустройство сквера", "ООО «Двор»", "9900000306"),
)  # fmt: skip
ABOUT: Mapping[str, About] = {
    registers.TOWNS: About(
        _("Города для сравнения"),
        _("Сколько тратят другие города по разделам, по их опубликованным бюджетам."),
        _TOWNS,
    ),
    registers.INDICATORS: About(
        _("Показатели программ"),
        _("Что программы обещали на год и что вышло: рядом с их деньгами."),
        _INDICATORS,
    ),
    registers.PAYMENTS: About(
        _("Платежи по контрактам"),
        _("Реестр платежей: по кодам он связан со строкой бюджета, по номеру — с проектом."),
        _PAYMENTS,
    ),
}
NAMES: dict[str, Promise] = {kind: one.title for kind, one in ABOUT.items()}
BASES: dict[str, Promise] = {
    registers.PLAN: _("По плану"),
    registers.EXECUTED: _("Исполнено за год"),
}
FAULTS: dict[str, Promise] = {
    "blank": _("Пусто, а нужно значение"),
    "long": _("Слишком длинно"),
    "many": _("Строк больше 100 000: разделите файл"),
    "year": _("Год: четыре цифры"),
    "people": _("Число жителей: целое, больше нуля"),
    "money": _("Сумма в рублях: число"),
    "too_large": _("Число слишком большое: такой суммы в бюджете быть не может"),
    "day": _("Дата: 31.12.2026"),
    "link": _("Ссылка: начинается с https://"),
    "basis": _("Здесь пишут «план» или «исполнено»"),
    "section": _("Раздел: от 01 до 14 или «всего»"),
    "programme": _("Код программы: два знака или вся целевая статья"),
    "value": _("Значение показателя: число"),
    "contract": _("Номер контракта: до 60 знаков"),
    "kbk": _("Код расходов: 20 знаков, с подразделом и целевой статьёй"),
    "person": _("Похоже на имя или номер человека. Такие данные здесь не хранят: уберите их"),
    "inn": _("ИНН организации: десять цифр"),
    "no_inn": _("Получателя называют только вместе с ИНН организации. Людей не называют"),
    "twice": _("Эта строка в файле уже есть"),
    "known": _("Этот платёж уже загружен"),
    "differs": _("У одного города за год одно число жителей и один источник"),
}


def faults(told: Told) -> list[dict[str, Any]]:
    """Wrong cells by their names, in the order of the file."""
    return [
        {
            "cell": amounts.cell_name(one.column, one.row),
            "heading": one.heading,
            "what": str(FAULTS[one.what]),
            "words": one.words,
        }
        for one in sorted(told.wrong, key=lambda one: (one.row, one.column))
    ]

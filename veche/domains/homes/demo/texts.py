"""Names and outages of the made-up town."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from dataclasses import dataclass

from veche.domains.homes.rules import words

# Kind: name, telephone, telephone for accidents, where.
NETWORKS = {
    words.WATER: (
        "Заречный водоканал",
        "+7 48431 5-50-00",
        "+7 48431 5-50-05",
        "Насосная улица, 2",
    ),
    words.HEAT: ("Заречные тепловые сети", "+7 48431 5-51-00", "+7 48431 5-51-05", ""),
    words.POWER: ("Городские электросети", "+7 48431 5-52-00", "+7 48431 5-52-05", ""),
    words.GAS: ("Заречьегаз", "+7 48431 5-53-00", "104", ""),
    words.WASTE: ("ООО «Чистый город»", "+7 48431 5-54-00", "", ""),
}
COMPANIES = ("УК «Наш дом»", "УК «Заречье»", "УК «Уют»", "ТСЖ «Союз»")
DEPUTIES = (
    "Орлова Мария Петровна, депутат городского совета",
    "Климов Сергей Иванович, депутат городского совета",
    "Ахметова Алия Ринатовна, депутат городского совета",
)


@dataclass(frozen=True)
class Off:
    """An outage: days from today, the hour it begins, how many hours, how many of them added."""

    trouble: str
    where: str
    day: int
    hour: int
    hours: int
    why: str
    answers: str
    phone: str
    nature: str = words.PLANNED_WORK
    longer: int = 0
    reason: str = ""


_WATER, _HEAT, _POWER = (
    ("Заречный водоканал", "+7 48431 5-50-05"),
    ("Заречные тепловые сети", "+7 48431 5-51-05"),
    ("Городские электросети", "+7 48431 5-52-05"),
)
OUTAGES = (
    Off(words.WATER, "Садовая улица", -21, 9, 8, "Меняли задвижку на вводе", *_WATER),
    Off(words.POWER, "Заводской", -9, 10, 5, "Осматривали подстанцию", *_POWER),
    Off(
        words.HEAT,
        "Вокзальная улица",
        -4,
        6,
        14,
        "Прорвало трубу у котельной",
        *_HEAT,
        nature=words.ACCIDENT,
        longer=4,
        reason="Под трубой оказался кабель, ждали электриков",
    ),
    Off(words.GAS, "Рабочая улица", -2, 9, 6, "Проверяли газопровод", "Заречьегаз", "104"),
    Off(
        words.WATER,
        "улица Гагарина",
        0,
        0,
        34,
        "Прорвало трубу под дорогой",
        *_WATER,
        nature=words.ACCIDENT,
        longer=6,
        reason="Труба старая, меняют десять метров вместо двух",
    ),
    Off(words.ROAD, "улица Ленина", -1, 8, 120, "Кладут новый асфальт", "Городские дороги", ""),
    Off(
        words.POWER,
        "Советская улица",
        2,
        9,
        8,
        "Ставят новую опору",
        *_POWER,
    ),
    Off(words.HEAT, "Привокзальный", 3, 8, 10, "Промывают магистраль", *_HEAT),
    Off(words.WATER, "Садовая улица", 6, 10, 6, "Подключают новый дом", *_WATER),
)

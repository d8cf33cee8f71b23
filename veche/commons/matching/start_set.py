"""Kinds of work that a new town begins with; it edits them at /office/work-kinds/."""
# not shown in this module: data that a migration writes once, in the language of the town

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of work; `licence` is what an official asks to see, of dangerous work."""

    code: str
    title: str
    icon: str
    licence: str = ""


KINDS = (
    Kind("cleanup", "Уборка и субботник", "refresh"),
    Kind("greening", "Цветы и деревья", "sun"),
    Kind("snow", "Снег у двери и дорожки", "minus"),
    Kind("painting", "Покраска", "edit"),
    Kind("carpentry", "Скамейки и столярка", "works"),
    Kind("playground", "Мелкий ремонт площадки", "star"),
    Kind("carrying", "Перевезти и погрузить", "arrow-right"),
    Kind("elderly", "Помочь пожилому человеку", "people"),
    Kind("errands", "Сходить за продуктами и лекарством", "home"),
    Kind("animals", "Бездомные животные", "target"),
    Kind("teaching", "Научить и позаниматься", "book"),
    Kind("computers", "Телефоны и компьютеры", "phone"),
    Kind("events", "Праздник двора", "calendar"),
    Kind("printing", "Фото, афиши, листовки", "print"),
    Kind("legal", "Совет юриста или бухгалтера", "scale"),
    Kind("goods", "Вещи, продукты, материалы", "archive"),
    Kind(
        "electric", "Электрика", "warn", "Удостоверение по электробезопасности, группа III и выше"
    ),
    Kind("height", "Работа на высоте", "warn", "Удостоверение о допуске к работам на высоте"),
    Kind("welding", "Сварка", "warn", "Удостоверение сварщика и талон по пожарной безопасности"),
    Kind("trees", "Спил и обрезка деревьев", "warn", "Допуск к работам с бензопилой и на высоте"),
    Kind(
        "digging", "Земляные работы техникой", "warn", "Ордер на земляные работы и права машиниста"
    ),
)

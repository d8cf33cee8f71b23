"""What voters of the made-up town order of their deputies, and what came of it."""
# not shown in this module: words of a made-up town

from __future__ import annotations

from dataclasses import dataclass

from veche.domains.orders import rules


@dataclass(frozen=True)
class Step:
    """A stage of the work: days from the decision to the plan, and to the deed if it is done."""

    title: str
    plan: int
    done: int | None = None
    note: str = ""
    scene: str = ""


@dataclass(frozen=True)
class Outcome:
    """The council's decision as commitments keep it; `due` in days from the decision."""

    state: str
    text: str
    body: str
    name: str
    act: str
    due: int
    post: str = "начальник управления"
    after: int = 0
    steps: tuple[Step, ...] = ()
    moved: tuple[int, str] | None = None
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    indicator: tuple[str, str, float, float, int] | None = None
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Story:
    """One order. `deputy` counts from that of the resident whom one can be; days lie behind."""

    title: str
    spot: str
    why: str
    state: str
    ago: int
    support: int
    deputy: int = 0
    is_own: bool = False
    answer: str = ""
    voice: str = rules.DEPUTY
    act: str = ""
    took: int = 12
    adopted_ago: int = 0
    next_year: int = 1
    roubles: int = 0
    outcome: Outcome | None = None


WORKS = "Управление городского хозяйства"
LIST_NOW, LIST_BEFORE = "решение Совета депутатов № 84", "решение Совета депутатов № 61"
STORIES = (
    Story(
        "Построить тротуар до школы",
        "от остановки до школьных ворот",
        "Дети идут по обочине, зимой прямо по проезжей части. Утром там двести человек.",
        rules.OPEN,
        9,
        84,
        is_own=True,
    ),
    Story(
        "Осветить дорожку через сквер",
        "сквер у поликлиники",
        "После пяти темно, пожилые обходят по дороге. Столбы рядом, тянуть недалеко.",
        rules.OPEN,
        41,
        57,
    ),
    Story(
        "Открыть кабинет педиатра",
        "в здании бывшей библиотеки",
        "До поликлиники сорок минут на автобусе с больным ребёнком.",
        rules.OPEN,
        3,
        22,
        deputy=1,
    ),
    Story(
        "Сделать детскую площадку на пустыре",
        "между домами 8 и 12",
        "Во дворе сорок детей, играют между машинами. Земля городская, не занята.",
        rules.TAKEN,
        52,
        133,
        answer="Был на месте с жителями. Внесу в перечень наказов на следующий год: земля "
        "городская, типовой проект есть, нужна смета от управления.",
    ),
    Story(
        "Вернуть автобус до садов",
        "конечная у садового товарищества",
        "С мая по сентябрь туда ездят шестьсот человек, последний рейс отменили.",
        rules.TAKEN,
        70,
        96,
        deputy=2,
        voice=rules.COUNCIL,
        took=21,
        answer="Передали в бюджетную комиссию: нужны деньги на один сезонный рейс. Решит совет "
        "при утверждении перечня.",
    ),
    Story(
        "Отремонтировать мост через ручей",
        "переход к рынку",
        "Доски сгнили, перил нет. По нему ходят каждый день.",
        rules.ADOPTED,
        210,
        148,
        took=10,
        answer="Поддерживаю. Мост на балансе города, внесу в перечень наказов.",
        adopted_ago=120,
        roubles=3_200_000,
        outcome=Outcome(
            "in_work",
            "Заменим настил и перила, поставим два фонаря. Подрядчика выберем торгами.",
            WORKS,
            "Семёнов Павел Андреевич",
            LIST_NOW,
            300,
            steps=(
                Step("Обследовать мост", 30, 28, "Опоры крепкие, меняем только верх."),
                Step("Провести торги", 90, 97, "Подрядчик известен."),
                Step("Заменить настил и перила", 200),
                Step("Поставить фонари", 260),
            ),
        ),
    ),
    Story(
        "Построить спортивную площадку у школы",
        "школьный двор",
        "Единственная площадка разбита, дети занимаются в коридоре.",
        rules.ADOPTED,
        560,
        212,
        took=14,
        answer="Поддерживаю и беру под свой контроль.",
        adopted_ago=380,
        roubles=7_400_000,
        outcome=Outcome(
            "done",
            "Построим площадку с мягким покрытием, турниками и баскетбольным кольцом.",
            "Управление образования",
            "Дёмина Ольга Викторовна",
            LIST_BEFORE,
            330,
            steps=(
                Step("Сделать проект", 60, 55),
                Step("Уложить покрытие", 220, 214, "Работали в каникулы."),
                Step("Поставить снаряды", 290, 281),
            ),
            stars=(2, 3, 9, 31, 48),
            outcome="Площадка открыта, ею пользуются и школа, и двор.",
        ),
    ),
    Story(
        "Провести воду на Полевую улицу",
        "Полевая улица, тридцать домов",
        "Воду берут из одной колонки, зимой она замерзает.",
        rules.ADOPTED,
        520,
        61,
        deputy=3,
        took=25,
        answer="Поддерживаю: это главный наказ округа.",
        adopted_ago=375,
        roubles=11_600_000,
        outcome=Outcome(
            "in_work",
            "Проложим водопровод вдоль всей улицы, жители подключатся сами.",
            WORKS,
            "Семёнов Павел Андреевич",
            LIST_BEFORE,
            320,
            steps=(
                Step("Сделать проект", 90, 110),
                Step("Проложить трубы", 300),
            ),
            moved=(120, "Проект вернули на доработку: пересекли кабель связи."),
        ),
    ),
    Story(
        "Посадить деревья вдоль объездной",
        "от кольца до заправки",
        "Шум и пыль слышны в квартирах, раньше там росли тополя.",
        rules.ADOPTED,
        190,
        74,
        deputy=1,
        took=9,
        answer="Поддерживаю, внесу в перечень.",
        adopted_ago=118,
        roubles=900_000,
        outcome=Outcome(
            "decided",
            "Высадим 140 лип весной, вместе с поливом на первый год.",
            "Управление благоустройства",
            "Крылова Инна Сергеевна",
            LIST_NOW,
            280,
        ),
    ),
    Story(
        "Построить второй мост через реку",
        "у старого парома",
        "Утром в город стоит пробка на час.",
        rules.DECLINED,
        150,
        188,
        deputy=2,
        voice=rules.COUNCIL,
        took=28,
        answer="Мост такого класса строит область: в бюджете города нет ни полномочий, ни денег. "
        "Совет направил обращение губернатору, ответ опубликуем.",
        act="решение Совета депутатов № 41",
    ),
    Story(
        "Снести гаражи у парка",
        "за стадионом",
        "Там свалка, хотелось бы дорожку к реке.",
        rules.DECLINED,
        95,
        19,
        deputy=4,
        took=17,
        answer="Гаражи стоят законно, у владельцев есть право собственности. Свалку уберут: "
        "передал сообщение в управление.",
    ),
    Story(
        "Поставить остановку с крышей",
        "у дома культуры",
        "Автобус раз в полчаса, ждать негде.",
        rules.MODERATION,
        0,
        0,
        deputy=5,
    ),
)

"""Polls of the demo town that run now, are to come, or are still being written."""

from __future__ import annotations

from veche.domains.polls.demo.plan import Ask, Choice, Story

STORIES = (
    Story(
        "place-2027",
        "objects",
        "Какое место благоустроить в 2027 году?",
        "Округ получит 60 миллионов рублей на одно общественное место. Выберите, с какого начать."
        "\n\nОстальные останутся в списке на следующие годы. Работы начнутся весной, когда"
        " сойдёт снег.",
        opened=10,
        days=14,
        turnout=6214,
        min_age=14,
        effect="commission",
        initiator="Глава округа",
        cover="panorama",
        asks=(
            Ask(
                "Какое место благоустроить первым?",
                choices=(
                    Choice(
                        "Сквер Мира",
                        3.1,
                        "Дорожки, свет, 120 деревьев",
                        1420,
                        "проспект Мира",
                        (54.5165, 36.4955),
                        old=1.4,
                        home="Старый город",
                        picture="square-after",
                    ),
                    Choice(
                        "Набережная Тихого залива",
                        2.4,
                        "Прогулочная и велодорожка",
                        2180,
                        "Заречный",
                        (54.4985, 36.4905),
                        young=1.5,
                        home="Заречный",
                        picture="embankment-after",
                    ),
                    Choice(
                        "Парк «Молодёжный»",
                        1.6,
                        "Скейт-площадка, кафе, сцена",
                        1750,
                        "Солнечный",
                        (54.5125, 36.4515),
                        young=2.1,
                        home="Солнечный",
                        picture="skate-after",
                    ),
                    Choice(
                        "Сад у вокзала",
                        1.1,
                        "Тень, фонтан, остановка",
                        990,
                        "Вокзальная улица",
                        (54.5225, 36.5045),
                        home="Привокзальный",
                        picture="garden",
                    ),
                ),
                neutral=(0.35, 0.4, 0.1),
            ),
        ),
        materials=(
            (
                "for",
                "Сквер Мира: ближе всех к центру",
                "Через сквер каждый день проходит около 4 тысяч человек. Освещение"
                " отключено с 2021 года.",
            ),
            (
                "against",
                "Сквер Мира: стройка рядом со школой",
                "Работы займут один учебный год, вход в школу № 2 придётся перенести.",
            ),
            (
                "for",
                "Набережная: единственный выход к воде",
                "Сейчас к реке можно спуститься только по глине. Берег укреплён, проект готов.",
            ),
            (
                "against",
                "Набережная: половодье",
                "Раз в пять лет вода поднимается до дорожки, содержание обойдётся на треть дороже.",
            ),
        ),
    ),
    Story(
        "bus-evening",
        "town",
        "До которого часа нужен вечерний автобус № 4?",
        "Сейчас последний рейс уходит от вокзала в 21:10. Продлить можно за счёт одного"
        " дневного рейса.",
        opened=6,
        days=14,
        turnout=2871,
        shown="live",
        curator="Отдел транспорта",
        cover="evening-bus",
        asks=(
            Ask(
                "Когда должен уходить последний автобус?",
                choices=(
                    Choice("Как сейчас, в 21:10", 1.0, old=1.8),
                    Choice("В 22:00", 2.2),
                    Choice("В 23:00", 2.6, young=1.8, home="Сосновый Бор"),
                ),
                neutral=(0.3, 0.5, 0.0),
            ),
            Ask(
                "Как часто вы ездите на № 4 вечером?",
                choices=(
                    Choice("Почти каждый день", 1.0, young=1.5),
                    Choice("Раз в неделю", 1.4),
                    Choice("Реже", 1.6),
                    Choice("Не езжу", 1.2, old=1.6),
                ),
            ),
        ),
    ),
    Story(
        "yard-sun",
        "district",
        "Солнечный: что сделать во дворах в первую очередь?",
        "Район растёт, денег хватит на два вида работ. Расставьте по важности.",
        opened=3,
        days=18,
        turnout=903,
        places=("Солнечный",),
        shown="after_vote",
        cover="yard-after",
        asks=(
            Ask(
                "Что важнее?",
                "ranking",
                maximum=3,
                choices=(
                    Choice("Освещение проходов", 2.4, old=1.5, picture="path-after"),
                    Choice("Детские площадки", 2.1, young=1.5, picture="playground-after"),
                    Choice("Места для машин", 1.9, picture="parking"),
                    Choice("Контейнеры под крышей", 1.2, old=1.4, picture="bins"),
                    Choice("Деревья и тень", 1.5, picture="avenue-after"),
                ),
            ),
            Ask("Отметьте место, где вечером темнее всего", "place", required=False, answered=0.4),
            Ask("Что ещё стоит знать?", "text", required=False, answered=0.15),
        ),
    ),
    Story(
        "villages-school-bus",
        "target",
        "Школьный автобус: во сколько забирать детей из сёл?",
        "Опрос для жителей сёл и деревень. Расписание изменится со второй четверти.",
        opened=1,
        days=10,
        turnout=164,
        places=("село Покровское", "посёлок Рассвет", "село Нижние Поляны", "деревня Берёзовка"),
        revisable=True,
        curator="Отдел образования",
        cover="school-bus",
        asks=(
            Ask(
                "Удобное время утром",
                choices=(
                    Choice("7:10", 1.4),
                    Choice("7:25", 2.2),
                    Choice("7:40", 1.1),
                ),
                neutral=(0.4, 0.3, 0.0),
            ),
        ),
    ),
    Story(
        "budget-2027",
        "sector",
        "На что направить 10 миллионов инициативного бюджета?",
        "Распределите деньги между направлениями так, как сделали бы сами.",
        opened=-4,
        days=21,
        turnout=0,
        curator="Финансовое управление",
        cover="stadium",
        asks=(
            Ask(
                "Распределите 10 миллионов рублей",
                "budget",
                total=1_000_000_000,
                roubles=True,
                choices=(
                    Choice("Дворы", 2.0, picture="yard-after"),
                    Choice("Дороги к садам", 1.5, picture="road-after"),
                    Choice("Спорт", 1.2, picture="stadium"),
                    Choice("Библиотеки и клубы", 1.0, picture="library"),
                    Choice("Озеленение", 1.2, picture="grove"),
                ),
            ),
        ),
    ),
    Story(
        "library-hours",
        "sector",
        "Когда работать библиотеке на Садовой?",
        "Рабочих часов столько же, вопрос — в какое время.",
        opened=-9,
        days=14,
        turnout=0,
        curator="Отдел культуры",
        cover="library",
        asks=(
            Ask(
                "Удобные часы",
                choices=(
                    Choice("С 9 до 18", 1.0),
                    Choice("С 11 до 20", 1.0),
                    Choice("С 12 до 21", 1.0),
                ),
                neutral=(0.3, 0.3, 0.0),
            ),
        ),
    ),
    Story(
        "review-market",
        "town",
        "Где ставить ярмарку выходного дня?",
        "Старая площадка у рынка закрывается на ремонт до осени.",
        opened=-3,
        days=14,
        turnout=0,
        state="review",
        effect="commission",
        curator="Отдел торговли",
        cover="market",
        asks=(
            Ask(
                "Где удобнее?",
                choices=(
                    Choice("У вокзала", 1.0),
                    Choice("На Заводском шоссе", 1.0),
                    Choice("У стадиона", 1.0),
                ),
                neutral=(0.3, 0.3, 0.2),
            ),
        ),
    ),
    Story(
        "draft-dogs",
        "district",
        "Площадка для собак в Сосновом Бору",
        "Черновик: уточняем место и стоимость.",
        opened=-12,
        days=14,
        turnout=0,
        state="draft",
        places=("Сосновый Бор",),
        asks=(
            Ask(
                "Нужна ли площадка?",
                "yes_no",
                choices=(
                    Choice("Да", 1.0),
                    Choice("Нет", 1.0),
                    Choice("Воздержусь", 0.2),
                ),
            ),
        ),
    ),
)

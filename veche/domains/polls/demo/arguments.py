"""What residents of the demo town say for and against the poll on the home page."""

# not shown in this module: words of made-up residents

from __future__ import annotations

from veche.commons.discussion import demo as discussion
from veche.commons.discussion.demo import Said
from veche.commons.identity.demo import DemoPeople
from veche.domains.polls.adapters.discussed import KIND
from veche.domains.polls.models import Poll

STORY = "demo:place-2027"
SAID = (
    Said(
        "for",
        "В сквере Мира тень и лавки нужны уже летом: площадь рядом раскаляется до сорока"
        " градусов, а с коляской деться некуда.",
        0.62,
    ),
    Said(
        "for",
        "Через сквер каждый день ходит пол-города: на рынок, в школу, к автобусу. Свет"
        " включат для всех, а не для одного района.",
        0.55,
    ),
    Said(
        "for",
        "Набережная даст работу: кафе, прокат, праздники. Деньги вернутся за три сезона.",
        0.21,
    ),
    Said(
        "for",
        "Подросткам в Солнечном негде собраться. Скейт-площадка дешевле, чем чинить"
        " разбитые остановки.",
        0.33,
    ),
    Said(
        "for",
        "По смете на дорожки и свет уходит 14 миллионов из 60. Останется на уход, а не"
        " только на ленточку.",
        0.47,
        "Управление благоустройства",
    ),
    Said("for", "Деревья сажать надо сейчас: липе нужно двадцать лет, чтобы дать тень.", 0.29),
    Said("for", "Рядом поликлиника. Бабушки идут от автобуса и отдыхают на бордюре.", 0.38),
    Said(
        "against",
        "Сначала тротуары. По Луговой дети идут в школу по проезжей части, а мы"
        " выбираем, где поставить фонтан.",
        0.58,
    ),
    Said(
        "against",
        "Три года назад уже благоустроили парк, и ни разу не подстригли. Где деньги на уход?",
        0.51,
    ),
    Said(
        "against",
        "Набережную в паводок заливает раз в пять лет. Плитку унесёт, как в 2013-м.",
        0.44,
    ),
    Said(
        "against", "Кафе в парке, это музыка до полуночи. Окна двух домов выходят прямо туда.", 0.19
    ),
    Said(
        "against",
        "Уход за новым местом заложен в бюджет 2028 года отдельной строкой: 2,1 миллиона в год.",
        0.25,
        "Финансовое управление",
    ),
    Said("against", "Выбирать одно место из четырёх нечестно: сёла снова ни с чем.", 0.35),
)
WAITING = (
    Said("for", "Сад у вокзала увидят все, кто приезжает. Первое впечатление о городе.", 0),
    Said(
        "against",
        "Соседка Марина с первого этажа собрала подписи против, её телефон"
        " 8 916 123-45-67, спросите сами.",
        0,
    ),
    Said("for", "Вы идиоты, если не видите, что сквер разваливается!", 0),
    Said("against", "Плитка и бордюры недорого! Замер бесплатно, скидка 20 %, plitka-oka.ru", 0),
    Said(
        "for",
        "Предлагаю назвать сад именем доктора Соколовой Анны Петровны, она лечила весь район.",
        0,
    ),
    Said("against", "Дeньги paзворуют, как вceгда.", 0),
)
PEOPLE = 120


def load(people: DemoPeople) -> None:
    """Say it once."""
    poll = Poll.objects.filter(import_key=STORY).first()
    if poll is None or poll.has_discussion or poll.opens_at is None:
        return
    Poll.objects.filter(id=poll.id).update(has_discussion=True)
    ids = [one.id for one in people.residents()[1 : PEOPLE + 1]]
    discussion.load(KIND, poll.id, SAID, WAITING, ids, poll.opens_at)

"""The cycles of the made-up town: when each began, what money it has, how far it has come."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from dataclasses import dataclass

from veche.domains.budgeting import rules
from veche.domains.budgeting.rules import phases, tallying, templates


@dataclass(frozen=True)
class Told:
    """A cycle: `starts` days from today, thousands of roubles for the town and for each of the
    first `parts` of it, how many vote, the state of its projects before the count. `streets` is
    where it goes on in the streets of the districts; `ideas` of the town's stand on its list after
    its own, `skips` of them left out; `collected` are parts of the residents' share
    that have come for the first projects that won."""

    slug: str
    title: str
    summary: str
    template: str
    state: str
    starts: int
    days: dict[str, int]
    town: int
    act: str
    act_number: str
    body: str = "Управление благоустройства"
    part: int = 0
    parts: int = 0
    turnout: int = 0
    target: int = 0
    votes_min: int = 0
    rule: str = templates.MOST_VOTES
    completion: str = ""
    stands: str = rules.BALLOTED
    ideas: int = 10
    skips: int = 0
    streets: int = 0
    refused: int = 0
    due: int = 300
    reached: tuple[str, ...] = (rules.WON,)
    overrides: bool = False
    collected: tuple[float, ...] = ()


_DAYS = {
    phases.PROPOSALS: 30,
    phases.CHECKS: 20,
    phases.BALLOT: 21,
    phases.COUNT: 7,
    phases.WORKS: 365,
}
CYCLES = (
    Told(
        "people-2025",
        "Народный бюджет: первый год",
        "Двенадцать миллионов на то, что жители выбрали сами. Всё построено и принято.",
        templates.PEOPLE,
        rules.APPROVED,
        -430,
        _DAYS,
        12_000,
        "Решение совета «О народном бюджете»",
        "41",
        turnout=3_100,
        ideas=5,
        skips=5,
        refused=1,
        due=290,
        reached=(rules.ACCEPTED,),
    ),
    Told(
        "yards-2026",
        "Дворы этого года",
        "Двор своего района и одно общее место для всего города.",
        templates.YARDS,
        rules.APPROVED,
        -260,
        {**_DAYS, phases.DESIGN: 14},
        7_000,
        "Постановление «О программе „Наш двор“»",
        "112",
        part=4_000,
        parts=3,
        turnout=2_600,
        votes_min=40,
        ideas=4,
        skips=2,
        reached=(rules.ACCEPTED, rules.WORKS, rules.WORKS, rules.CONTRACT),
        overrides=True,
    ),
    Told(
        "square-2026",
        "Какую территорию обновить первой",
        "Одна территория получит федеральные деньги. Выбирают все, кому есть 14 лет.",
        templates.IMPROVEMENT,
        rules.COUNTED,
        -135,
        {**_DAYS, phases.DESIGN: 21, phases.BALLOT: 45},
        10_000,
        "Постановление «О рейтинговом голосовании»",
        "87",
        turnout=4_200,
        target=4_000,
        ideas=3,
        skips=1,
    ),
    Told(
        "joint-2026",
        "Инициативное бюджетирование этого года",
        "Проекты выбраны. Область даёт семь рублей из десяти, жители собирают свою долю.",
        templates.INITIATIVE,
        rules.APPROVED,
        -200,
        _DAYS,
        7_000,
        "Решение совета «Об инициативных проектах»",
        "55",
        body="Управление экономики",
        turnout=900,
        ideas=2,
        skips=6,
        due=270,
        reached=(rules.DESIGN,),
        collected=(0.6, 0.2),
    ),
    Told(
        "people-2027",
        "Народный бюджет 2027",
        "25 миллионов: часть на весь город, часть районам. Наберите проекты, которые нужны вам.",
        templates.PEOPLE,
        rules.RUNNING,
        -58,
        _DAYS,
        16_000,
        "Решение совета «О народном бюджете»",
        "41",
        part=3_000,
        parts=3,
        turnout=1_750,
        target=5_000,
        rule=templates.SHARES_COST,
        completion=tallying.ADD1_REST,
        streets=5,
        refused=2,
    ),
    Told(
        "joint-2027",
        "Инициативное бюджетирование 2027",
        "Область даёт семь рублей из десяти, если жители и предприниматели добавят свою долю.",
        templates.INITIATIVE,
        rules.RUNNING,
        -12,
        _DAYS,
        9_000,
        "Решение совета «Об инициативных проектах»",
        "55",
        body="Управление экономики",
        stands=rules.PROPOSED,
        ideas=0,
    ),
)

"""Other towns, indicators and payments of the demo town, entered as officials do: by tables."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from veche.commons.identity.public import PersonRef
from veche.domains.transparency.actions import registering
from veche.domains.transparency.demo import figures
from veche.domains.transparency.queries import register_words
from veche.domains.transparency.rules import registers

# Name, people, roubles a resident in the current year, sections it does not tell.
TOWNS = (
    ("Липовск", 104_500, 79_800, ()),
    ("Заречье", 131_200, 76_400, ("06", "13")),
    ("Кленовогорск", 88_300, 91_500, ()),
    ("Верхние Ключи", 96_700, 71_900, ("12",)),
)
INDICATORS = (
    ("01", "Места в кружках на 100 школьников", "мест", 78, 2),
    ("01", "Дети в очереди в детский сад", "детей", 240, -60),
    ("02", "Посещения домов культуры и музея", "тыс. посещений", 410, 15),
    ("03", "Жители, которые занимаются спортом", "% жителей", 52, 2),
    ("04", "Отремонтировано дорог", "км", 18, 1),
    ("05", "Обустроено дворов", "дворов", 22, 2),
    ("05", "Новые скверы и площадки", "объектов", 4, 0),
    ("06", "Переселено из аварийных домов", "человек", 130, 10),
    ("10", "Ликвидировано свалок", "свалок", 9, -1),
)
# Code of the line, what for, roubles: paid under contracts that no project of residents knows.
SPENT = (
    ("90404090420220700244", "Ремонт дорог и тротуаров, этап {n}", 38_400_000),
    ("90404090420120600244", "Уборка снега и содержание дорог, месяц {n}", 21_700_000),
    ("90405030510221200244", "Озеленение и уборка, месяц {n}", 9_150_000),
    ("9040503052F255550244", "Сквер и набережная, этап {n}", 14_800_000),
    ("90405030520321300244", "Дворы по проектам жителей, этап {n}", 6_250_000),
)
FIRMS = (
    ("ООО «Дорсервис»", "990000001"),
    ("ООО «Зелёный двор»", "990000002"),
    ("МБУ «Горсвет»", "990000003"),
)
# Numbers of projects of the first people's budget, with who built them, as its contracts have it;
# they were accepted so many days ago, and paid soon after.
PROJECTS = ((3, FIRMS[1]), (4, FIRMS[0]), (5, FIRMS[1]))
FIRST_YEAR, ACCEPTED_AGO = 25, 70


def load(approver: PersonRef, today: date, log: Callable[[str], None]) -> None:
    """Three tables, whole."""
    tables = {
        registers.TOWNS: _towns(today),
        registers.INDICATORS: _indicators(today),
        registers.PAYMENTS: _payments(today),
    }
    number = 0
    for kind, rows in tables.items():
        header = register_words.ABOUT[kind].sample[0]
        told = registering.import_register(
            approver, kind=kind, data=_csv(header, rows), name=f"{kind}.csv"
        )
        number += len(told.records)
    log(f"города, показатели, платежи: строк {number}")


def _csv(header: Sequence[str], rows: Iterator[Sequence[object]]) -> bytes:
    kept = io.StringIO()
    table = csv.writer(kept, delimiter=";")
    table.writerow(header)
    table.writerows(rows)
    return kept.getvalue().encode()


def _towns(today: date) -> Iterator[Sequence[object]]:
    """Four towns by the plans of this year and of the last, one of them with gaps."""
    shares: dict[str, int] = {}
    for one in figures.SPENDING:
        shares[one.part[:2]] = shares.get(one.part[:2], 0) + one.share
    for step in (-1, 0):
        year = today.year + step
        for name, people, spent, untold in TOWNS:
            draw = random.Random(f"{name} {year}")  # noqa: S311  a demo, not a secret
            whole = round(people * spent * figures.GROWTH[step])
            site = f"https://example.org/budget-{year}"
            tail = ("Решение совета о бюджете", site, f"25.12.{year - 1}")
            yield (name, year, "план", people, "всего", whole, *tail)
            for section, share in sorted(shares.items()):
                if section not in untold:
                    value = round(whole * share / 10_000 * draw.uniform(0.75, 1.25))
                    yield (name, year, "план", people, section, value, *tail)


def _indicators(today: date) -> Iterator[Sequence[object]]:
    """Five years: what was promised, and what came of it in the years that are over."""
    for programme, name, unit, start, step in INDICATORS:
        draw = random.Random(name)  # noqa: S311  a demo, not a secret
        for ago in range(4, -1, -1):
            plan = start + step * (4 - ago)
            fact = round(plan * draw.uniform(0.86, 1.08)) if ago else ""
            title = "Отчёт о программе" if ago else "Паспорт программы"
            yield (programme, name, unit, today.year - ago, plan, fact, title, "")


def _payments(today: date) -> Iterator[Sequence[object]]:
    """Payments of the year that runs, month by month, and for what residents chose two years ago:
    under the contracts that the people's budget of the demo names, once it was accepted."""
    document = 1000
    for number, (firm, start) in PROJECTS:
        document += 1
        contract = f"0811300{number:04d}{FIRST_YEAR}"
        on = today - timedelta(days=ACCEPTED_AGO - 5 - number)
        told = "Работы по проекту жителей, расчёт по акту"
        tail = (SPENT[-1][0], told, firm, _inn(start))
        yield (f"{on:%d.%m.%Y}", document, contract, 410_000 * number, *tail)
    for place, (code, purpose, roubles) in enumerate(SPENT):
        firm, start = FIRMS[place % len(FIRMS)]
        for month in range(1, 13):
            on = date(today.year, month, 12) + timedelta(days=place)
            document += 1
            if on <= today:
                contract = f"01113000{place:02d}{today.year % 100:02d}{(month - 1) // 3}"
                draw = random.Random(document)  # noqa: S311  a demo, not a secret
                value = f"{roubles * draw.uniform(0.8, 1.2) / 12:.2f}".replace(".", ",")
                told = purpose.format(n=month)
                yield (f"{on:%d.%m.%Y}", document, contract, value, code, told, firm, _inn(start))


def _inn(start: str) -> str:
    """With its check digit."""
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    told = sum(weight * int(one) for weight, one in zip(weights, start, strict=True))
    return f"{start}{told % 11 % 10}"

"""What the office of the made-up town keeps: templates of answers, the act of the public clock."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from datetime import date, timedelta

from veche.domains.reports.models import AnswerTemplate, Category, PublicClock
from veche.domains.reports.rules import states

TEMPLATES = (
    (
        "Лампу заменили",
        "Лампу заменили. Посмотрите вечером, горит ли, и скажите нам.",
        states.SOLVED,
        "pavements",
    ),
    (
        "Яму заделали",
        "Яму заделали холодным асфальтом. Весной положим новый слой.",
        states.SOLVED,
        "roads",
    ),
    ("Убрали", "Убрали и вывезли. Если появится снова, напишите сюда же.", states.SOLVED, ""),
    (
        "Не наша земля",
        "Участок принадлежит не городу. Собственника предупредили письмом, копию приложим.",
        states.DECLINING,
        "",
    ),
)
# The town began with roads, pavements and yards, and left the rest for the next act.
COUNTED = ("roads", "pavements", "yards")


def load(today: date) -> None:
    """Enter both; the act is half a year old."""
    AnswerTemplate.objects.bulk_create(
        AnswerTemplate(title=title, text=text, outcome=outcome, group_id=group or None)
        for title, text, outcome, group in TEMPLATES
    )
    began = today - timedelta(days=180)
    PublicClock.objects.bulk_create(
        PublicClock(
            category=category,
            is_on=True,
            starts_on=began,
            act_title="Постановление о публичном счёте сроков",
            act_number="214-п",
            act_on=began - timedelta(days=20),
        )
        for category in Category.objects.filter(group__in=COUNTED)
    )

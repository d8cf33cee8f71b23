"""School polls of the demo town: one is over, one of a class runs, with consents and slips."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import FilledPaper
from veche.commons.identity import public as identity
from veche.commons.identity.demo import DemoPeople
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.schools import queries, rules
from veche.domains.schools.actions import consenting, preparing
from veche.domains.schools.actions.preparing import Matter
from veche.domains.schools.models import SchoolPoll
from veche.domains.schools.rules import Asked, ConsentLine
from veche.kernel import clock

SEED = 507
CLASSES = {"5А": 14, "7А": 18, "7Б": 12, "9А": 16}
YARD = Asked(
    "q1",
    "Что поставить во дворе?",
    rules.SEVERAL,
    2,
    ("Скалодром", "Тихий уголок со столами", "Площадка для самокатов", "Сцена"),
)
OPEN = Asked("q2", "Открывать двор вечером и в выходные?", rules.ONE, 1, ("Да", "Нет"))
TRIP = Asked(
    "q1",
    "Куда поедем весной?",
    rules.ONE,
    1,
    ("В Калугу, музей космонавтики", "В Тулу, музей оружия", "В заповедник"),
)
WEIGHTS = {"q1": (9, 5, 6, 2), "q2": (5, 1)}


def load(known: DemoPeople, log: Callable[[str], None]) -> None:
    """Enter the polls if they are not there yet."""
    head = identity.person_by_id(known.residents()[0].id)
    schools = queries.schools_of(head) if head is not None else []
    if SchoolPoll.objects.exists() or head is None or not schools:
        return
    school = schools[0]
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    _consents(head, school.id, draw)
    yard = _poll(head, school.id, "Каким будет школьный двор", (YARD, OPEN), ())
    _answer(yard, draw)
    _close(yard)
    _poll(head, school.id, "Весенняя поездка 7А", (TRIP,), ("7А",))
    log("школьные опросы: 2")


def _consents(head: PersonRef, school_id: UUID, draw: random.Random) -> None:
    today = queries.today()
    number = 0
    for class_name, children in CLASSES.items():
        lines = []
        for _child in range(children):
            number += 1
            age = min(17, int(class_name.rstrip("АБ")) + 6 + draw.randint(0, 1))
            lines.append(ConsentLine(f"{number}/{today.year}", today - timedelta(days=20), age))
        consenting.record_consents(
            head,
            organisation_id=school_id,
            class_name=class_name,
            lines=lines,
            until=rules.year_end(today),
        )


def _poll(
    head: PersonRef,
    school_id: UUID,
    title: str,
    questions: tuple[Asked, ...],
    classes: tuple[str, ...],
) -> SchoolPoll:
    zone = clock.zone(towns.current().time_zone)
    ends = datetime.combine(queries.today() + timedelta(days=10), time.min, zone)
    about = "Скажите, что думаете: от этого зависит, что сделаем."
    slug = preparing.write_poll(
        head, organisation_id=school_id, matter=Matter(title, about, classes, questions, ends)
    )
    preparing.open_poll(head, slug=slug)
    return queries.own_poll_for(head, slug)


def _answer(poll: SchoolPoll, draw: random.Random) -> None:
    asked = rules.from_json(poll.questions)
    papers = []
    for _child in range(poll.slips_made - 9):
        choice = {}
        for one in asked:
            marked = set(draw.choices(one.codes, WEIGHTS[one.id], k=one.maximum))
            choice[one.id] = [code for code in one.codes if code in marked]
        papers.append(choice)
    ids = poll.slips.values_list("id", flat=True)
    ballots.fill(poll.id, [FilledPaper(*one) for one in zip(ids, papers, strict=False)])


def _close(poll: SchoolPoll) -> None:
    """Its last day was yesterday."""
    zone = clock.zone(towns.current().time_zone)
    ended = datetime.combine(queries.today(), time.min, zone)
    row = SchoolPoll.objects.filter(id=poll.id)
    row.update(ends_at=ended, opened_at=ended - timedelta(days=10))
    preparing.close_poll(poll_id=poll.id)
    row.update(closed_at=ended)

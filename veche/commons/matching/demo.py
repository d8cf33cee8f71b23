"""Helpers of the demo town, where hands are wanted, and what was done already."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from veche.commons.files import demo as pictures
from veche.commons.matching import actions
from veche.commons.matching.models import Match, Need, Skill, Solver, Step, WorkKind
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states, territory
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock

SEED, SOLVERS, DEEDS = 2026, 150, 20
SOURCE = "demo.need"
WEEKEND, EVERY_DAY = 0b1100000, 0b1111111
TOWN_HALL = "Администрация города"
STREETS = ("Садовая", "Советская", "Молодёжная", "Луговая", "Вокзальная", "Королёва", "Рыночная")
WHO = (
    "Сосед с дрелью",
    "Бабушка двоих внуков",
    "Студентка, люблю животных",
    "Отец троих, есть машина",
    "Пенсионер, бывший столяр",
    "Учитель физики",
    "Мастер на все руки",
    "Садовод со стажем",
    "Айтишник на удалёнке",
    "Мама в декрете",
)
GROUPS = (
    "Бегуны набережной",
    "Отряд «Тёплые руки»",
    "Двор на Молодёжной",
    "Клуб садоводов",
    "Волонтёры колледжа",
    "Родители 6 «Б»",
    "Рыбаки за чистый берег",
    "Велодвижение",
)
SIMPLE = (
    *("cleanup", "greening", "snow", "painting", "carpentry", "playground", "carrying"),
    *("elderly", "errands", "animals", "teaching", "computers", "events", "goods"),
)


class Story(NamedTuple):
    """A need of the demo: what, which kind, how many, and how it came out."""

    title: str
    kind: str
    hands: int
    proof: str
    scene: str = ""


STORIES = (
    Story("Покрасить скамейки в сквере", "painting", 4, "Покрасили шесть скамеек", "square-after"),
    Story("Убрать берег после разлива", "cleanup", 8, "Собрали 40 мешков", "embankment-after"),
    Story(
        "Расчистить дорожку к поликлинике",
        "snow",
        3,
        "Дорожка чистая, посыпали песком",
        "path-after",
    ),
    Story("Посадить цветы у школы", "greening", 5, "Высадили двести бархатцев", "corner-after"),
    Story(
        "Починить качели во дворе", "playground", 2, "Заменили цепи, покрасили", "playground-after"
    ),
    Story("Перевезти книги в библиотеку", "carrying", 4, "Перевезли 30 коробок", "avenue-after"),
    Story("Сделать лавочку у подъезда", "carpentry", 2, "Лавочка стоит, лак сохнет", "yard-after"),
    Story(
        "Научить пенсионеров видеозвонкам",
        "computers",
        2,
        "Пришли двенадцать человек",
        "stop-after",
    ),
    Story(
        "Построить будки для приютских собак", "carpentry", 3, "Шесть тёплых будок", "yard-after"
    ),
    Story("Праздник двора на Покров", "events", 6, "Были чай, гармонь и пироги", "square-after"),
)
OPEN = (
    Story("Расчистить снег у дома ветерана", "snow", 2, ""),
    Story("Покрасить ограду сквера", "painting", 5, ""),
    Story("Убрать двор после ярмарки", "cleanup", 6, ""),
    Story("Собрать кормушки с детьми", "carpentry", 3, ""),
    Story("Отвезти вещи в приют", "carrying", 2, ""),
    Story("Повесить гирлянду на площади", "height", 2, ""),
    Story("Помочь с уроками в клубе", "teaching", 2, ""),
    Story("Привезти продукты трём бабушкам", "errands", 2, ""),
)


@transaction.atomic
def load(known: Any, log: Callable[[str], None]) -> None:
    """Enter what is not there yet."""
    houses = [one for street in STREETS for one in places.addresses(street, 10)]
    if Solver.objects.exists() or not houses:
        return
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    kinds = {one.code: one for one in WorkKind.objects.all()}
    solvers = _solvers(draw, known.residents(), houses)
    Solver.objects.bulk_create(solvers)
    Skill.objects.bulk_create(_skills(draw, solvers, kinds))
    residents = [one.id for one in known.residents()[3000:3400]]
    for number in range(DEEDS):
        _deed(draw, number, solvers, kinds, houses, residents)
    for number, story in enumerate(OPEN):
        _open(draw, number, story, kinds, houses, residents)
    for row in solvers:
        row.refresh_from_db(fields=["deeds", "waits_since"])
        actions.spread(row)
    log(f"помощники: {len(solvers)}, сделанных дел: {DEEDS}")


def _solvers(
    draw: random.Random, residents: list[Any], houses: list[places.Address]
) -> list[Solver]:
    """Organisations of the town, and residents and groups beside them."""
    known = organisations.organisations(size=20).items
    found = [
        Solver(
            kind=states.TOS if one.kind == "tos" else states.ORGANISATION,
            organisation_id=one.id,
            name=one.name,
            about="Поможем людьми и тем, что есть.",
            **_when_where(draw, houses),
        )
        for one in known
    ]
    for number in range(SOLVERS - len(found)):
        is_group = number % 6 == 0
        names = GROUPS if is_group else WHO
        name = names[number % len(names)]
        again = number // len(names)
        found.append(
            Solver(
                kind=states.GROUP if is_group else states.RESIDENT,
                person_id=residents[3000 + number].id,
                name=f"{name} {again + 1}" if again else name,
                **_when_where(draw, houses, hands=draw.randint(3, 12) if is_group else 1),
            )
        )
    return found


def _when_where(
    draw: random.Random, houses: list[places.Address], hands: int = 4
) -> dict[str, Any]:
    house = draw.choice(houses)
    far = draw.random() < 0.7
    return {
        "hands": hands,
        "gifts": sorted(draw.sample(states.GIFTS, draw.randint(0, 2))),
        "latitude": territory.coarse(house.latitude) if far else None,
        "longitude": territory.coarse(house.longitude) if far else None,
        "radius_m": draw.choice(territory.RADII_M) if far else 0,
        "weekdays": draw.choice((WEEKEND, WEEKEND, EVERY_DAY, 0b0010101)),
        "is_open": True,
        "is_shown": True,
        "waits_since": today() - timedelta(days=draw.randint(1, 200)),
    }


def _skills(draw: random.Random, solvers: list[Solver], kinds: dict[str, WorkKind]) -> list[Skill]:
    found = [
        Skill(solver=row, work_kind=kinds[code])
        for row in solvers
        for code in draw.sample(SIMPLE, draw.randint(2, 4))
    ]
    firms = [row for row in solvers if row.kind == states.ORGANISATION]
    dangerous = [one for one in kinds.values() if one.is_dangerous]
    for number, row in enumerate(firms[:6]):
        found.append(
            Skill(
                solver=row,
                work_kind=dangerous[number % len(dangerous)],
                licence=f"№ {100 + number} от 12.03.2025",
                licence_state=states.CLAIMED if number == 5 else states.VERIFIED,
                decided_at=None if number == 5 else clock.now(),
            )
        )
    return found


def _need(
    draw: random.Random,
    number: str,
    story: Story,
    kinds: dict[str, WorkKind],
    houses: list[places.Address],
    raised_by: UUID,
) -> Need:
    house = draw.choice(houses)
    return Need(
        source_kind=SOURCE,
        source_id=number,
        title=story.title,
        work_kind=kinds[story.kind],
        latitude=house.latitude,
        longitude=house.longitude,
        place_id=house.place_id,
        address=house.text,
        starts_on=today(),
        ends_on=today() + timedelta(days=21),
        hands=story.hands,
        is_dangerous=kinds[story.kind].is_dangerous,
        raised_by=raised_by,
        owner_name=TOWN_HALL,
    )


def _deed(
    draw: random.Random,
    number: int,
    solvers: list[Solver],
    kinds: dict[str, WorkKind],
    houses: list[places.Address],
    residents: list[UUID],
) -> None:
    story = STORIES[number % len(STORIES)]
    need = _need(draw, f"deed {number}", story, kinds, houses, residents[200 + number])
    done_at = clock.now() - timedelta(days=3 + number * 8, hours=draw.randint(0, 9))
    need.state, need.closed_at = states.FULFILLED, done_at
    need.starts_on = done_at.date() - timedelta(days=9)
    need.ends_on = done_at.date()
    need.opened_at = done_at - timedelta(days=14)
    need.save()
    solver = solvers[(number * 7) % len(solvers)]
    match = _done_match(need, solver, story, done_at)
    match.photo_ids = [_picture(match, story.scene)]
    match.is_proof_shown = True
    match.thanks = sorted(draw.sample(states.THANKS, draw.randint(1, 2)))
    match.save()
    _steps(match, done_at)
    solver.deeds += 1
    solver.waits_since = min(today(), _day(done_at))
    solver.save(update_fields=["deeds", "waits_since"])


def _done_match(need: Need, solver: Solver, story: Story, done_at: datetime) -> Match:
    return Match(
        need=need,
        solver=solver,
        state=states.DONE,
        answer_by=_day(done_at - timedelta(days=4)),
        plan="Встречаемся в десять у подъезда, перчатки берём с собой.",
        plan_on=_day(done_at),
        plan_hands=story.hands,
        planned_by=states.SOLVER,
        allowed_at=done_at - timedelta(days=2),
        proof=story.proof,
        opened_at=done_at - timedelta(days=9),
        changed_at=done_at,
        done_at=done_at,
    )


def _steps(match: Match, done_at: datetime) -> None:
    told = (
        (states.OFFERED, states.SOLVER, 9.0),
        (states.ACCEPT, states.ASKER, 8.0),
        (states.PLAN, states.SOLVER, 6.0),
        (states.AGREE, states.ASKER, 5.0),
        (states.ALLOW, states.OWNER, 2.0),
        (states.HAND_OVER, states.ASKER, 1.0),
        (states.PROVE, states.SOLVER, 0.3),
        (states.CONFIRM, states.RAISER, 0.0),
    )
    Step.objects.bulk_create(
        Step(match=match, verb=verb, party=party, at=done_at - timedelta(days=days))
        for verb, party, days in told
    )


def _picture(match: Match, name: str) -> UUID:
    return pictures.hang(
        name, subject_kind=actions.PROOF_TEXT, subject_id=str(match.id), is_public=True
    )


def _open(
    draw: random.Random,
    number: int,
    story: Story,
    kinds: dict[str, WorkKind],
    houses: list[places.Address],
    residents: list[UUID],
) -> None:
    need = _need(draw, f"open {number}", story, kinds, houses, residents[300 + number])
    need.opened_at = clock.now() - timedelta(days=number, hours=2)
    need.save()


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.zone(towns.current().time_zone)).date()

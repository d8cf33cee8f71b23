"""Helpers of the demo town, where hands are wanted, and a year of what was done together."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.commons.matching.actions import BY_OFFICE
from veche.commons.matching.demo import texts
from veche.commons.matching.demo.journal import acts
from veche.commons.matching.demo.telling import Tale, Telling, spread_all
from veche.commons.matching.demo.texts import Story
from veche.commons.matching.models import Skill, Solver, WorkKind
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states, territory
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.kernel import clock

# Matches of the year, those of residents' reports besides.
SEED, SOLVERS, DEEDS = 2026, 150, 800
DAYS = 365
WEEKEND, EVERY_DAY = 0b1100000, 0b1111111
# How far what is open has come: from nobody yet to photos that wait for a word.
GOING = (
    *("", "", states.OFFERED, states.ASKED, states.OFFERED, states.AGREED),
    *(states.DRAFTED, states.PLANNED, states.ALLOWED, states.HANDED, states.PROVEN),
)
# Of whom one can be in the demo nobody is among those who asked.
FIRST_ASKER, ASKERS = 3200, 200
__all__ = ["Tale", "acts", "load", "tell"]


@transaction.atomic
def load(known: Any, log: Callable[[str], None]) -> None:
    """Enter what is not there yet."""
    houses = [one for street in texts.STREETS for one in places.addresses(street, 10)]
    if Solver.objects.exists() or not houses:
        return
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    kinds = {one.code: one for one in WorkKind.objects.all()}
    solvers = _solvers(draw, known.residents(), houses)
    Solver.objects.bulk_create(solvers)
    skills = _skills(draw, solvers, kinds)
    Skill.objects.bulk_create(skills)
    telling = Telling(SEED, solvers, skills)
    for tale in _tales(draw, houses, [one.id for one in known.residents()[FIRST_ASKER:]]):
        telling.tell(tale)
    telling.write()
    spread_all(solvers, skills)
    log(f"помощники: {len(solvers)}, договорённостей за год: {len(telling.matches)}")


def tell(seed: int, tales: Sequence[Tale]) -> dict[str, str]:
    """A service's own needs besides, with their talks; who helped, by the source's id."""
    solvers = list(Solver.objects.order_by("added_at", "name", "id"))
    skills = list(Skill.objects.order_by("id"))
    telling = Telling(seed, solvers, skills)
    for tale in tales:
        telling.tell(tale)
    telling.write()
    spread_all(list(telling.served.values()), skills)
    return {
        row.need.source_id: row.solver.name for row in telling.matches if row.state == states.DONE
    }


def _tales(draw: random.Random, houses: list[places.Address], askers: list[UUID]) -> Iterator[Tale]:
    """A year of deeds, more of them lately; then what is open now."""
    now = clock.now()
    for number in range(DEEDS):
        ago = 2 + DAYS * (1 - draw.random() ** 0.7)
        done = now - timedelta(days=ago, hours=draw.randint(0, 9))
        story = draw.choice([one for one in texts.STORIES if done.month in one.months])
        began = done - timedelta(days=2 + draw.lognormvariate(1.9, 0.6))
        yield _tale(
            f"deed {number}", story, draw.choice(houses), draw.choice(askers[:ASKERS]),
            began, done, states.DONE,
        )  # fmt: skip
    for number in range(len(texts.OPEN) * 4):
        story = texts.OPEN[number % len(texts.OPEN)]
        reaches = GOING[number % len(GOING)]
        began = now - timedelta(days=1 + number / 3, hours=draw.randint(1, 9))
        last = began + (now - began) * draw.uniform(0.6, 0.95)
        yield _tale(
            f"open {number}", story, draw.choice(houses), draw.choice(askers[:ASKERS]),
            began, last, reaches,
        )  # fmt: skip


def _tale(
    key: str,
    story: Story,
    house: places.Address,
    asker: UUID,
    began: datetime,
    last: datetime,
    reaches: str,
) -> Tale:
    return Tale(
        source_kind=BY_OFFICE,
        source_id=key,
        title=story.title if reaches != states.DONE else f"{story.title}, {_short(house.text)}",
        kind=story.kind,
        hands=story.hands,
        point=(house.latitude, house.longitude),
        address=house.text,
        place_id=house.place_id,
        opened_at=began,
        last_at=last,
        reaches=reaches,
        raised_by=asker,
        proof=story.proof or "Сделали, посмотрите",
        scene=story.scene,
    )


def _short(address: str) -> str:
    """The street of an address: where a house is named, somebody lives."""
    return address.rpartition(", ")[0].rpartition(", ")[2] or address


def _solvers(
    draw: random.Random, residents: list[Any], houses: list[places.Address]
) -> list[Solver]:
    """Organisations of the town, and residents and groups beside them."""
    known = organisations.organisations(size=100).items
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
        names = texts.GROUPS if is_group else texts.WHO
        name = names[(number // 6 if is_group else number) % len(names)]
        street = texts.STREETS[(number * 5 + number // 14) % len(texts.STREETS)]
        found.append(
            Solver(
                kind=states.GROUP if is_group else states.RESIDENT,
                person_id=residents[3000 + number].id,
                name=name if is_group else f"{name}, {street}",
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
        for code in draw.sample(texts.SIMPLE, draw.randint(2, 4))
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

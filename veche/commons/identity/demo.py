"""The people of the demo town: twenty thousand without a name, and a few whom one can be."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.identity import public as identity
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import Conflict

NAMESPACE = UUID("b7c1a7de-95c5-49b0-9c1b-62d0a3f1e0aa")
RESIDENTS = 20_000
SEED = 1654
Log = Callable[[str], None]

# Sign-in codes for these come to the page /inbox/ of the demo and nowhere else.
RESIDENT = "+79000000001"
OFFICIALS = {
    "author@zarechye.example": (identity.AUTHOR,),
    "lawyer@zarechye.example": (identity.LAWYER,),
    "approver@zarechye.example": (identity.APPROVER,),
    "clerk@zarechye.example": (identity.CLERK,),
    "clerk2@zarechye.example": (identity.CLERK,),
    "privacy@zarechye.example": (identity.PRIVACY,),
    "auditor@zarechye.example": (identity.AUDITOR,),
    "moderator@zarechye.example": (identity.MODERATOR,),
    "moderator2@zarechye.example": (identity.MODERATOR,),
    "coordinator@zarechye.example": (identity.COORDINATOR,),
    "controller@zarechye.example": (identity.CONTROLLER,),
    "admin@zarechye.example": (
        identity.ADMIN,
        identity.AUTHOR,
        identity.LAWYER,
        identity.APPROVER,
    ),
}


@dataclass(frozen=True)
class Resident:
    """A resident as the demo knows them."""

    id: UUID
    place: str
    place_id: UUID
    age: int
    level: int


class DemoPeople:
    """Who lives in the demo town; drawn by a fixed seed, so always the same."""

    author_id = uuid5(NAMESPACE, "author@zarechye.example")
    approver_id = uuid5(NAMESPACE, "approver@zarechye.example")
    admin_id = uuid5(NAMESPACE, "admin@zarechye.example")

    def residents(self) -> list[Resident]:
        """All of them, without contacts."""
        return self._residents

    @cached_property
    def _residents(self) -> list[Resident]:
        draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        inhabited = [p for p in places.places() if p.kind != "town" and p.population]
        weights = [place.population or 0 for place in inhabited]
        return [
            Resident(
                id=uuid5(NAMESPACE, f"resident {number}"),
                place=place.name,
                place_id=place.id,
                age=_age(draw, place),
                level=draw.choices((1, 2, 3), (80, 5, 15))[0],
            )
            for number, place in enumerate(draw.choices(inhabited, weights, k=RESIDENTS))
        ]


def _age(draw: random.Random, place: places.Place) -> int:
    """Older villages, a younger new district."""
    mode = 58 if place.kind == "settlement" else 31 if place.name == "Солнечный" else 42
    return round(draw.triangular(14, 88, mode))


def load(log: Log) -> DemoPeople:
    """Enter those who are not there yet; quick when all are."""
    people = DemoPeople()
    if identity.person_by_id(uuid5(NAMESPACE, f"resident {RESIDENTS - 1}")) is None:
        this_year = clock.today(towns.current().time_zone).year
        identity.register_many(
            identity.NewResident(one.id, one.level, one.place_id, this_year - one.age)
            for one in people.residents()
        )
        log(f"жители: {RESIDENTS}")
    if identity.person_by_id(people.admin_id) is None:
        _officials()
    return people


@transaction.atomic
def _officials() -> None:
    """All or none: who is there is judged by the last of them."""
    for address, roles in OFFICIALS.items():
        person_id = uuid5(NAMESPACE, address)
        identity.register_resident(id=person_id, level=identity.BY_DOCUMENT)
        identity.add_contact(person_id, address)
        for role in roles:
            with suppress(Conflict):  # granted by a load of an older release that was cut short
                identity.grant_role(person_id, role, act="Демонстрация")
    identity.add_contact(uuid5(NAMESPACE, "resident 0"), RESIDENT)

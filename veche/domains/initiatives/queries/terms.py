"""Numbers that the law or the town sets: thresholds of territories, ages, terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.places.public import Place
from veche.commons.towns import public as towns
from veche.domains.initiatives.models import Threshold
from veche.domains.initiatives.rules import Participant
from veche.kernel import clock


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def value(code: str) -> int:
    """A number of `initiative.…` that is in force today."""
    return norms.value(f"initiative.{code}", today()).value


def due_on(code: str, start: date) -> date:
    """The last day of a term of `initiative.…`; a day off gives way to the next working day."""
    return norms.due_on(f"initiative.{code}", start, if_day_off="next")


def participant(person: PersonRef) -> Participant:
    """What is known of a person who wants to take part; one query."""
    if person.id is None:
        return Participant(False)
    known = identity.particulars(person, today())
    return Participant(True, person.level, known.age)


@dataclass(frozen=True)
class Needed:
    """How many supporters proposals of a territory need, and by whose word."""

    place: Place | None
    number: int
    last: Threshold | None
    coming: list[Threshold]


def threshold(place_id: UUID | None) -> int:
    """How many supporters a new proposal of this place needs today."""
    found = Threshold.objects.filter(place_id=place_id, starts_on__lte=today()).first()
    return found.number if found is not None else _usual(place_id)


def _usual(place_id: UUID | None) -> int:
    return value("support_town" if place_id is None else "support_place")


def territories() -> list[Place]:
    """The parts of the town a proposal may be about."""
    return [one for one in places.places() if one.kind != "town"]


def thresholds() -> list[Needed]:
    """The whole town first, then each part of it; what was set and what is to come."""
    on = today()
    last: dict[UUID | None, Threshold] = {}
    coming: dict[UUID | None, list[Threshold]] = {}
    for row in Threshold.objects.all():
        if row.starts_on > on:
            coming.setdefault(row.place_id, []).append(row)
        else:
            last.setdefault(row.place_id, row)
    usual = {True: value("support_town"), False: value("support_place")}
    wanted: Iterable[Place | None] = [None, *territories()]
    found = []
    for place in wanted:
        key = place.id if place is not None else None
        row_now = last.get(key)
        number = row_now.number if row_now is not None else usual[place is None]
        found.append(Needed(place, number, row_now, coming.get(key, [])))
    return found

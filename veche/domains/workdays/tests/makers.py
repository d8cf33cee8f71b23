"""Neighbours' days for tests, made the ordinary way."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, VolunteerName
from veche.commons.identity.tests.makers import make_person
from veche.commons.places import public as places
from veche.domains.workdays.actions import calling, joining, lending, summing_up
from veche.domains.workdays.actions.calling import NewDay
from veche.domains.workdays.models import Day, Hand, Photo, Sheet, Tool, Work
from veche.domains.workdays.queries import reading, terms
from veche.domains.workdays.rules import Mark
from veche.kernel.manifest import Judged

TITLE = "Починим скамейку у второго подъезда"
ANNA = VolunteerName("Клюева", "Анна", "Сергеевна")


WORKS = Path(__file__).parent.parent / "data" / "works.json"


def open_service() -> None:
    """Switch the service on in a town that is no demo; a test with commits empties every table."""
    switch_service("workdays", "on")
    if Work.objects.exists():
        return
    for position, one in enumerate(json.loads(WORKS.read_text("utf-8")), 1):
        text = one.pop("sheet")
        work = Work.objects.create(**one, position=position, sheet_number=1 if text else 0)
        if text:
            Sheet.objects.create(work=work, number=1, text=text)


def role(*names: str) -> PersonRef:
    """An official."""
    return make_person(roles=list(names))


def given(**changed: Any) -> NewDay:
    """A bench by a house of the made town, ten days from now."""
    (house,) = places.houses_named("Луговая улица, 54")
    values: dict[str, Any] = {
        "work": "bench",
        "sheet_number": 1,
        "title": TITLE,
        "text": "Встречаемся у подъезда, доски уже привезли.",
        "bring": "Перчатки",
        "latitude": house.latitude,
        "longitude": house.longitude,
        "place_id": house.place_id,
        "address": house.text,
        "on": terms.today() + timedelta(days=10),
        "from_minute": 600,
        "minutes": 120,
        "hands_needed": 6,
    }
    return NewDay(**{**values, **changed})


def asking(caller: PersonRef | None = None, **changed: Any) -> Day:
    """A day that a moderator has let through and that waits for the owner of the place."""
    slug = calling.call_day(caller or make_person(), given=given(**changed))
    row = fresh(slug)
    calling.judge_day(day_id=row.id, judged=Judged(is_passed=True))
    return fresh(slug)


def called(caller: PersonRef | None = None, **changed: Any) -> Day:
    """A day to which neighbours are called."""
    row = asking(caller, **changed)
    calling.allow_day(role("approver"), slug=row.slug)
    return fresh(row)


def join(row: Day, person: PersonRef | None = None, **changed: Any) -> Hand:
    """Somebody comes."""
    return joining.join_day(
        person or make_person(), slug=row.slug, **{"hands": 1, "sheet_number": 1, **changed}
    )


def came_to_pass(row: Day, days: int = 1) -> Day:
    """The same day, so many days ago."""
    shift = timedelta(days=(row.on - terms.today()).days + days)
    Day.objects.filter(id=row.id).update(
        on=row.on - shift, starts_at=row.starts_at - shift, ends_at=row.ends_at - shift
    )
    row.holds.update(on=row.on - shift)
    return fresh(row)


def done(caller: PersonRef | None = None, *people: PersonRef, **changed: Any) -> Day:
    """A day that was, with two hours for everybody."""
    by = caller or make_person()
    row = called(by, **changed)
    for person in people or (make_person(),):
        join(row, person)
    came_to_pass(row)
    marks = [Mark(one.badge, 120) for one in reading.helpers(row)]
    summing_up.sum_up_day(by, slug=row.slug, marks=marks)
    return fresh(row)


def named(person: PersonRef | None = None, name: VolunteerName = ANNA) -> PersonRef:
    """Somebody who has given a name for certificates."""
    who = person or make_person()
    identity.set_volunteer_name(who, name)
    return who


def tool(count: int = 5, title: str = "Грабли") -> UUID:
    """A tool of the store."""
    return lending.save_tool(role("clerk"), title=title, count=count, note="Склад, Луговая, 5")


def upload(person: PersonRef) -> UUID:
    """A photo of one's own, kept and hung nowhere."""
    return files.save_photo(photo(), owner=person.id, purpose=reading.SENT_FILES).id


def fresh(row: Day | str) -> Day:
    """The row as it is now."""
    slug = row if isinstance(row, str) else row.slug
    return Day.objects.select_related("work").get(slug=slug)


def photos_of(row: Day) -> list[Photo]:
    """All of them."""
    return list(Photo.objects.filter(day=row))


def count_of(tool_id: UUID) -> int:
    """How many there are in the store."""
    return Tool.objects.get(id=tool_id).count

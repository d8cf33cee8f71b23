"""School polls for tests, made the ordinary way."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from veche.commons.ballots import public as ballots
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations.tests import makers as members
from veche.commons.towns import public as towns
from veche.domains.schools import queries, rules
from veche.domains.schools.actions import answering, consenting, preparing
from veche.domains.schools.actions.preparing import Matter
from veche.domains.schools.models import SchoolPoll
from veche.domains.schools.rules import Asked, ConsentLine
from veche.kernel import clock

TITLE = "Каким будет школьный двор"
YARD = Asked("q1", "Что поставить во дворе?", rules.SEVERAL, 2, ("Скалодром", "Сцена", "Столы"))
OPEN = Asked("q2", "Открывать двор вечером?", rules.ONE, 1, ("Да", "Нет"))


def head(number: int = 1) -> PersonRef:
    """Whoever acts for a school; the service is switched on."""
    switch_service("schools", "on")
    person = make_person()
    members.make_organisation(person, number)
    return person


def school_of(person: PersonRef) -> UUID:
    """The school of a head."""
    return queries.schools_of(person)[0].id


def lines(number: int, prefix: str = "1") -> list[ConsentLine]:
    """So many papers of the school's folder."""
    given_on = queries.today() - timedelta(days=3)
    return [ConsentLine(f"{prefix}-{place}", given_on, 13) for place in range(1, number + 1)]


def consents(
    person: PersonRef,
    number: int,
    class_name: str = "7А",
    prefix: str = "1",
    school_id: UUID | None = None,
) -> int:
    """So many consents of a class."""
    return consenting.record_consents(
        person,
        organisation_id=school_id or school_of(person),
        class_name=class_name,
        lines=lines(number, prefix),
        until=rules.year_end(queries.today()),
    )


def matter(**changed: Any) -> Matter:
    """Two questions to the whole school, for a week."""
    zone = clock.zone(towns.current().time_zone)
    # Within the school year, whatever day the test runs on.
    last = min(queries.today() + timedelta(days=7), rules.year_end(queries.today()))
    values: dict[str, Any] = {
        "title": TITLE,
        "about": "Двор переделают летом.",
        "classes": [],
        "questions": [YARD, OPEN],
        "ends_at": datetime.combine(last + timedelta(days=1), time.min, zone),
        **changed,
    }
    return Matter(**values)


def draft(person: PersonRef, school_id: UUID | None = None, **changed: Any) -> SchoolPoll:
    """A poll that is written."""
    slug = preparing.write_poll(
        person, organisation_id=school_id or school_of(person), matter=matter(**changed)
    )
    return queries.own_poll_for(person, slug)


def running(
    person: PersonRef,
    children: int = 12,
    *,
    prefix: str = "1",
    school_id: UUID | None = None,
    **changed: Any,
) -> SchoolPoll:
    """A poll that runs, with so many slips more than consents gave before."""
    consents(person, children, prefix=prefix, school_id=school_id)
    poll = draft(person, school_id, **changed)
    preparing.open_poll(person, slug=poll.slug)
    return queries.own_poll_for(person, poll.slug)


def codes(poll: SchoolPoll) -> list[str]:
    """Codes of its slips that are worth an answer."""
    live = poll.slips.filter(is_void=False)
    return [code for _name, pile in queries.codes_of(live) for code in pile]


def answer(code: str, *marked: str, evening: str = "o1") -> ballots.Receipt:
    """A filled paper."""
    return answering.answer_poll(code=code, choice={"q1": list(marked) or ["o1"], "q2": [evening]})


def over(poll: SchoolPoll) -> SchoolPoll:
    """Its last hour comes."""
    SchoolPoll.objects.filter(id=poll.id).update(ends_at=clock.now() - timedelta(seconds=1))
    preparing.close_poll(poll_id=poll.id)
    return SchoolPoll.objects.get(id=poll.id)

"""What the journeys of census, trust, the public clock and kinds need done beforehand."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

STAFF = {
    "clock-admin@example.org": ["admin"],
    "clock-author@example.org": ["author"],
    "kinds-author@example.org": ["author", "approver"],
    "kinds-lawyer@example.org": ["lawyer"],
    "kinds-approver@example.org": ["approver"],
}
# Three of the village are fewer than may be told apart.
VOTERS = {"Западный": 44, "Восточный": 12, "село Дальнее": 3}
TELLERS = 4


def furnish_census() -> dict[str, str]:
    """A counted poll of people from three places, and who brings the census."""
    made = import_module("tests.attacks.made")
    people = import_module("veche.commons.identity.tests.makers")
    ballots = import_module("veche.commons.ballots.public")
    places = import_module("veche.commons.places.public")
    jobs = import_module("veche.domains.polls.jobs")
    people.make_person(contact="census-admin@example.org", roles=["admin"], level=2)
    known = {place.name: str(place.id) for place in places.places()}
    poll = made.make_poll(
        {"kind": "one", "text": "Где каток?", "options": ("У школы", "В парке")},
        title="Где залить каток?",
    )
    strata = [known[name] for name, number in VOTERS.items() for _voter in range(number)]
    ballots.fill(
        poll.id,
        [
            ballots.FilledPaper(uuid4(), {"q1": ["o1" if number % 2 else "o2"]}, stratum=stratum)
            for number, stratum in enumerate(strata)
        ],
    )
    made.close(poll)
    jobs.publish_count(str(poll.id))
    return {"poll": poll.slug}


def furnish_decisions() -> dict[str, str]:
    """A decision some have told their trust of, one that is late, and who minds the clock."""
    makers = import_module("veche.commons.commitments.tests.makers")
    actions = import_module("veche.commons.commitments.actions")
    identity = import_module("veche.commons.identity.public")
    trusted = makers.make_decided(title="Благоустройство сквера Мира")
    for _teller in range(TELLERS):
        person = identity.PersonRef(id=uuid4(), level=1)
        actions.tell_trust(person, commitment_id=trusted.id, stars=3)
    late = makers.make_commitment(title="Забытая остановка", decide_by=makers.soon(-3))
    employ("clock-")
    return {"trusted": trusted.slug, "late": late.slug}


def furnish_kinds() -> str:
    """Who prepares polls, and a resident whose document a clerk has checked."""
    people = import_module("veche.commons.identity.tests.makers")
    employ("kinds-")
    people.make_person(contact="kinds-resident@example.org", level=2, birth_year=1980)
    return "kinds-resident@example.org"


def employ(part: str) -> None:
    people = import_module("veche.commons.identity.tests.makers")
    for contact, roles in STAFF.items():
        if contact.startswith(part):
            people.make_person(contact=contact, roles=roles, level=2, birth_year=1980)


def begin(slug: str) -> str:
    """Let the announced opening of a poll come."""
    made = import_module("tests.attacks.made")
    box = import_module("veche.commons.ballots.models").Box
    opened_at = import_module("veche.kernel.clock").now() - timedelta(hours=1)
    poll = made.Poll.objects.get(slug=slug)
    made.Poll.objects.filter(id=poll.id).update(opens_at=opened_at)
    box.objects.filter(id=poll.id).update(opens_at=opened_at)
    return slug

"""Who answers for the town and gives points in the journeys, and what is walked through of it."""

from __future__ import annotations

from importlib import import_module

OFFICIAL, GIVER = "advice-official@example.org", "points-admin@example.org"
TITLE = "Где в нашем доме поверить счётчик воды?"


def furnish_advice() -> str:
    """Somebody who speaks for the town, and moderates, so that the walk is short."""
    people = import_module("veche.commons.identity.tests.makers")
    people.make_person(contact=OFFICIAL, level=2, roles=["approver", "moderator"])
    return OFFICIAL


def furnish_points() -> str:
    """The administrator who switches points on."""
    people = import_module("veche.commons.identity.tests.makers")
    people.make_person(contact=GIVER, level=2, roles=["admin"])
    return GIVER


def pay_points(contact: str) -> str:
    """The person of that contact has a best answer, and the day of payment has come."""
    people = import_module("veche.commons.identity.public")
    points = import_module("veche.commons.points.actions")
    makers = import_module("veche.domains.advice.tests.makers")
    helper = people.person_by_id(people.ensure_contact(contact))
    answer = makers.make_answer(makers.make_question(title=TITLE), helper)
    points.note_deed("advice.best", {"answer_id": str(answer.id)})
    points.pay_due()
    return "paid"


def furnish_walked_advice() -> dict[str, str]:
    """A guide, a question that waits; points switched on with a thing to exchange them for."""
    makers = import_module("veche.domains.advice.tests.makers")
    answering = import_module("veche.domains.advice.actions.answering")
    points = import_module("veche.commons.points.tests.makers")
    guide = makers.make_guide(voice=answering.Voice(body=makers.BODY))
    question = makers.make_question(title=TITLE)
    thing = points.make_thing(points.switch_on(act=True))
    return {"guide": guide.number, "advised": question.number, "given_thing": thing.slug}

"""What the clerk's journeys need done beforehand: two clerks, a poll, and people with paper."""

from __future__ import annotations

from importlib import import_module
from uuid import uuid4

CLERKS = ("clerk@example.org", "clerk2@example.org")


def appoint() -> None:
    """Give the two clerks their role; harmless to repeat."""
    identity = import_module("veche.commons.identity.public")
    for contact in CLERKS:
        person_id = identity.ensure_contact(contact)
        if not identity.has_role(person_id, identity.CLERK):
            identity.grant_role(person_id, identity.CLERK, act="Распоряжение № 1")


def furnish_counter(sheets: str) -> dict[str, object]:
    """A poll of its own, so many sheets printed and handed out; slug and numbers."""
    made = import_module("tests.attacks.made")
    people = import_module("veche.commons.identity.tests.makers")
    ballots = import_module("veche.commons.ballots.public")
    clock = import_module("veche.kernel.clock")
    clerk = people.make_person(level=2)
    poll = made.make_poll(
        {"kind": "one", "text": "Куда поставить ФАП?", "options": ("Берёзовка", "Рассвет")},
        title=f"Куда поставить ФАП? {uuid4().hex[:4]}",
    )
    numbers: list[str] = []
    day = clock.now().date()
    if int(sheets):
        pack = ballots.print_pack(
            poll.id, amount=int(sheets), clerk_id=clerk.id, day=day, pack_id=uuid4()
        )
        numbers = ballots.numbers_of_pack(poll.id, pack.id)
        for _number in numbers:
            ballots.hand_out(poll.id, person_id=uuid4(), clerk_id=clerk.id, day=day)
    return {"slug": poll.slug, "numbers": numbers}


def entered(slug: str) -> dict[str, int]:
    """How many sheets of a poll the server keeps, and how many lie in the box."""
    made = import_module("tests.attacks.made")
    ballots = import_module("veche.commons.ballots.public")
    poll = made.Poll.objects.get(slug=slug)
    figures = ballots.paper_figures(poll.id)
    return {"waiting": figures.waiting, "counted": figures.counted}


def sheets(slug: str) -> list[str]:
    """The printed numbers of a poll, as a clerk reads them off the paper."""
    made = import_module("tests.attacks.made")
    ballots = import_module("veche.commons.ballots.public")
    poll = made.Poll.objects.get(slug=slug)
    packs = ballots.packs(poll.id)
    return [number for pack in packs for number in ballots.numbers_of_pack(poll.id, pack.id)]

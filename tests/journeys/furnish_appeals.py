"""Who works on appeals in the journeys, and appeals for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

# not shown in this module: names of a made-up town
WRITER = "walked-writer@example.org"
DEPARTMENT = "Управление городского хозяйства"


def furnish_appeals() -> dict[str, str]:
    """A resident whose document was seen, a coordinator, who signs, a department."""
    people = import_module("veche.commons.identity.tests.makers")
    makers = import_module("veche.domains.appeals.tests.makers")
    contacts = {"writer": "appeals-writer@example.org"}
    people.make_person(contact=contacts["writer"], level=2)
    for role in ("coordinator", "approver"):
        contacts[role] = f"appeals-{role}@example.org"
        people.make_person(contact=contacts[role], level=2, roles=[role])
    makers.make_department(DEPARTMENT)
    return contacts


def reception_today() -> str:
    """The day of every announced reception comes."""
    models = import_module("veche.domains.appeals.models")
    dates = import_module("veche.domains.appeals.queries.dates")
    return str(models.Reception.objects.update(on=dates.today()))


def furnish_walked_appeals() -> dict[str, str]:
    """One that waits for the book, one at work, one answered, a draft, hours with a visitor."""
    people = import_module("veche.commons.identity.tests.makers")
    makers = import_module("veche.domains.appeals.tests.makers")
    receiving = import_module("veche.domains.appeals.actions.receiving")
    writer = people.make_person(contact=WRITER, level=2)
    filed = makers.make_appeal(writer)
    at_work = makers.registered(makers.make_appeal(writer))
    answered = makers.answered(makers.registered(makers.make_appeal(writer)))
    makers.fill_draft(writer)
    hours = makers.make_reception()
    slot = hours.slots.all()[0]
    receiving.book_slot(writer, slug=hours.slug, slot_id=slot.id, topic="Детский сад")
    return {
        "filed_appeal": filed.number,
        "appeal_at_work": at_work.number,
        "answered_appeal": answered.number,
        "hours": hours.slug,
        "department": makers.make_department("Отдел образования").slug,
    }

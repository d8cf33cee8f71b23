"""Who takes part in a neighbours' day, and days for the walk through all pages."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from tests.journeys.furnish_reports import REPORTER

# not shown in this module: names of a made-up town
RESIDENTS = ("caller", "neighbour", "shy")


def furnish_workdays() -> dict[str, str]:
    """A caller and two neighbours, a moderator, an official, a clerk with rakes; the day."""
    people = import_module("veche.commons.identity.tests.makers")
    terms = import_module("veche.domains.workdays.queries.terms")
    makers = import_module("veche.domains.workdays.tests.makers")
    contacts = {}
    for name in RESIDENTS:
        contacts[name] = f"workdays-{name}@example.org"
        people.make_person(contact=contacts[name], birth_year=1985)
    roles = {"moderator": ["moderator"], "official": ["approver"], "clerk": ["clerk"]}
    for name, held in roles.items():
        contacts[name] = f"workdays-{name}@example.org"
        people.make_person(contact=contacts[name], level=2, roles=held, birth_year=1980)
    makers.tool(4, "Грабли веерные")
    return {**contacts, "on": (terms.today() + timedelta(days=4)).isoformat()}


def workday_over(slug: str) -> str:
    """The day passes."""
    makers = import_module("veche.domains.workdays.tests.makers")
    makers.came_to_pass(makers.fresh(slug))
    return slug


def furnish_walked_workdays() -> dict[str, str]:
    """One that waits for its owner, one that is called, one to sum up, one that was; a tool."""
    makers = import_module("veche.domains.workdays.tests.makers")
    reading = import_module("veche.domains.workdays.queries.reading")
    identity = import_module("veche.commons.identity.public")
    # The reporter of the walk calls neighbours too.
    me = identity.person_by_id(identity.ensure_contact(REPORTER))
    over = makers.called(me, title="Убрать листву у пруда")
    makers.join(over)
    makers.came_to_pass(over)
    was = makers.done(me, title="Покрасить заборчик")
    return {
        "asked_day": makers.asking(title="Посадить сирень у школы").slug,
        "own_day": makers.called(me, title="Починить скамейку у школы").slug,
        "other_day": makers.called(title="Собрать стол для шахмат").slug,
        "over_day": over.slug,
        "done_day": was.slug,
        "certificate": reading.helpers(was)[0].number,
        "tool": str(makers.tool(6, "Лопаты штыковые")),
    }

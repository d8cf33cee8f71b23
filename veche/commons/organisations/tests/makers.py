"""Organisations and mandates for tests, made the ordinary way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations import actions, queries, rules
from veche.commons.organisations.models import Membership, Organisation
from veche.commons.places import public as places


def numbers(number: int = 1) -> dict[str, Any]:
    """A legal person's two numbers, right to the last digit."""
    return {
        "inn": rules.with_inn_checks(f"9900000{number:02d}"),
        "ogrn": rules.with_ogrn_check(f"1029900000{number:02d}"),
    }


def entrepreneur(number: int = 1) -> dict[str, Any]:
    """The same of a natural person."""
    return {
        "inn": rules.with_inn_checks(f"99000000{number:02d}"),
        "ogrn": rules.with_ogrn_check(f"302990000000{number:02d}"),
    }


def ask(person: PersonRef, number: int = 1, **given: Any) -> Membership:
    """A request to act for an organisation the town does not know."""
    values = {"kind": rules.SCHOOL, "name": f"Школа № {number}", **numbers(number), **given}
    told = actions.add_organisation(
        person, given=actions.NewOrganisation(**values), post="директор"
    )
    return Membership.objects.get(number=told)


def admit(clerk: PersonRef, row: Membership, **given: Any) -> None:
    """What a clerk does with papers in hand."""
    values = {
        "request_id": row.id,
        "number": row.number,
        "paper": actions.ShownPaper(rules.PAPERS[0], queries.today()),
        "right": row.right,
        **given,
    }
    actions.admit_member(clerk, **values)


def make_organisation(
    person: PersonRef, number: int = 1, *, place_id: UUID | None = None, **given: Any
) -> Organisation:
    """A checked organisation for which the person may act."""
    row = ask(person, number, **given)
    admit(make_person(roles=["clerk"]), row, place_id=place_id)
    return Organisation.objects.get(id=row.organisation_id)


def place(name: str) -> UUID:
    """A place of the made town."""
    return next(one.id for one in places.places() if one.name == name)


def give(contact: str = "elder@example.org", **given: Any) -> str:
    """A mandate of the village's elder, or of another office; its slug."""
    today = queries.today()
    values: dict[str, Any] = {
        "contact": contact,
        "office": rules.ELDER,
        "act": actions.Act("Решение Совета", "12", today),
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
        **given,
    }
    if "place_id" not in values and "address_id" not in values:
        values["place_id"] = place("село Дальнее")
    return actions.give_mandate(make_person(roles=["admin"]), **values)

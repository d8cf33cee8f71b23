"""Who takes part in the journey of a voters' order, and orders for the walk through all pages."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tests.journeys.furnish_reports import REPORTER

# not shown in this module: names of a made-up town
DEPUTY = "orders-deputy@example.org"
DISTRICT = "Восточный"


def _mandate() -> Any:
    """The deputy of a district, elected once."""
    organisations = import_module("veche.commons.organisations.public")
    places = import_module("veche.commons.places.public")
    place = next(one for one in places.places() if one.name == DISTRICT)
    known = organisations.deputies_of(place.id)
    if known:
        return known[0]
    return import_module("veche.domains.orders.tests.makers").elect(place, DEPUTY)


def furnish_orders() -> dict[str, str]:
    """A deputy, two neighbours of the district, a moderator, an approver."""
    people = import_module("veche.commons.identity.tests.makers")
    mandate = _mandate()
    contacts = {"deputy": DEPUTY, "name": mandate.name}
    for name in ("author", "neighbour"):
        contacts[name] = f"orders-{name}@example.org"
        people.make_person(contact=contacts[name], place_id=mandate.place_id)
    for name, role in (("moderator", "moderator"), ("official", "approver")):
        contacts[name] = f"orders-{name}@example.org"
        people.make_person(contact=contacts[name], level=2, roles=[role])
    return contacts


def furnish_walked_orders() -> dict[str, str]:
    """One that waits, one taken up, one at work; two of the walk's reporter: sent, turned down."""
    makers = import_module("veche.domains.orders.tests.makers")
    identity = import_module("veche.commons.identity.public")
    mandate = _mandate()
    deputy = makers.deputy(mandate, DEPUTY)
    waits = makers.make_order(mandate, title="Осветить сквер у пруда")
    taken = makers.take(makers.make_order(mandate, title="Открыть кабинет врача"), deputy)
    done = makers.take(makers.make_order(mandate, title="Построить мост через ручей"), deputy)
    reporter = identity.person_by_id(identity.ensure_contact(REPORTER))
    sent = makers.make_given(mandate, title="Вернуть автобус до садов")
    refused = makers.make_given(mandate, title="Поставить ларёк у пруда")
    import_module("veche.domains.orders.actions.giving").judge_order(
        order_id=refused.id, judged=import_module("veche.kernel.manifest").Judged(is_passed=False)
    )
    ours = type(sent).objects.filter(id__in=[sent.id, refused.id])
    ours.update(author_id=reporter.known_id)
    return {
        "order": waits.slug,
        "taken_order": taken.slug,
        "adopted_order": makers.adopt(done).slug,
        "sent_order": sent.slug,
        "refused_order": refused.slug,
    }

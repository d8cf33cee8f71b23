"""School polls for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

from tests.journeys.furnish_members import HEAD


def furnish_walked_schools() -> dict[str, str]:
    """A draft, one that runs, one that is over with a result and one with too few answers."""
    makers = import_module("veche.domains.schools.tests.makers")
    identity = import_module("veche.commons.identity.public")
    hall = import_module("veche.commons.hall.tests.makers")
    hall.switch_service("schools", "on")
    head = identity.person_by_id(identity.ensure_contact(HEAD))
    over = makers.running(head)
    for place, code in enumerate(makers.codes(over)[:11]):
        makers.answer(code, "o1" if place % 3 else "o3", evening="o1" if place % 4 else "o2")
    few = makers.running(head, 2, prefix="2", title="Куда поедет седьмой класс", classes=["7А"])
    makers.answer(makers.codes(few)[0])
    asks = makers.running(head, 2, prefix="3", title="Во сколько начинать уроки")
    consents = import_module("veche.domains.schools.models").Consent
    return {
        "school_over": makers.over(over).slug,
        "school_few": makers.over(few).slug,
        "school_poll": asks.slug,
        "school_draft": makers.draft(head, title="Какие кружки открыть").slug,
        "consent": str(consents.objects.get(number="3-1").id),
    }

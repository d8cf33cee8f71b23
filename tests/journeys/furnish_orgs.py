"""What the journey of organisations needs: an elder, and somebody known at the counter."""

from __future__ import annotations

from importlib import import_module

ELDER = "elder@example.org"


def furnish_orgs(passport: str) -> dict[str, str]:
    """A poll of the village, its elder, a villager with a checked document and an account."""
    made = import_module("tests.attacks.made")
    makers = import_module("veche.commons.organisations.tests.makers")
    people = import_module("veche.commons.identity.tests.makers")
    identity = import_module("veche.commons.identity.public")
    mandates = import_module("veche.commons.organisations.models").Mandate
    date = import_module("datetime").date
    village = makers.place("село Дальнее")
    if not mandates.objects.filter(place_id=village, office="elder").exists():
        makers.give(ELDER)
    asked = identity.counter_consent()
    shown = identity.ShownDocument(
        kind="passport",
        number=passport,
        born=date(1951, 3, 4),
        place_id=village,
        consent="signed" if asked else "",
        consent_version=asked.version() if asked else 0,
    )
    identity.check_in(people.make_person(level=2, roles=["clerk"]), shown)
    poll = made.make_poll(
        {"kind": "one", "text": "Где остановка?", "options": ("У школы", "У магазина")},
        title="Где поставить остановку?",
        places=(village,),
    )
    return {"slug": poll.slug, "village": str(village)}

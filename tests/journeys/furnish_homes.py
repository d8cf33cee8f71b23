"""Who keeps houses in the journeys, and a house with everything for the walk through all pages."""

from __future__ import annotations

from datetime import date
from importlib import import_module

# not shown in this module: names of a made-up town
DISPATCHER = "homes-dispatcher@example.org"
MONDAY = date(2026, 11, 23)


def furnish_homes() -> dict[str, str]:
    """A coordinator, and the network that serves the town's west."""
    people = import_module("veche.commons.identity.tests.makers")
    people.make_person(contact=DISPATCHER, level=2, roles=["coordinator", "approver"])
    makers = import_module("veche.domains.homes.tests.makers")
    provider = makers.make_provider("Водоканал западный")
    makers.make_serving(provider, place_id=makers.district().id)
    return {"dispatcher": DISPATCHER, "house": str(makers.house().id)}


def furnish_walked_homes() -> dict[str, str]:
    """A house with all kinds of lines and an outage that lasts; a feed, and a Monday's sheet."""
    makers = import_module("veche.domains.homes.tests.makers")
    models = import_module("veche.domains.homes.models")
    sheets = import_module("veche.domains.reports.actions.monday")
    house = makers.house("Садовая улица, 54")
    provider = makers.make_provider("Общий водоканал")
    makers.make_serving(provider)
    makers.make_serving(makers.make_provider("Школа № 9"), "school", address_id=house.id)
    outage = makers.make_outage("Садовая улица, 54", ends=90)
    feed = models.Feed.objects.create(
        name="Сети", url="https://power.example/outages.csv", is_on=False, trouble="late"
    )
    sheets.make_sheet(on=MONDAY)
    return {
        "house": str(house.id),
        "street": str(house.street_id),
        "provider": provider.slug,
        "outage": outage.number,
        "feed": str(feed.id),
        "monday": MONDAY.isoformat(),
    }

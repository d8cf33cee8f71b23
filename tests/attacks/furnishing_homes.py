"""Houses and outages behind their addresses: who serves, what is off, tables that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.places.models import Place, Street
from veche.domains.homes.actions import uploads
from veche.domains.homes.models import Feed, Upload
from veche.domains.homes.tests import makers

FIRST = 1
FORMS: Mapping[str, Sequence[Mapping[str, str]]] = {
    # Streets are counted in every town, and are everybody's to read: the first one is walked.
    "/places/streets/": [{"street_id": str(FIRST)}],
    "/office/homes/table/": [{"kind": Upload.SERVINGS}, {"kind": Upload.OUTAGES}],
}
_TABLES = {
    Upload.SERVINGS: "Адрес;Вид;Организация\nЛуговая 54;УК;{word}\n",
    Upload.OUTAGES: "Что;Где;Начало;Конец;Причина\nвода;Луговая 54;2026-01-01;2026-01-02;{word}\n",
}


def furnish_homes(word: str, resident: PersonRef) -> dict[str, Sequence[Mapping[str, str]]]:
    """What addresses of houses may name in the town being served."""
    switch_service("homes", "on")
    town = Place.objects.get(name="Округ")
    Street.objects.get_or_create(
        id=FIRST, defaults={"settlement": town, "name": f"{word} улица", "search": f" {word}"}
    )
    house = makers.house()
    provider = makers.make_provider(f"{word} водоканал")
    serving = makers.make_serving(provider, address_id=house.id, note=word)
    outage = makers.make_outage(why=word)
    # Made without asking the network for its name, as the action does.
    feed = Feed.objects.create(name=word, url="https://feed.example/outages.csv", is_on=False)
    official = make_person(roles=["coordinator"])
    for kind, table in _TABLES.items():
        data = table.format(word=word).encode()
        uploads.keep_upload(official, kind=kind, data=data, source=word)
    # The resident is appointed to everything once the walk begins: the tables wait for them.
    Upload.objects.filter(owner_id=official.known_id).update(owner_id=resident.known_id)
    return {
        **dict.fromkeys(("/homes/", "/api/v1/homes/"), [{"address_id": str(house.id)}]),
        **dict.fromkeys(
            ("/outages/", "/office/outages/", "/api/v1/outages/"), [{"number": outage.number}]
        ),
        "/office/outages/feeds/": [{"feed_id": str(feed.id)}],
        "/office/homes/": [{"slug": provider.slug}],
        "/office/homes/lines/": [{"serving_id": str(serving)}],
    }

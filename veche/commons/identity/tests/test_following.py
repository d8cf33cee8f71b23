"""New borders: the district of whoever named a house follows the house."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity import queries
from veche.commons.identity.actions import following
from veche.commons.identity.jobs import follow_addresses
from veche.commons.identity.manifest import MANIFEST
from veche.commons.identity.models import PersonalDetail
from veche.commons.identity.tests.makers import make_person
from veche.commons.places import public as places
from veche.commons.places.events import AddressesImported, OutlinesImported
from veche.commons.places.tests.makers import make_feature, make_file, make_town
from veche.kernel import ids, jobs

ON = date(2026, 3, 1)
EAST = [[36.655, 54.5], [36.8, 54.5], [36.8, 54.6], [36.655, 54.6], [36.655, 54.5]]
WEST = [[36.6, 54.5], [36.655, 54.5], [36.655, 54.6], [36.6, 54.6], [36.6, 54.5]]


@pytest.fixture
def small_town(town: Any) -> dict[str, places.Place]:
    make_town()
    return {place.name: place for place in places.places()}


def living_at(words: str) -> identity.PersonRef:
    person, address = make_person(), places.addresses(words)[0]
    identity.declare_home(person, address.place_id, address.id)
    return person


def move_border() -> None:
    outlines = make_file(make_feature("Западный", WEST), make_feature("Восточный", EAST))
    assert places.import_outlines(places.Machine(), outlines).moved == 2


def home(person: identity.PersonRef) -> Any:
    return identity.particulars(person, ON).home_place_id


def test_a_home_follows_its_house(small_town: dict[str, places.Place]) -> None:
    west, east = small_town["Западный"].id, small_town["Восточный"].id
    moves, stays = living_at("мира 7"), living_at("луговая 5")
    by_district = make_person()
    identity.declare_home(by_district, west)
    nowhere = make_person()
    assert identity.follow_addresses() == identity.Followed(moved=0, left=1)
    move_border()
    assert identity.follow_addresses() == identity.Followed(moved=1, left=1)
    assert [home(one) for one in (moves, stays, by_district, nowhere)] == [east, west, west, None]
    assert identity.follow_addresses() == identity.Followed(moved=0, left=1)
    (entry,) = audit.history("identity", kinds=["identity.homes_followed"])
    assert entry.details == {"moved": 1}


def test_a_corrected_address_takes_its_residents_along(small_town: dict[str, places.Place]) -> None:
    person = living_at("мира 7")
    text = "street;house;latitude;longitude\nпроспект Мира;7;54.57;36.76\n"
    assert places.import_addresses(places.Machine(), text.encode()).moved == 1
    assert identity.follow_addresses().moved == 1
    assert home(person) == small_town["Восточный"].id


def test_only_the_place_changes(small_town: dict[str, places.Place]) -> None:
    person = living_at("мира 7")
    PersonalDetail.objects.update(declared_level=2)
    before = queries.details(person.known_id)
    move_border()
    identity.follow_addresses()
    after = queries.details(person.known_id)
    assert after.pop("home_place") == queries.KnownDetail(
        "home_place", str(small_town["Восточный"].id), 2
    )
    assert before.pop("home_place").value == str(small_town["Западный"].id)
    assert after == before


def test_the_erased_are_not_followed(small_town: dict[str, places.Place]) -> None:
    person = living_at("мира 7")
    identity.erase_person(person)
    move_border()
    assert identity.follow_addresses() == identity.Followed(moved=0, left=0)


def test_everyone_is_reached_batch_by_batch(
    small_town: dict[str, places.Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    people = [living_at("мира 7") for _ in range(5)]
    move_border()
    assert identity.follow_addresses().moved == 5
    assert {home(one) for one in people} == {small_town["Восточный"].id}


def test_many_cost_no_more_than_few(small_town: dict[str, places.Place]) -> None:
    def cost(people: int) -> int:
        identity.register_many(
            identity.NewResident(ids.new_id(), 1, small_town["Западный"].id, 1980)
            for _ in range(people)
        )
        with CaptureQueriesContext(connection) as asked:
            identity.follow_addresses()
        return len(asked)

    assert cost(1) == cost(100)


def test_the_job_follows_when_houses_moved(
    small_town: dict[str, places.Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "veche.commons.identity.manifest.defer", lambda name, **_rest: asked.append(name)
    )
    for kind in (OutlinesImported.kind, AddressesImported.kind):
        _name, consumer = MANIFEST.listens[kind]
        consumer({"moved": 0}, ids.new_id())
        assert asked == []
        consumer({"moved": 3}, ids.new_id())
        assert asked.pop() == "identity.follow_addresses"
    assert jobs.registered()["identity.follow_addresses"] is follow_addresses
    person = living_at("мира 7")
    move_border()
    follow_addresses()
    assert home(person) == small_town["Восточный"].id

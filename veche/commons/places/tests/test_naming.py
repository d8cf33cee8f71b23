"""What a text names exactly; the street of a page and of a point."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.places import public, told
from veche.commons.places.models import Address, Place, Street
from veche.commons.places.tests.makers import make_town


@pytest.fixture
def made(town: Any) -> None:
    make_town()


def named(text: str) -> public.Named:
    return public.named([text])[text]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Луговая 54", "Луговая улица, 54"),
        ("ул. Луговая, д. 54 корп. 2", "Луговая улица, 54 к2"),
        ("Луговая улица", "Луговая улица"),
        ("Западный", "Западный"),
        ("Садовая 54", "Садовая улица, 54"),
        ("село Дальнее, Садовая 9", "село Дальнее, Садовая улица, 9"),
        ("8 Марта 12", "улица 8 Марта, 12"),
    ],
)
def test_a_text_names_one_thing(made: None, text: str, meant: str) -> None:
    found = named(text)
    assert found.text == meant
    assert found.is_known
    assert [found.place_id, found.street_id, found.address_id].count(None) == 2


def test_without_a_village_the_towns_own_street_is_meant(made: None) -> None:
    village = Place.objects.get(name="село Дальнее")
    street = Street.objects.create(
        settlement=village, name="Луговая улица", search=" луговая улица село дальнее"
    )
    own = Address.objects.get(street__name="Луговая улица", house="54")
    Address.objects.create(
        street=street,
        house="54",
        house_key="54",
        house_order=54,
        place=village,
        latitude=54.6,
        longitude=36.7,
    )
    assert named("Луговая 54").address_id == own.id
    assert named("Луговая улица").street_id == own.street_id
    assert named("село Дальнее, Луговая 54").text == "село Дальнее, Луговая улица, 54"


@pytest.mark.parametrize("text", ["Нигде 7", "Луговая 999", "Лугавая 54", "", "54"])
def test_nothing_is_guessed(made: None, text: str) -> None:
    assert not named(text).is_known


def test_many_texts_cost_a_query_a_street_and_one_for_houses(made: None) -> None:
    texts = [f"Луговая {number}" for number in range(1, 60)]
    with CaptureQueriesContext(connection) as asked:
        found = public.named(texts)
    assert found["Луговая 5"].is_known
    assert len(asked) <= 6


def test_the_nearest_house_is_found_and_no_far_one(made: None) -> None:
    near = public.house_near(54.5501, 36.6501)
    assert near is not None
    assert near.text == "Луговая улица, 54"
    assert public.house_near(54.59, 36.61) is None


def test_a_street_has_a_page_and_a_topic(made: None, client: Client) -> None:
    house = public.addresses("Луговая 54", 1)[0]
    page = client.get(reverse("places:read-street", args=[house.street_id])).content.decode()
    assert "Луговая улица" in page
    assert f"?topic=places.street%3A{house.street_id}" in page
    assert client.get(reverse("places:read-street", args=[999_999])).status_code == 404
    assert told.find_street(str(house.street_id)) is not None
    assert told.find_street("x") is None
    assert told.find_street("9" * 30) is None

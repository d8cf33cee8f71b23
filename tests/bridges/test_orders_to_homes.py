"""The page of a house shows its deputy with what voters ordered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.homes.tests import makers as homes
from veche.domains.orders.tests import makers


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()
    switch_service("homes", "on")
    makers.open_service()


def test_a_house_shows_its_deputy_and_their_orders(client: Client) -> None:
    house = homes.house()
    place = places.place(house.place_id)
    there = reverse("homes:read-house", args=[house.id])
    homes.make_serving(homes.make_provider("Депутат из таблицы"), "deputy", address_id=house.id)
    assert "Депутат из таблицы" in client.get(there).content.decode()
    deputy = makers.elect(place)
    row = makers.make_order(deputy)
    page = re.sub(r"\s+", " ", client.get(there).content.decode())
    for words in (deputy.name, row.title, "Ждёт ответа депутата", "Все наказы: 1"):
        assert words in page
    assert f"/orders/new/?to={deputy.slug}" in page
    assert "Депутат из таблицы" not in page
    switch_service("orders", "off")
    page = client.get(there).content.decode()
    assert deputy.name in page
    assert row.title not in page

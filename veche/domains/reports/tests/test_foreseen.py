"""What the town knows already stands before the report is sent; so does 112."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.domains.reports.tests import makers
from veche.kernel.manifest import Foreseen, Spot

pytestmark = pytest.mark.usefixtures("places_town")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Spot, Sequence[str]]]:
    """A service that knows of water alone, and what it was asked."""
    told: list[tuple[Spot, Sequence[str]]] = []

    def find(spot: Spot, troubles: Sequence[str]) -> list[Foreseen]:
        told.append((spot, troubles))
        return [Foreseen("Воды нет: до 18:00", "Уже чинят", "/outages/1/")] * ("water" in troubles)

    monkeypatch.setattr("veche.commons.places.foresight._finds", [find])
    return told


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_outage_stands_before_a_report_of_the_same(
    client: Client, asked: list[tuple[Spot, Sequence[str]]]
) -> None:
    person = make_person()
    sign_in(client, person)
    makers.fill_draft(person, category="utilities.no_water")
    page = text_of(client.get(reverse("reports:file-report")))
    assert "Воды нет: до 18:00" in page
    assert "Уже чинят" in page
    house = places.addresses("Луговая улица, 54", 1)[0]
    (spot, troubles) = asked[0]
    assert (spot.address_id, spot.street_id) == (house.id, house.street_id)
    assert spot.place_ids == places.lineage(house.place_id)
    assert list(troubles) == ["water", "heat"]


def test_another_thing_is_asked_for_by_its_own_words_or_not_at_all(
    client: Client, asked: list[tuple[Spot, Sequence[str]]]
) -> None:
    person = make_person()
    sign_in(client, person)
    makers.fill_draft(person)
    assert "Воды нет" not in text_of(client.get(reverse("reports:file-report")))
    assert [list(troubles) for _spot, troubles in asked] == [["power"]]
    makers.fill_draft(person, category="yards.playground")
    client.get(reverse("reports:file-report"))
    assert len(asked) == 1


@pytest.mark.parametrize(
    "page", ["begin-report", "describe-problem", "choose-category", "show-place", "file-report"]
)
def test_112_stands_on_every_step(client: Client, page: str) -> None:
    person = make_person()
    sign_in(client, person)
    makers.fill_draft(person)
    said = text_of(client.get(reverse(f"reports:{page}")))
    assert "tel:112" in said
    assert said.index("tel:112") < said.index("<form", said.index("<main"))

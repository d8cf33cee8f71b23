"""Deputies: named by law, several of a district, known by where somebody lives."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.organisations import public
from veche.commons.organisations.tests.makers import give, place
from veche.commons.places.tests.makers import make_town
from veche.kernel.errors import Conflict, Invalid

ONE, OTHER = "one@example.org", "other@example.org"


def elect(contact: str = ONE, where: str = "Западный", name: str = "Орлова М. П.") -> str:
    return give(contact, office=public.DEPUTY, place_id=place(where), shown_name=name)


@pytest.fixture(autouse=True)
def _places(town: Any) -> None:
    make_town()


def test_a_deputy_is_always_named() -> None:
    with pytest.raises(Invalid) as bare:
        elect(name=" ")
    assert set(bare.value.fields) == {"shown_name"}


def test_a_district_may_elect_several_each_of_them_once() -> None:
    slugs = {elect(), elect(OTHER)}
    with pytest.raises(Conflict):
        elect()
    found = public.deputies_of(place("Западный"))
    assert {one.slug for one in found} == slugs
    assert len(public.holder_ids([one.id for one in found])) == 2


def test_the_nearest_deputy_comes_first_and_no_other_district() -> None:
    town, near = elect(OTHER, where="Округ"), elect()
    elect("third@example.org", where="Восточный")
    assert [one.slug for one in public.deputies_of(place("Западный"))] == [near, town]


def test_a_deputy_carries_no_paper() -> None:
    elect()
    assert public.collectors() == []

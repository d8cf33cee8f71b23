"""Houses and outages by API: the same as the pages, for anyone."""

from __future__ import annotations

from typing import Any

from django.test import Client

from veche.domains.homes.tests import makers

API = "/api/v1"


def get(path: str, status: int = 200) -> Any:
    answer = Client().get(f"{API}{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_outages_are_told_by_state_kind_and_number(places_town: Any) -> None:
    row = makers.make_outage()
    listed = get(f"/outages?what={row.trouble}")["items"]
    assert [one["number"] for one in listed] == [row.number]
    assert get("/outages?show=past")["items"] == []
    assert get(f"/outages/{row.number}") == listed[0]
    get("/outages/10000000", 404)
    get("/outages?what=tea", 422)


def test_a_house_tells_who_serves_it_and_what_is_off(places_town: Any) -> None:
    house = makers.house()
    makers.make_serving(makers.make_provider(), "water")
    row = makers.make_outage()
    told = get(f"/homes/{house.id}")
    assert [(one["kind"], one["name"]) for one in told["serves"]] == [("water", "Водоканал")]
    assert [one["number"] for one in told["outages"]] == [row.number]
    get("/homes/00000000-0000-4000-8000-000000000000", 404)

"""Borders, ground and suggestions over HTTP."""

import json
from typing import Any

import pytest

from veche.commons.places import actions, public, queries, views
from veche.commons.places.tests.makers import make_feature, make_file, make_town, square


@pytest.fixture
def small_town(town: Any) -> None:
    make_town()


def test_outlines_are_geojson_with_an_etag(small_town: None, client: Any) -> None:
    answer = client.get("/places/outlines.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    features = json.loads(answer.content)["features"]
    assert [feature["properties"]["name"] for feature in features] == [
        "Округ",
        "Восточный",
        "Западный",
        "село Дальнее",
    ]
    again = client.get("/places/outlines.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    actions.touch_geography()
    changed = client.get("/places/outlines.json", headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["/places/outlines.json", "/places/ground.json"])
def test_a_town_without_geography_has_an_empty_map(town: Any, client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("path", ["outlines.json", "ground.json", "addresses", "addresses.json"])
def test_the_geography_is_read_only(town: Any, client: Any, path: str) -> None:
    assert client.post(f"/places/{path}").status_code in (403, 405)


def test_neighbours_keep_one_border_when_simplified(town: Any) -> None:
    wavy = [[36.7 + 0.0003 * (n % 2), 54.5 + n * 0.001] for n in range(101)]
    west = [[36.6, 54.5], *wavy, [36.6, 54.6], [36.6, 54.5]]
    east = [[36.8, 54.5], [36.8, 54.6], *reversed(wavy), [36.8, 54.5]]
    features = make_file(make_feature("З", west), make_feature("В", east))
    public.import_outlines(public.Machine(), features)
    borders = [
        {tuple(point) for point in feature["geometry"]["coordinates"][0]}
        for feature in queries.outline_features()
    ]
    inner = [{point for point in border if 36.65 < point[0] < 36.75} for border in borders]
    assert inner[0] == inner[1]


def test_addresses_answer_json_to_programs(small_town: None, client: Any) -> None:
    for path, accept in (("addresses.json", "*/*"), ("addresses", "application/json")):
        answer = client.get(f"/places/{path}", {"q": "лугов 54"}, headers={"Accept": accept})
        first = answer.json()["items"][0]
        assert first["text"] == "Луговая улица, 54"
        assert set(first) == {"id", "text", "latitude", "longitude", "place_id"}


def test_addresses_answer_a_listbox_to_htmx(small_town: None, client: Any) -> None:
    answer = client.get("/places/addresses", {"q": "луг"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert 'role="listbox"' in text
    assert "<html" not in text
    assert {"Accept", "HX-Request"} <= {part.strip() for part in answer["Vary"].split(",")}


def test_addresses_are_a_page_without_scripts(small_town: None, client: Any) -> None:
    answer = client.get("/places/addresses", {"q": "луг"}, headers={"Accept": "text/html"})
    text = answer.content.decode()
    assert "<html" in text
    assert "Луговая улица, 54" in text
    nothing = client.get("/places/addresses", {"q": "ъъъъъ"}, headers={"Accept": "text/html"})
    assert "Такого адреса в списке города нет" in nothing.content.decode()


def test_markup_in_a_name_or_a_query_is_escaped(town: Any, client: Any) -> None:
    name = "<script>alert(1)</script>"
    features = make_file(make_feature("Округ", square(36.5, 54.4, 0.4), kind="town"))
    public.import_outlines(public.Machine(), features)
    text = f"street;house;latitude;longitude\n{name};1;54.5;36.6\n"
    public.import_addresses(public.Machine(), text.encode())
    for query in (name, "script"):
        page = client.get("/places/addresses", {"q": query}, headers={"Accept": "text/html"})
        assert name not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


@pytest.mark.parametrize("query", ["", "\x01", "%", "х" * 5000, "\ud83c\udfe0"])
def test_addresses_of_strange_queries_are_empty(small_town: None, client: Any, query: str) -> None:
    query = query.encode("utf-16", "surrogatepass").decode("utf-16")
    assert client.get("/places/addresses.json", {"q": query}).json() == {"items": []}


def test_too_many_questions_are_put_off(
    small_town: None, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TRIES_A_MINUTE", 2)
    codes = [
        client.get("/places/addresses.json", {"q": "луг"}, headers={"Accept": "application/json"})
        for _ in range(4)
    ]
    # Windows follow the wall clock, so one may begin in between.
    assert codes[-1].status_code in (200, 429)
    assert 429 in [answer.status_code for answer in codes]
    assert all("Retry-After" in a for a in codes if a.status_code == 429)


def test_a_household_asks_as_one(
    small_town: None, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TRIES_A_MINUTE", 20)
    codes = {}
    for network in (1, 2):
        codes[network] = [
            client.get(
                "/places/addresses.json", {"q": "луг"}, REMOTE_ADDR=f"2001:db8:0:{network}::{n}"
            ).status_code
            for n in range(1, 43 if network == 1 else 3)
        ]
    # Windows follow the wall clock, so one may begin in between: 42 tries pass 20 in one of two.
    assert 429 in codes[1]
    assert codes[2] == [200, 200]

"""The page «Я», what people say of themselves, and whose eyes it is for."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import home_of, let_term_pass, make_person, sign_in
from veche.commons.identity.urls import urlpatterns
from veche.commons.places import public as places
from veche.kernel.errors import Refused

TODAY = date(2026, 6, 1)
PAGES = ["/me/", "/me/home/", "/me/birth-date/", "/me/data.json", "/me/erase/"]


def _square(kind: str, name: str, west: float, parent: str = "", width: float = 0.1) -> Any:
    south, east, north = 54.0, west + width, 54.1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name, "parent": parent},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def districts(town) -> dict[str, places.Place]:
    """A town of two districts side by side, with three houses."""
    features = [
        _square("town", "Заречье", 36.0, width=0.2),
        _square("district", "Левый", 36.0, "Заречье"),
        _square("district", "Правый", 36.1, "Заречье"),
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    places.import_outlines(places.Machine(), data)
    rows = "street;house;latitude;longitude\n" + "\n".join(
        [
            "Луговая улица;5;54.05;36.05",
            "Луговая улица;54;54.05;36.06",
            "Садовая улица;1;54.05;36.15",
        ]
    )
    places.import_addresses(places.Machine(), rows.encode())
    return {one.name: one for one in places.places()}


@pytest.mark.parametrize("path", PAGES)
def test_visitors_are_led_to_the_door_and_back(town, client, path) -> None:
    for answer in (client.get(path), client.post(path)):
        if answer.status_code != 405:
            assert answer.status_code == 302
            assert answer["Location"] == identity.sign_in_url(path)


def test_the_page_shows_its_owner_what_is_known(town, client, districts) -> None:
    place = districts["Левый"]
    person = make_person(contact="+79001234512", birth_year=1980, place_id=place.id)
    page = sign_in(client, person).get("/me/")
    text = page.content.decode()
    for said in ("+7 900 •••-••-12", "Левый", "1980 год", "С ваших слов"):
        assert said in text
    assert "9001234512" not in text
    assert "no-store" in page["Cache-Control"]


def test_an_empty_page_says_what_will_be_there(town, client) -> None:
    text = sign_in(client, make_person()).get("/me/").content.decode()
    assert "Понадобится в опросах" in text


def test_services_add_their_parts(town, client, monkeypatch) -> None:
    parts = [identity.MeSection("demo", "identity/erased.html", lambda person: {})]
    monkeypatch.setattr("veche.commons.identity.sections._sections", parts)
    page = sign_in(client, make_person()).get("/me/").content.decode()
    assert "Личных данных у города больше нет" in page


def test_a_part_without_anything_to_say_is_left_out(town, client, monkeypatch) -> None:
    parts = [identity.MeSection("demo", "identity/erased.html", lambda person: None)]
    monkeypatch.setattr("veche.commons.identity.sections._sections", parts)
    page = sign_in(client, make_person()).get("/me/").content.decode()
    assert "Личных данных у города больше нет" not in page


def test_officials_see_by_which_act_they_act(town, client) -> None:
    text = sign_in(client, make_person(roles=["author"])).get("/me/").content.decode()
    assert "Автор опросов" in text
    assert "Распоряжение № 1" in text


@pytest.mark.parametrize(
    "written", ["1980-05-17", "17.05.1980", "17051980", "17 05 1980", "17/5/1980"]
)
def test_a_birth_date_is_declared_and_leads_back(town, client, written) -> None:
    person = make_person()
    sign_in(client, person)
    answer = client.post("/me/birth-date/", {"born": written, "next": "/polls/park/"})
    assert answer["Location"] == "/polls/park/"
    assert identity.own_page(person).birth_date == date(1980, 5, 17)


@pytest.mark.parametrize("written", ["", "31.02.1980", "1850-01-01", "2999-01-01", "я" * 10_000])
def test_a_date_that_cannot_be_is_explained(town, client, written) -> None:
    person = make_person()
    answer = sign_in(client, person).post("/me/birth-date/", {"born": written})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert identity.particulars(person, TODAY).age is None


def test_a_home_is_an_address_of_the_list(districts, client) -> None:
    person = make_person()
    [found] = places.addresses("Садовая 1", 1)
    answer = sign_in(client, person).post(
        "/me/home/", {"home": found.text, "home_id": str(found.id), "next": "/polls/park/"}
    )
    assert answer["Location"] == "/polls/park/"
    assert home_of(person) == districts["Правый"].id


def test_without_script_the_answer_is_a_list_to_choose_from(districts, client) -> None:
    person = make_person()
    sign_in(client, person)
    answer = client.post("/me/home/", {"home": "Луговая", "by": "address"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Какой из них ваш?" in text
    chosen = places.addresses("Луговая 54", 1)[0]
    assert str(chosen.id) in text
    client.post("/me/home/", {"home": "Луговая", "by": "address", "home_choice": str(chosen.id)})
    assert home_of(person) == districts["Левый"].id


def test_a_house_named_in_full_is_not_asked_for_among_its_neighbours(districts, client) -> None:
    person = make_person()
    client = sign_in(client, person)
    client.post("/me/home/", {"home": "Луговая 5", "by": "address"})
    kept = {one["kind"]: one["value"] for one in identity.personal_export(person)["details"]}
    [house] = [one for one in places.addresses("Луговая 5", 8) if one.text.endswith(" 5")]
    assert kept["address"] == str(house.id)
    text = client.get("/me/").content.decode()
    assert f"{house.text} — Левый" in text, "its owner sees what is kept"


def test_a_home_is_written_in_words_when_they_fit_one_house(districts, client) -> None:
    person = make_person()
    sign_in(client, person).post("/me/home/", {"home": "садовая улица 1", "by": "address"})
    assert home_of(person) == districts["Правый"].id


def test_a_home_is_a_point_that_is_not_kept(districts, client) -> None:
    person = make_person()
    asked = sign_in(client, person).post(
        "/me/home/", {"by": "point", "latitude": "54.05", "longitude": "36.15"}
    )
    assert "Отметка попала сюда: Правый" in asked.content.decode()
    assert home_of(person) is None, "first it is said which district it is"
    right = str(districts["Правый"].id)
    assert f'name="place" value="{right}"' in asked.content.decode()
    client.post("/me/home/", {"by": "place", "place": right})
    assert home_of(person) == districts["Правый"].id
    assert "36.15" not in json.dumps(identity.personal_export(person))


def test_a_home_is_a_district_even_after_an_address_was_not_found(districts, client) -> None:
    person = make_person()
    sign_in(client, person).post(
        "/me/home/",
        {"home": "Неведомая 7", "by": "place", "place": str(districts["Левый"].id)},
    )
    assert home_of(person) == districts["Левый"].id


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"place": str(uuid4()), "by": "place"},
        {"place": "1 OR 1=1", "by": "place"},
        {"home_id": str(uuid4())},
        {"home": "Неведомая улица 7"},
        {"home": "я" * 10_000},
        {"home": "\u200b"},
        {"latitude": "10", "longitude": "10", "by": "point"},
        {"latitude": "NaN", "longitude": "36.05", "by": "point"},
        {"latitude": "54.05", "by": "point"},
        {"latitude": "1e400", "longitude": "36.05", "by": "point"},
        {"by": "anything"},
    ],
)
def test_a_forged_home_is_refused_in_words(districts, client, forged) -> None:
    person = make_person()
    answer = sign_in(client, person).post("/me/home/", forged)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert home_of(person) is None


def test_an_address_of_one_place_does_not_open_another(districts) -> None:
    person = make_person()
    [found] = places.addresses("Садовая 1", 1)
    with pytest.raises(Exception, match="unknown-place"):
        identity.declare_home(person, districts["Левый"].id, found.id)


def test_moving_forgets_the_former_address(districts, client) -> None:
    person = make_person()
    [found] = places.addresses("Садовая 1", 1)
    identity.declare_home(person, found.place_id, found.id)
    let_term_pass(person)
    identity.declare_home(person, districts["Левый"].id)
    kinds = {one["kind"] for one in identity.personal_export(person)["details"]}
    assert kinds == {"home_place"}


def test_a_town_without_a_map_asks_nobody_where_they_live(town, client) -> None:
    text = sign_in(client, make_person()).get("/me/home/").content.decode()
    assert "Районов ещё нет" in text
    assert "<fieldset" not in text


@pytest.mark.parametrize("page", ["/me/home/", "/me/birth-date/"])
def test_pages_lead_back_into_town_only(districts, client, page) -> None:
    sign_in(client, make_person())
    text = client.get(page, {"next": "//evil.example"}).content.decode()
    assert '"//evil.example' not in text
    assert "/polls/park/" in client.get(page, {"next": "/polls/park/"}).content.decode()


def test_a_copy_of_the_data_is_the_persons_own(town, client) -> None:
    make_person(contact="+79007654321")
    person = make_person(contact="+79001234512")
    answer = sign_in(client, person).get("/me/data.json?id=" + str(uuid4()))
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["contacts"] == [{"kind": "phone", "address": "+79001234512"}]


def test_no_page_takes_the_id_of_a_person(town) -> None:
    """There is nothing to guess: every page about a person is of whoever opens it."""
    taken = {word for route in urlpatterns for word in re.findall("<.*?>", str(route.pattern))}
    assert taken <= {"<uuid:passkey_id>", "<uuid:sign_in_id>", "<uuid:token_id>", "<slug:slug>"}


def test_erasure_asks_first_and_ends_the_session(town, client) -> None:
    person = make_person(contact="+79001234512")
    sign_in(client, person)
    assert "180 дней" in client.get("/me/erase/").content.decode()
    assert identity.person_by_id(person.known_id) is not None
    assert client.post("/me/erase/").status_code == 200
    assert identity.person_by_id(person.known_id) is None
    assert client.get("/me/").status_code == 302


def test_an_official_is_told_why_the_account_stays(town, client) -> None:
    answer = sign_in(client, make_person(roles=["clerk"])).get("/me/erase/")
    assert answer.status_code == 403
    assert "снять роль" in answer.content.decode()


def test_a_session_of_an_erased_or_closed_account_is_nobodys(town, client) -> None:
    person = make_person()
    sign_in(client, person)
    identity.erase_person(person)
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "forged",
    ["", "1", "../../etc/passwd", "a" * 32, "a" * 10_000, '"\\000aaaaaaaaaaaaaaaa"', "%00aaaaaaaa"],
)
def test_a_forged_session_cookie_is_nobodys(town, forged) -> None:
    answer = Client(HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={forged}").get("/me/")
    assert answer.status_code == 302


def test_many_changes_of_home_are_refused_with_the_reason(districts, client, monkeypatch) -> None:
    person = make_person()
    sign_in(client, person)
    for _ in range(5):
        client.post("/me/home/", {"by": "place", "place": str(districts["Левый"].id)})
    answer = client.post("/me/home/", {"by": "place", "place": str(districts["Правый"].id)})
    assert answer.status_code == 429
    assert home_of(person) == districts["Левый"].id


def test_a_home_is_said_anew_only_after_a_term(districts, client) -> None:
    person = make_person()
    sign_in(client, person)
    left, right = ({"by": "place", "place": str(districts[n].id)} for n in ("Левый", "Правый"))
    client.post("/me/home/", left)
    assert client.post("/me/home/", right).status_code == 403
    assert home_of(person) == districts["Левый"].id
    page = client.get("/me/home/", {"next": "/polls/park/"}).content.decode()
    assert "Изменить место жительства можно с" in page
    assert "/polls/park/" in page
    assert "<fieldset" not in page
    let_term_pass(person)
    assert client.post("/me/home/", right).status_code == 302
    assert home_of(person) == districts["Правый"].id


def test_a_house_is_named_in_the_same_district_at_any_time(districts) -> None:
    person = make_person()
    identity.declare_home(person, districts["Правый"].id)
    [found] = places.addresses("Садовая 1", 1)
    identity.declare_home(person, found.place_id, found.id)
    kinds = {one["kind"] for one in identity.personal_export(person)["details"]}
    assert kinds == {"home_place", "address"}


def test_an_erasure_does_not_let_one_move(districts) -> None:
    person = make_person(contact="+79001234512")
    identity.declare_home(person, districts["Левый"].id)
    identity.erase_person(person)
    back = identity.person_by_id(identity.ensure_contact("+79001234512"))
    assert back is not None
    with pytest.raises(Refused, match="said-already"):
        identity.declare_home(back, districts["Правый"].id)


def test_a_birth_date_that_was_said_is_explained(town, client) -> None:
    person = make_person()
    identity.declare_birth_date(person, date(2012, 6, 2))
    page = sign_in(client, person).get("/me/birth-date/").content.decode()
    assert "Изменить дату рождения можно с" in page
    assert 'name="born"' not in page

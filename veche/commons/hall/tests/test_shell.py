"""What the town set is what its pages show; a service that is closed is not there."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.attacks.made import make_poll
from veche.commons.audit import public as audit
from veche.commons.hall import actions, colours, queries
from veche.commons.hall.models import TownSettings
from veche.commons.hall.rules import Switch
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.commons.towns import public as towns
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany

FACE = "/office/town/face/"
GOOD: dict[str, Any] = {
    "service_name": "Заречье решает",
    "brand": "#7a1f5c",
    "time_zone": "Asia/Yekaterinburg",
    "languages": ["tt"],
    "age_mark": "12+",
}


@pytest.fixture
def admin(town: Any) -> Any:
    yield make_person(roles=["admin"], contact="admin@example.org")
    towns.forget_known()


@pytest.fixture
def desk(admin: Any) -> Client:
    return sign_in(Client(), admin)


def page(browser: Client, address: str = "/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (400, 400), "navy").save(out, kind)
    return SimpleUploadedFile("sign.png", out.getvalue(), "image/png")


def test_the_face_is_on_every_page(desk: Client, admin: Any) -> None:
    answer = desk.post(FACE, {**GOOD, "sign": picture(), "arms": picture("JPEG")})
    assert answer.status_code == 302, answer.content.decode()
    text = page(Client())
    assert "Заречье решает</title>" in text
    hall = queries.hall()
    assert f'src="{hall.sign_url}"' in text
    assert f'src="{hall.arms_url}"' in text
    assert "12+" in text
    assert 'value="tt"' in text
    assert 'value="en"' not in text
    sheet = Client().get(f"/town/colours-{colours.digest('#7a1f5c')}.css")
    assert "immutable" in sheet["Cache-Control"]
    assert b"--brand:#7a1f5c" in sheet.content
    assert Client().get(hall.sign_url).headers["Content-Type"] == "image/webp"
    assert towns.by_slug("zarechye").time_zone == "Asia/Yekaterinburg"
    assert [entry.kind for entry in audit.history("town")] == ["hall.town_described"]


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(desk: Client) -> None:
    answer = desk.post(FACE, {**GOOD, "brand": "#ffcc00"})
    assert answer.status_code == 422
    assert colours.nearest("#ffcc00") in answer.content.decode()
    assert queries.hall().brand == ""
    assert Client().get("/town/colours-000000000000.css").status_code == 404


def test_pictures_that_could_run_are_refused(desk: Client) -> None:
    evil = SimpleUploadedFile("sign.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    answer = desk.post(FACE, {**GOOD, "sign": evil})
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()
    assert queries.hall().sign_id is None


def test_a_new_sign_takes_the_place_of_the_old(desk: Client) -> None:
    desk.post(FACE, {**GOOD, "sign": picture()})
    first = queries.hall().sign_url
    desk.post(FACE, {**GOOD, "sign": picture()})
    assert queries.hall().sign_url not in ("", first)
    assert Client().get(first).status_code == 404
    desk.post(FACE, {**GOOD, "without_sign": "on"})
    assert queries.hall().sign_url == ""


def test_a_language_switched_off_is_not_spoken(desk: Client) -> None:
    desk.post(FACE, GOOD)
    reader = Client()
    reader.cookies["language"] = "en"
    assert '<html lang="ru"' in page(reader)
    reader.cookies["language"] = "tt"
    assert '<html lang="tt"' in page(reader)
    assert "language" not in Client().get("/language/?language=en").cookies


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("age_mark", "99+"), ("languages", ["ru", "xx"])],
)
def test_what_is_not_on_a_list_is_refused(admin: Any, field: str, value: Any) -> None:
    face = {**GOOD, "languages": ["ru"], field: value}
    with pytest.raises(Invalid):
        actions.describe_town(admin, face=actions.Face(**face))


@pytest.mark.parametrize("roles", [[], ["author", "approver"], ["auditor"]])
def test_nobody_else_sets_the_town_up(town: Any, roles: list[str]) -> None:
    person = make_person(roles=roles)
    face = actions.Face(**{**GOOD, "languages": ["ru"]})
    with pytest.raises(Refused):
        actions.describe_town(person, face=face)
    with pytest.raises(Refused):
        actions.switch_service(person, slug="polls", switch=Switch("off"))
    with pytest.raises(Refused):
        actions.raise_banner(person, text="Тревога", tone="bad", until=None)
    for address in ("/office/town/", FACE, "/office/town/banner/", "/office/town/services/"):
        assert sign_in(Client(), person).get(address).status_code == 403, address


def test_urgent_words_stand_on_every_page_until_their_hour(desk: Client, admin: Any) -> None:
    sent = {"text": "Отключили <воду>", "tone": "bad", "until": "2099-01-01T10:00"}
    assert desk.post("/office/town/banner/", sent).status_code == 302
    for address in ("/", "/polls/", "/nowhere/"):
        assert "Отключили &lt;воду&gt;" in Client().get(address).content.decode(), address
    sent["until"] = "2001-01-01T10:00"
    assert desk.post("/office/town/banner/", sent).status_code == 422
    TownSettings.objects.update(banner_until="2001-01-01T10:00Z")
    actions.touch()
    assert "Отключили" not in page(Client())
    assert desk.post("/office/town/banner/", {"then": "lower"}).status_code == 302
    assert queries.hall().banner is None


def everywhere(browser: Client, word: str, slug: str) -> dict[str, bool]:
    """Where a service of that poll is found."""
    described = json.loads(browser.get("/api/v1/openapi.json").content)
    return {
        "menu": 'href="/polls/"' in page(browser),
        "home": word in page(browser),
        "search": f'href="/polls/{slug}/"' in page(browser, f"/search/?q={word}"),
        "map": word in page(browser, "/map/"),
        "pins": word in json.dumps(browser.get("/map/pins.json").json(), ensure_ascii=False),
        "page": browser.get(f"/polls/{slug}/").status_code == 200,
        "list": browser.get("/polls/").status_code == 200,
        "api": browser.get(f"/api/v1/polls/{slug}").status_code == 200,
        "described": any("/polls" in path for path in described["paths"]),
    }


@pytest.fixture
def people(admin: Any) -> dict[str, Client]:
    make_town()
    west = next(one.id for one in places.places() if one.name == "Западный")
    other = next(one.id for one in places.places() if one.kind == "district" and one.id != west)
    return {
        "visitor": Client(),
        "resident": sign_in(Client(), make_person(place_id=other)),
        "neighbour": sign_in(Client(), make_person(place_id=west)),
        "official": sign_in(Client(), make_person(roles=["clerk"])),
        "admin": sign_in(Client(), admin),
    }


@pytest.mark.parametrize(
    ("state", "sees"),
    [
        ("off", set()),
        ("test", {"official", "admin"}),
        ("pilot", {"neighbour", "official", "admin"}),
        ("on", {"visitor", "resident", "neighbour", "official", "admin"}),
    ],
)
def test_a_service_is_there_for_whom_its_state_lets_in(
    people: dict[str, Client], admin: Any, state: str, sees: set[str]
) -> None:
    west = next(one.id for one in places.places() if one.name == "Западный")
    poll = make_poll(title="Скамейки у реки")
    for question in poll.questions.all():
        question.options.update(latitude=54.5, longitude=36.5)
    assert set(everywhere(Client(), "Скамейки", poll.slug).values()) == {True}
    switch = Switch(state, west if state == "pilot" else None)
    actions.switch_service(admin, slug="polls", switch=switch)
    for name, browser in people.items():
        found = everywhere(browser, "Скамейки", poll.slug)
        described = found.pop("described")
        assert described == (state == "on"), name
        assert set(found.values()) == {name in sees}, (name, found)
        if name != "visitor":
            assert ("Мои голоса" in page(browser, "/me/")) == (name in sees), name


def test_the_states_own_refusals(people: dict[str, Client], admin: Any) -> None:
    with pytest.raises(NotFound):
        actions.switch_service(admin, slug="nothing", switch=Switch("on"))
    with pytest.raises(Invalid):
        actions.switch_service(admin, slug="polls", switch=Switch("ajar"))
    with pytest.raises(Invalid):
        actions.switch_service(admin, slug="polls", switch=Switch("pilot"))
    answer = people["admin"].post("/office/town/services/polls/", {"state": "pilot", "place": ""})
    assert answer.status_code == 422


@pytest.fixture
def pilot(people: dict[str, Client], admin: Any) -> dict[str, Client]:
    west = next(one.id for one in places.places() if one.name == "Западный")
    actions.switch_service(admin, slug="polls", switch=Switch("pilot", west))
    return people


def told(browser: Client, text: str = "Мелкие буквы", key: str = "k1") -> Any:
    sent = {"text": text, "page": "/polls/?show=closed", "key": key}
    return browser.post("/pilot/polls/tell/", sent)


def test_a_pilot_asks_on_its_pages_and_answers_in_public(pilot: dict[str, Client]) -> None:
    neighbour, official = pilot["neighbour"], pilot["official"]
    assert "Что неудобно?" in page(neighbour, "/polls/")
    assert "Что неудобно?" not in page(neighbour, "/decisions/")
    assert told(neighbour).status_code == 302
    assert told(neighbour).status_code == 302, "the same form again is the same telling"
    (row,) = queries.waiting().items
    assert (row.text, row.page) == ("Мелкие буквы", "/polls/")
    assert "Мелкие буквы" not in page(neighbour, "/pilot/polls/")
    assert "Мелкие буквы" in page(official, "/office/told/")
    assert official.post(f"/office/told/{row.id}/", {"answer": " "}).status_code == 422
    assert official.post(f"/office/told/{row.id}/", {"answer": "Увеличили"}).status_code == 302
    text = page(neighbour, "/pilot/polls/")
    assert "Мелкие буквы" in text
    assert "Увеличили" in text
    entry = audit.history(row.id)[-1]
    assert (entry.kind, entry.actor_id) == ("hall.inconvenience_told", None)


def test_words_set_aside_are_wiped_and_counted(pilot: dict[str, Client]) -> None:
    told(pilot["neighbour"], "Позвоните Ивану Петрову")
    (row,) = queries.waiting().items
    assert pilot["official"].post(f"/office/told/{row.id}/", {"then": "aside"}).status_code == 302
    row.refresh_from_db()
    assert row.text == ""
    text = page(pilot["neighbour"], "/pilot/polls/")
    assert "Не показываем: 1" in text
    assert "Петрову" not in text


def test_only_who_takes_part_in_a_pilot_is_asked(pilot: dict[str, Client], admin: Any) -> None:
    for name in ("visitor", "resident"):
        assert told(pilot[name]).status_code == 404, name
        assert pilot[name].get("/pilot/polls/").status_code == 404, name
    assert told(pilot["neighbour"], "   ").status_code == 422
    assert told(pilot["neighbour"], "я" * 501, "k2").status_code == 422
    actions.switch_service(admin, slug="polls", switch=Switch("on"))
    assert told(pilot["visitor"], key="k3").status_code == 403
    assert "Что неудобно?" not in page(pilot["neighbour"], "/polls/")
    assert pilot["resident"].get("/office/told/").status_code == 403


def test_telling_has_a_limit(pilot: dict[str, Client], admin: Any) -> None:
    for number in range(actions.TOLD_PER_ADDRESS[0]):
        assert told(pilot["neighbour"], key=f"n{number}").status_code == 302
    assert told(pilot["neighbour"], key="over").status_code == 429
    with pytest.raises(TooMany):
        actions.tell_inconvenience(admin, slug="polls", page="/", text="Ещё", client="127.0.0.1")


def test_the_first_start_ends_at_an_open_town(desk: Client, admin: Any) -> None:
    assert "Город ещё не настроен" in page(desk)
    assert "Город ещё не настроен" not in page(Client())
    assert "Пройдено шагов: 0 из 5" in page(desk, "/office/town/")
    desk.post(FACE, GOOD)
    desk.post("/office/town/steps/staff/")
    assert "Пройдено шагов: 2 из 5" in page(desk, "/office/town/")
    assert desk.post("/office/town/steps/nothing/").status_code == 404
    assert desk.post("/office/town/open/").status_code == 302
    assert "Первый запуск" not in page(desk, "/office/town/")
    assert "Город ещё не настроен" not in page(desk)
    with pytest.raises(Conflict):
        actions.open_town(admin)


def test_one_query_tells_that_nothing_changed(desk: Client, django_assert_num_queries: Any) -> None:
    desk.post(FACE, GOOD)
    queries.hall()
    with django_assert_num_queries(1):
        queries.hall()


def test_the_other_town_keeps_its_own_face(desk: Client, town: Any) -> None:
    desk.post(FACE, GOOD)
    other = next(slug for slug in towns.slugs() if slug != town.slug)
    with towns.enter(other):
        assert queries.hall().service_name == ""
        assert towns.current().time_zone != "Asia/Yekaterinburg"

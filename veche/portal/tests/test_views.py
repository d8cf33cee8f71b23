"""The shell's own pages: home, search, map, theme, refusals, the design page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.attacks.made import make_poll
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.kernel.errors import Conflict


def page(address: str, browser: Client | None = None, **more: Any) -> str:
    """The text of a page that is there."""
    answer = (browser or Client()).get(address, **more)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/search/", "/map/", "/design/", "/polls/", "/decisions/"]
)
def test_an_empty_town_has_every_page(town: Any, address: str) -> None:
    text = page(address)
    assert text.count("<h1") == 1
    assert "<main" in text
    assert town.name in text


def test_home_leads_to_what_is_asked_today(town: Any) -> None:
    poll = make_poll(title="Что построить у вокзала?")
    make_poll(title="Ещё не начался", opens=1)
    make_poll(title="Черновик", state="draft")
    text = page("/")
    assert f'href="/polls/{poll.slug}/"' in text
    assert "Ещё не начался" in text
    assert "Черновик" not in text


def test_officials_alone_see_the_way_to_their_desk(town: Any) -> None:
    assert 'href="/office/"' not in page("/")
    assert 'href="/office/"' not in page("/me/", sign_in(Client(), make_person()))
    assert 'href="/office/"' in page("/me/", sign_in(Client(), make_person(roles=["clerk"])))


def test_search_answers_a_fragment_to_htmx(town: Any) -> None:
    make_poll(title="Парк у реки")
    whole = page("/search/?q=парк")
    part = page("/search/?q=парк", HTTP_HX_REQUEST="true")
    assert "<html" in whole
    assert "<html" not in part
    assert "Парк у реки" in whole
    assert "Парк у реки" in part
    assert "<html" in page("/search/?q=парк", HTTP_HX_REQUEST="true", HTTP_HX_BOOSTED="true")
    assert "HX-Request" in Client().get("/search/?q=парк").headers["Vary"]


def test_searching_too_much_is_told_with_the_wait(town: Any) -> None:
    for _try in range(120):
        Client().get("/search/?q=а")
    answer = Client().get("/search/?q=а")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1


def test_the_map_has_the_same_in_a_list(town: Any) -> None:
    poll = make_poll()
    poll.questions.get().options.filter(code="o1").update(latitude=54.5, longitude=36.2)
    assert "Сквер" in page("/map/")
    told = json.loads(page("/map/pins.json"))
    (pin,) = told["features"]
    assert pin["geometry"] == {"type": "Point", "coordinates": [36.2, 54.5]}
    assert pin["properties"]["url"] == f"/polls/{poll.slug}/"


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("x", "")])
def test_a_theme_is_kept_by_the_browser(town: Any, chosen: str, kept: str) -> None:
    browser = Client()
    answer = browser.get("/theme/", {"theme": chosen, "next": "/polls/"})
    assert answer["Location"] == "/polls/"
    assert browser.cookies["theme"].value == kept
    assert (f'data-theme="{kept}"' in page("/", browser)) is bool(kept)


def test_what_is_not_there_is_told_as_it_was_asked_for(town: Any) -> None:
    people = Client().get("/nowhere/")
    assert people.status_code == 404
    assert "<h1" in people.content.decode()
    for address, accept in (("/api/v1/nowhere", "*/*"), ("/nowhere/", "application/json")):
        program = Client().get(address, HTTP_ACCEPT=accept)
        assert program.status_code == 404
        assert program.headers["Content-Type"] == "application/problem+json"
        assert set(program.json()) == {"type", "title", "detail", "status", "code", "fields"}
    for answer in (people, program):
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_refusal_keeps_its_words_and_a_break_keeps_its_secrets(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: Any) -> Any:
        raise Conflict("Уже сделано", advice="Обновите страницу.")

    def break_down(request: Any) -> Any:
        raise RuntimeError("пароль 12345")

    monkeypatch.setattr("veche.portal.views.identity.person_of", refuse)
    answer = Client().get("/search/")
    assert answer.status_code == 409
    assert "Уже сделано" in answer.content.decode()
    assert "Обновите страницу." in answer.content.decode()
    monkeypatch.setattr("veche.portal.views.identity.person_of", break_down)
    broken = Client(raise_request_exception=False).get("/search/")
    assert broken.status_code == 500
    assert "12345" not in broken.content.decode()
    assert "под номером" in broken.content.decode()


def test_an_address_of_two_strokes_leads_nowhere_else(town: Any) -> None:
    """`//evil.example/` as a link would be another site; as a page of ours it is not found."""
    answer = Client().get("/", PATH_INFO="//evil.example/")
    assert answer.status_code == 404
    assert 'href="//' not in answer.content.decode()

"""The search of the house: every service's words, however they are typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.attacks.made import make_poll
from veche.commons.identity.tests.makers import make_person
from veche.commons.pages.tests.makers import make_news, make_page
from veche.commons.places.tests.makers import make_town

POLL, PAGE, NEWS = "Где поставить ёлку?", "Зелёное хозяйство", "Котёл на Луговой починили"


@pytest.fixture
def told(town: Any) -> Client:
    """A town with something of each service that can be found."""
    admin = make_person(level=2, roles=["admin"])
    make_poll(title=POLL)
    make_poll(title="Каким быть спуску к реке?")
    make_page(admin, slug="", title=PAGE, text="Ведёт реестр и отвечает за берёзы.")
    make_news(admin, title=NEWS, text="Тепло дали вечером.")
    return Client()


def found(browser: Client, words: str) -> set[str]:
    hits = browser.get("/api/v1/search", {"q": words}).json()
    return {item["title"] for item in hits}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("ёлку", POLL),
        ("елку", POLL),
        ("ЁЛКА", POLL),
        ("елки", POLL),
        ("зеленое хозяйство", PAGE),
        ("береза", PAGE),
        ("котел", NEWS),
        ("котёл", NEWS),
    ],
)
def test_yo_and_ye_are_one_letter(told: Client, words: str, title: str) -> None:
    assert found(told, words) == {title}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("зелоное хозяйство", PAGE),
        ("катёл на луговой", NEWS),
        ("поставит ёлку", POLL),
        ("спуск к реки", "спуску к реке"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(told: Client, words: str, title: str) -> None:
    assert any(title in one for one in found(told, words))


def test_other_words_find_nothing(told: Client) -> None:
    assert found(told, "трамвай") == set()
    page = told.get("/search/", {"q": "трамвай"}).content.decode()
    assert POLL not in page


def test_a_street_is_found_by_either_letter(town: Any) -> None:
    make_town()
    for words in ("Королёва 3", "королева 3"):
        answer = Client().get("/api/v1/addresses", {"q": words}).json()
        assert "Королёва" in str(answer), words


def test_a_draft_is_found_by_nobody_else(told: Client) -> None:
    make_poll(title="Ёлка в черновике", state="draft")
    assert "Ёлка в черновике" not in found(told, "ёлка")

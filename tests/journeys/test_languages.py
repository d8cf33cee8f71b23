"""Signing in, voting and the receipt in Tatar and in English: no word of the interface is Russian.

In English any Cyrillic letter that nobody of the town has written is one; in Tatar, any text that
its catalogue has other words for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.utils import translation
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.foreign_words import is_russian, left_in_russian
from tests.journeys.walking import Site, code_of_inbox, open_page
from veche.commons.identity.tests.services import region

Browse = Callable[..., BrowserContext]


@dataclass
class Walk:
    """A page, its language, what people have written, and what was found left in Russian."""

    page: Page
    language: str
    content: list[str]
    found: dict[str, list[str]] = field(default_factory=dict)
    looked: int = 0

    def say(self, text: str) -> str:
        with translation.override(self.language):
            return translation.gettext(text)

    def look(self) -> None:
        """Read the page as it stands."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        self.looked += 1
        if left := left_in_russian(self.page, self.language, self.content):
            self.found[f"{self.looked}. {self.page.url}"] = left

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, text: str) -> None:
        """Press a button by its word of the language, and read what comes."""
        self.page.locator("main").get_by_role("button", name=self.say(text), exact=True).click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(self.say(label)).fill(value)


@pytest.mark.parametrize("language", ["tt", "en"])
def test_a_vote_is_given_without_a_word_of_russian(
    browse: Browse, site: Site, language: str
) -> None:
    page, said = open_page(browse())
    content = [*json.loads(site.run("texts")), str(region("")["title"])]
    walk = Walk(page, language, content)
    page.goto("/")
    page.locator(f"footer button[name=language][value={language}]").click()
    walk.look()
    come_in(walk, site)
    vote(walk, site)
    for path in ("/me/", "/me/data/", "/search/?q=zzz", "/decisions/", "/message/"):
        walk.go(path)
    for poll, part in (("over", "result/"), ("rich", ""), ("rich", "vote/"), ("coming", "")):
        walk.go(site.poll(poll, part))
    assert walk.found == {}
    assert walk.looked > 15
    assert [line for line in said if "422" not in line] == []


def come_in(walk: Walk, site: Site) -> None:
    """From a poll to the door, wrong first and right then, to where the town asks for more."""
    page = walk.page
    walk.go(site.poll("district"))
    page.get_by_role("link", name=walk.say("Проголосовать")).first.click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    walk.look()
    walk.fill("Телефон или почта", "+7")
    walk.press("Получить код")
    expect(page.locator(".error").first).to_be_visible()
    walk.look()
    walk.fill("Телефон или почта", f"languages-{walk.language}@example.org")
    walk.press("Получить код")
    expect(page).to_have_url(re.compile("/code/"))
    walk.look()
    walk.fill("Код из сообщения", "1")
    walk.press("Войти")
    walk.look()
    walk.fill("Код из сообщения", code_of_inbox(page))
    walk.press("Войти")
    expect(page).to_have_url(re.compile("/me/data/consent/"))
    walk.look()


def vote(walk: Walk, site: Site) -> None:
    """The consent, the birth date, the home, the ballot, the receipt."""
    page = walk.page
    page.locator("main input[type=checkbox]").check()
    walk.press("Дать согласие")
    expect(page).to_have_url(re.compile("/me/birth-date/"))
    walk.look()
    walk.fill("Дата рождения", "1980-05-17")
    walk.press("Сохранить дату")
    expect(page).to_have_url(re.compile("/me/home/"))
    page.get_by_text(walk.say("Выбрать район из списка")).click()
    walk.look()
    page.get_by_label("Западный").check()
    walk.press("Сохранить район")
    expect(page).to_have_url(re.compile("/vote/$"))
    walk.look()
    page.get_by_label("Сквер Мира").check()
    walk.press("Отдать голос")
    expect(page.get_by_role("heading", name=walk.say("Голос принят"))).to_be_visible()
    walk.look()


def test_the_look_sees_what_is_left_in_russian() -> None:
    """A check that finds nothing anywhere would be no check."""
    for language in ("tt", "en"):
        assert is_russian("Отдать голос", language, ["Сквер Мира"])
        assert not is_russian("Сквер Мира", language, ["Сквер Мира"])
    assert is_russian("Сквер Мира и что-то ещё", "en", ["Сквер Мира"])
    assert not is_russian("Vote", "en", [])
    with translation.override("tt"):
        assert not is_russian(translation.gettext("Отдать голос"), "tt", [])

"""On pages in another language whatever the town wrote in Russian says that it is Russian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from veche.commons.commitments import public as commitments
from veche.commons.identity import demo as people
from veche.commons.identity.rules.persons import ROLES
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.organisations import demo as organisations
from veche.commons.pages import demo as pages
from veche.commons.places import demo as geography
from veche.domains.polls import demo
from veche.domains.polls.models import Poll

TOLD = ("place-2027", "skate")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
LATIN = re.compile(r"[A-Za-z]")
SPOKEN = ("alt", "aria-label", "title", "placeholder")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "rect"}
# Programs show themselves as they are; names of the languages stand in their own.
SILENT = {"script", "style", "code", "pre", "head"}


class Tongues(HTMLParser):
    """Words in a language that the page does not say, on a page in English.

    Either way: Russian words that are not said to be Russian, and words of Latin letters alone
    that are: a Russian voice would read those.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.unsaid: list[str] = []
        self.feed(text)

    @property
    def tongue(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        tongue = given.get("lang") or self.tongue
        for name in SPOKEN:
            said = given.get(name) or ""
            # A sentence of the page may hold a name: an attribute has but one language.
            cyrillic, latin = len(CYRILLIC.findall(said)), len(LATIN.findall(said))
            if (tongue == "en" and cyrillic > latin) or (tongue == "ru" and latin and not cyrillic):
                self.unsaid.append(f'{name}="{said}"')
        if tag not in VOID:
            self.open.append((tag, tongue))

    def handle_endtag(self, tag: str) -> None:
        if any(known == tag for known, _tongue in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        is_silent = any(tag in SILENT for tag, _tongue in self.open)
        is_cyrillic, is_latin = bool(CYRILLIC.search(data)), bool(LATIN.search(data))
        is_wrong = is_cyrillic if self.tongue == "en" else is_latin and not is_cyrillic
        # A choice of a list has but one language, as an attribute has.
        if is_latin and self.open and self.open[-1][0] == "option":
            is_wrong = is_wrong and not is_cyrillic
        if not is_silent and self.tongue in {"en", "ru"} and is_wrong:
            self.unsaid.append(" ".join(data.split()))


def unsaid(text: str) -> list[str]:
    return Tongues(text).unsaid


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Hello</p>", 0),
        ("<p>Привет</p>", 1),
        ('<p lang="ru">Привет <b>всем</b></p>', 0),
        ('<p><span lang="ru">Привет</span> hello</p>', 0),
        ('<div><br><p lang="ru">Да</p></div><p>Нет</p>', 1),
        ("<svg><use/></svg></i><p>Нет</p>", 1),
        ('<img alt="Сквер">', 1),
        ('<img alt="Сквер" lang="ru">', 0),
        ('<img alt="Coat of arms: Заречье">', 0),
        ('<p lang="ru">Yes</p>', 1),
        ('<p lang="ru">Сквер <b lang="en">with trees</b></p>', 0),
        ('<p lang="ru">Кружок IT, 12</p><p lang="ru">12</p>', 0),
        ('<img alt="Square" lang="ru">', 1),
        ("<select><option>Elder, село Рассвет<option>село Рассвет</select>", 1),
    ],
)
def test_the_reader_finds_what_is_not_said(body: str, found: int) -> None:
    assert len(unsaid(f'<html lang="en"><body>{body}</body></html>')) == found


@pytest.fixture
def told(town: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Poll]:
    """A small town with something of everything that people write."""
    geography.load(lambda line: None)
    monkeypatch.setattr(demo, "STORIES", tuple(one for one in demo.STORIES if one.key in TOLD))
    monkeypatch.setattr(people, "RESIDENTS", 40)
    known = people.load(lambda line: None)
    demo.load(known, lambda line: None)
    pages.load(known, lambda line: None)
    organisations.load(known, lambda line: None)
    return {poll.import_key.removeprefix("demo:"): poll for poll in Poll.objects.all()}


def addresses(told: dict[str, Poll]) -> Iterator[str]:
    running, over = told["place-2027"].slug, told["skate"].slug
    decision = commitments.of("polls.poll", UUID(str(told["skate"].id)))
    assert decision is not None
    yield from ("/", "/map/", "/search/?q=парк", "/decisions/", decision.url, "/news/")
    yield from ("/polls/", "/polls/?show=closed", "/organisations/", "/elders/", "/help/")
    yield from (f"/polls/{running}/", f"/polls/{running}/vote/", f"/embed/polls/{running}/")
    yield from (f"/polls/{over}/{name}" for name in ("", "result/", "hours/", "groups/", "check/"))
    yield from (f"/polls/{over}/control/", f"/embed/polls/{over}/result/", "/offline/", "/sight/")
    yield from ("/pages/rules/", "/pages/consents/", "/developers/", "/sign-in/", "/message/")
    yield from ("/me/", "/me/data/", "/me/home/", "/nowhere/")


def test_russian_words_are_said_to_be_russian(told: dict[str, Poll]) -> None:
    browser = sign_in(Client(), make_person(level=2))
    browser.cookies["language"] = "en"
    faults = []
    for address in addresses(told):
        answer = browser.get(address, follow=True)
        text = answer.content.decode()
        assert 'lang="en"' in text, address
        faults += [f"{address}: {words}" for words in unsaid(text)]
    assert not faults, "\n" + "\n".join(faults)


DESKS = ("", "polls/", "counter/", "calls/", "rules/", "decisions/", "decisions/clock/", "help/")
DESKS += ("organisations/", "mandates/", "places/", "pages/", "news/", "town/")
DESKS += ("journal/", "workload/", "privacy/", "messages/", "told/", "census/")


def test_the_office_says_so_too(told: dict[str, Poll]) -> None:
    browser = sign_in(Client(), make_person(level=2, roles=list(ROLES)))
    browser.cookies["language"] = "en"
    one = told["place-2027"].slug
    desks = [*(f"/office/{name}" for name in DESKS), f"/office/polls/{one}/"]
    faults = []
    for address in [*desks, f"/office/counter/{one}/", f"/office/counter/{one}/collectors/"]:
        answer = browser.get(address, follow=True)
        assert answer.status_code == 200, address
        faults += [f"{address}: {words}" for words in unsaid(answer.content.decode())]
    assert not faults, "\n" + "\n".join(faults)


def test_a_page_in_russian_says_nothing_twice(told: dict[str, Poll]) -> None:
    assert Client().get("/").content.decode().count(' lang="ru"') == 1

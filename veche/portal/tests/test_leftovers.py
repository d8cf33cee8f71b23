"""Pages in English hold no Russian word but names; in Tatar no whole Russian sentence is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests.attacks.made import cast, close, make_poll
from veche.commons.commitments import public as commitments
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.kernel import clock
from veche.portal.language import COOKIE

RUSSIAN = re.compile("[А-Яа-яЁё]")
SPOKEN = {"title", "aria-label", "alt", "placeholder", "content", "data-busy"}
# not shown: what the pages say of languages and laws in their own words
OWN_WORDS = {"Русский", "Татарча"}
SILENT = {"script", "style"}
EMPTY = {"meta", "link", "input", "img", "br", "hr", "use", "rect", "path", "circle", "polyline"}


class Words(HTMLParser):
    """Every text that a person may see or hear, but of parts that say their language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in EMPTY:
            self.open.append(tag in SILENT or (tag != "html" and "lang" in said))
        if any(self.open):
            return
        for name, value in attrs:
            if name in SPOKEN or name.startswith("data-text"):
                self.found.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.found.append(data)


def words(text: str) -> Iterator[str]:
    """Pieces of text of a page, without needless space."""
    parser = Words()
    parser.feed(text)
    for piece in parser.found:
        plain = " ".join(piece.split())
        if plain:
            yield plain


Visits = list[tuple[Client, str]]


@pytest.fixture
def visits(town: Any) -> Visits:
    """Who opens what: everyone, a resident, an official; what people wrote here is English."""
    asked = {"kind": "one", "text": "Which park?", "options": ("South", "North")}
    running = make_poll(asked, title="Which park?", summary="One of them.")
    coming = make_poll(asked, title="Which bus?", opens=1)
    over = make_poll(asked, title="Which bench?")
    draft = make_poll(asked, title="Which lamp?", state="draft")
    cast(over, "o1")
    close(over)
    owed = commitments.of("polls.poll", over.id)
    assert owed
    everyone = ["/", "/polls/", "/polls/?show=closed", "/polls/?show=upcoming", "/decisions/"]
    everyone += [f"/polls/{poll.slug}/" for poll in (running, coming, over)]
    everyone += [f"/polls/{over.slug}/{page}/" for page in ("result", "check", "embed")]
    everyone += [f"/embed/polls/{running.slug}/", f"/embed/polls/{over.slug}/result/"]
    everyone += [owed.url, "/map/", "/search/?q=park", "/sign-in/", "/sight/", "/offline/"]
    everyone += ["/help/?from=polls:vote", "/help/write/", "/nowhere/"]
    resident = [f"/polls/{running.slug}/vote/", "/me/", "/me/home/", "/me/birth-date/", "/office/"]
    steps = ("passport", "questions", "materials", "voters", "hours", "effect", "check")
    office = ["/office/", "/office/decisions/", "/office/help/", f"/office/polls/{running.slug}/"]
    office += [f"/office/polls/{draft.slug}/{step}/" for step in steps]
    return [
        *((Client(), address) for address in everyone),
        *_of(make_person(contact="resident@example.org"), resident),
        *_of(make_person(contact="official@example.org", roles=["author"]), office),
    ]


def _of(person: Any, addresses: list[str]) -> Visits:
    browser = sign_in(Client(), person)
    return [(browser, address) for address in addresses]


def page(visit: tuple[Client, str], language: str) -> str:
    browser, address = visit
    browser.cookies[COOKIE] = language
    answer = browser.get(address)
    assert answer.status_code in {200, 403, 404}, address
    assert answer["Content-Language"] == language
    return answer.content.decode()


def law(town: Any) -> list[str]:
    """Norms, which pages quote as the law has them."""
    found = norms.in_force(clock.today(town.time_zone))
    return [text for norm in found for text in (norm.title, norm.legal_ref)]


def test_english_pages_are_english(town: Any, visits: Visits) -> None:
    names = sorted([town.name, town.area, *OWN_WORDS, *law(town)], key=len, reverse=True)
    left = set()
    for visit in visits:
        for piece in words(page(visit, "en")):
            rest = piece
            for name in names:
                rest = rest.replace(name, "")
            if RUSSIAN.search(rest):
                left.add(f"{visit[1]}: {piece}")
    assert not left, "\n".join(sorted(left))


def test_tatar_pages_are_not_russian(town: Any, visits: Visits) -> None:
    """A word may be the same in both languages; three words in a row are not."""
    left: set[str] = set()
    quoted = law(town)
    for visit in visits:
        russian = set(words(page(visit, "ru")))
        for piece in words(page(visit, "tt")):
            said = piece.replace(town.name, "").replace(town.area, "")
            is_law = any(text in piece for text in quoted)
            if piece in russian and not is_law and len(re.findall("[А-Яа-яЁё]{2,}", said)) >= 3:
                left.add(f"{visit[1]}: {piece}")
    assert not left, "\n".join(sorted(left))


@pytest.mark.parametrize("language", ["ru", "tt", "en"])
def test_each_page_says_its_language(town: Any, visits: Visits, language: str) -> None:
    for visit in visits:
        assert f'<html lang="{language}"' in page(visit, language), visit[1]

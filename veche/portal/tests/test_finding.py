"""How the town is found and passed on: sitemap, robots, pictures of links, feeds, calendars."""

from __future__ import annotations

import io
import re
from datetime import UTC
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client, override_settings
from PIL import Image

from tests.attacks.made import close, make_poll
from veche.commons.commitments import public as commitments
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.portal import drawing

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(text: bytes) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(text).iter(f"{SITEMAP}loc")]


def test_the_sitemap_names_what_is_public_and_it_is_there(town: Any) -> None:
    shown = make_poll(title="Какой парк?")
    over = make_poll(title="Какой двор?")
    close(over)
    draft = make_poll(title="Черновик", state="draft")
    answer = Client().get("/sitemap.xml")
    found = addresses(answer.content)
    assert f"http://testserver/polls/{shown.slug}/" in found
    assert f"http://testserver/polls/{over.slug}/result/" in found
    owed = commitments.of("polls.poll", over.id)
    assert owed
    assert f"http://testserver{owed.url}" in found
    assert not [address for address in found if draft.slug in address]
    for address in found:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("state", ["off", "test", "pilot"])
def test_a_service_that_is_not_open_to_all_is_not_found(town: Any, state: str) -> None:
    """Whoever asks: the answers are kept on the way and given to others."""
    make_town()
    poll = make_poll(title="Какой парк?")
    admin = make_person(roles=["admin"])
    place = places.places()[0].id if state == "pilot" else None
    switch_service("polls", state, place)
    for browser in (Client(), sign_in(Client(), admin)):
        assert not [
            one for one in addresses(browser.get("/sitemap.xml").content) if "/polls/" in one
        ]
        assert browser.get(f"/share/polls/{poll.slug}.png").status_code == 404


def test_addresses_follow_a_trusted_proxy_alone(town: Any) -> None:
    make_poll(title="Какой парк?")
    told = {
        "Host": "testserver",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
    }
    assert addresses(Client().get("/sitemap.xml", headers=told).content)[0] == "http://testserver/"
    with override_settings(TRUSTED_PROXIES=["127.0.0.1"]):
        browser = Client()
        for address in ("/sitemap.xml", "/polls/feed.atom", "/polls/calendar.ics", "/robots.txt"):
            text = browser.get(address, headers=told).content.decode()
            assert "https://testserver/" in text, address
            assert "evil.example" not in text
        page = browser.get("/polls/", headers=told).content.decode()
        assert '<meta property="og:url" content="https://testserver/polls/">' in page


def test_robots_stay_out_of_what_is_private(town: Any) -> None:
    text = Client().get("/robots.txt").content.decode()
    for path in ("/me/", "/office/", "/sign-in/"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.parametrize("language", ["ru", "tt", "en"])
def test_each_language_has_an_address_of_its_own(town: Any, language: str) -> None:
    answer = Client().get(f"/polls/?lang={language}")
    assert answer["Content-Language"] == language
    text = answer.content.decode()
    assert f'<html lang="{language}"' in text
    pairs = dict(re.findall(r'hreflang="(\w+)"\s+href="([^"]+)"', text))
    assert pairs == {
        "ru": "http://testserver/polls/",
        "tt": "http://testserver/polls/?lang=tt",
        "en": "http://testserver/polls/?lang=en",
    }


def test_an_unknown_language_of_an_address_is_passed_over(town: Any) -> None:
    assert Client().get("/?lang=de")["Content-Language"] == "ru"


def test_a_poll_brings_its_picture(town: Any) -> None:
    poll = make_poll(title='Какой парк обновить "первым"?', summary="Денег хватит на один.")
    page = Client().get(f"/polls/{poll.slug}/").content.decode()
    found = re.search(r'og:image" content="http://testserver([^"]+)"', page)
    assert found
    assert 'og:title" content="Какой парк обновить &quot;первым&quot;?"' in page
    answer = Client().get(found[1])
    assert answer["Content-Type"] == "image/png"
    assert "public" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).size == drawing.SHARE
    assert len(answer.content) < 100_000


def test_nothing_hidden_has_a_picture(town: Any) -> None:
    draft = make_poll(title="Черновик", state="draft")
    for address in (f"polls/{draft.slug}", "polls/nobody", "nothing/x", "commitments/x"):
        assert Client().get(f"/share/{address}.png").status_code == 404
    assert Client().get("/share.png").status_code == 200


@pytest.mark.parametrize(
    "title", ["", "Ж" * 200, "слово " * 60, "😀 emoji \x00\u202e ₽ Әни №5", "a\nb\tc", "漢字" * 50]
)
def test_any_title_can_be_drawn(title: str) -> None:
    picture = drawing.share_picture("Заречье " * 20, title, (title, "до 3 декабря"))
    assert Image.open(io.BytesIO(picture)).size == drawing.SHARE


def test_feeds_tell_what_is_public(town: Any) -> None:
    poll = make_poll(title="Парк & <двор>", summary="Зачем")
    draft = make_poll(title="Черновик", state="draft")
    over = make_poll(title="Какой двор?")
    close(over)
    for address, title in (
        ("/polls/feed.atom", poll.title),
        ("/decisions/feed.atom", over.title),
    ):
        answer = Client().get(address)
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = ElementTree.fromstring(answer.content)
        entries = {e.findtext(f"{ATOM}title"): e for e in feed.iter(f"{ATOM}entry")}
        assert title in entries
        assert draft.title not in entries
        link = entries[title].findtext(f"{ATOM}id") or ""
        assert link.startswith("http://testserver/")
        assert feed.findtext(f"{ATOM}updated")


def test_calendars_tell_when(town: Any) -> None:
    poll = make_poll(title="Парк, двор; \\ или " + "ж" * 100, summary="Зачем\nи когда")
    answer = Client().get(f"/polls/{poll.slug}/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    raw = answer.content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    assert poll.opens_at
    assert f"DTSTART:{poll.opens_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in lines
    assert f"UID:http://testserver/polls/{poll.slug}/" in lines
    assert "DESCRIPTION:Зачем\\nи когда" in lines
    (summary,) = (line for line in lines if line.startswith("SUMMARY:"))
    assert summary.endswith("Парк\\, двор\\; \\\\ или " + "ж" * 100)
    assert poll.slug in Client().get("/polls/calendar.ics").content.decode().replace("\r\n ", "")
    draft = make_poll(title="Черновик", state="draft")
    assert Client().get(f"/polls/{draft.slug}/calendar.ics").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/sitemap.xml", "/polls/feed.atom", "/decisions/feed.atom", "/polls/calendar.ics"],
)
def test_a_list_costs_the_same_however_long(
    town: Any, address: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make_poll(title=f"Опрос {number}")
    with django_assert_max_num_queries(5):
        Client().get(address)

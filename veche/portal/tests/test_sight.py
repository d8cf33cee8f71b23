"""The version for weak sight: modes of the same pages, by a cookie that the server reads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from veche.portal import sight


def root_of(browser: Client, address: str = "/") -> str:
    """The page's first tag."""
    found = re.search(r"<html[^>]*>", browser.get(address).content.decode())
    assert found
    return found[0]


def test_it_is_off_until_somebody_asks(town: Any) -> None:
    browser = Client()
    assert "data-sight" not in root_of(browser)
    assert "sight-panel" not in browser.get("/").content.decode()
    assert 'href="/sight/?next=%2F"' in browser.get("/").content.decode()


def test_every_page_is_shown_as_chosen_also_one_that_is_not_there(town: Any) -> None:
    browser = Client()
    answer = browser.get(
        "/sight/set/?next=/polls/&size=3&face=serif&scheme=blue&letters=2&lines=3&pictures=off"
    )
    assert answer["Location"] == "/polls/"
    assert answer.cookies[sight.COOKIE].value == "3.serif.blue.2.3.off"
    assert answer.cookies[sight.COOKIE]["httponly"]
    for address in ("/polls/", "/map/", "/nowhere/", "/sign-in/"):
        root = root_of(browser, address)
        for told in ('size="3"', 'face="serif"', 'scheme="blue"', 'lines="3"', 'pictures="off"'):
            assert f"data-{told}" in root, (address, told)


def test_one_button_changes_one_thing_and_another_changes_all_back(town: Any) -> None:
    browser = Client()
    browser.get("/sight/set/?scheme=black")
    assert 'data-size="2"' in root_of(browser)
    browser.get("/sight/set/?size=1")
    assert 'data-size="1"' in root_of(browser)
    assert 'data-scheme="black"' in root_of(browser)
    browser.get("/sight/set/?reset=1&size=3")
    assert "data-sight" not in root_of(browser)


def test_the_page_of_all_settings_shows_what_is_chosen(town: Any) -> None:
    browser = Client()
    browser.get("/sight/set/?scheme=black&letters=3")
    page = re.sub(r"\s+", " ", browser.get("/sight/?next=/map/").content.decode())
    assert page.count("checked>") == len(sight.CHOICES)
    assert 'name="scheme" value="black" checked' in page
    assert 'name="next" value="/map/"' in page


@pytest.mark.parametrize(
    "cookie", ["x", "2.sans.white.1.1", "9.sans.white.1.1.on", "2.sans.<b>.1.1.on", "......", ""]
)
def test_a_cookie_not_of_our_making_means_the_usual_version(town: Any, cookie: str) -> None:
    browser = Client()
    browser.cookies[sight.COOKIE] = cookie
    assert "data-sight" not in root_of(browser)


def test_unknown_values_and_foreign_addresses_are_passed_over(town: Any) -> None:
    browser = Client()
    answer = browser.get("/sight/set/?size=7&scheme=pink&next=//evil.example/")
    assert answer["Location"] == "/"
    assert answer.cookies[sight.COOKIE].value == "2.sans.white.1.1.on"


@pytest.mark.parametrize("address", ["/", "/sight/", "/nowhere/", "/design/"])
def test_no_cache_on_the_way_hands_one_persons_page_to_another(town: Any, address: str) -> None:
    answer = Client().get(address)
    assert "Cookie" in answer["Vary"]
    assert re.search("no-cache|no-store", answer["Cache-Control"])

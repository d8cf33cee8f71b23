"""A resident's whole way: the door, where I live, my age, the ballot, the receipt, «Я»."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, agree, come_in, number_of_ballots, open_page, sign_in

Browse = Callable[..., BrowserContext]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_resident_votes_and_finds_it_again(browse: Browse, site: Site, script: bool) -> None:
    page, said = open_page(browse(java_script_enabled=script))
    poll = site.poll("district")
    before = number_of_ballots(page, poll)
    page.goto("/")
    page.get_by_role("link", name="Что построить у вокзала?").first.click()
    page.get_by_role("link", name="Проголосовать").first.click()
    come_in(page, "+7 900 000-00-01" if script else "+7 900 000-00-02")

    agree(page)
    expect(page).to_have_url(re.compile("/me/birth-date/"))
    page.get_by_label("Дата рождения").fill("1980-05-17")
    page.get_by_role("button", name="Сохранить дату").click()
    expect(page).to_have_url(re.compile("/me/home/"))
    page.get_by_text("Выбрать район из списка").click()
    page.get_by_label("Западный").check()
    page.get_by_role("button", name="Сохранить район").click()

    expect(page).to_have_url(re.compile("/vote/$"))
    page.get_by_label("Сквер Мира").check()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()
    number = re.search(r"\d{4}-\d{4}-\d{4}", page.inner_text("main"))
    assert number
    assert number_of_ballots(page, poll) == before + 1

    page.get_by_role("link", name="Изменить голос").click()
    expect(page.get_by_label("Сквер Мира")).to_be_checked()
    page.get_by_label("Тихий залив").check()
    page.get_by_role("button", name="Изменить голос").click()
    expect(page.locator("main")).to_contain_text("Тихий залив")
    expect(page.locator("main")).to_contain_text(number[0])
    assert number_of_ballots(page, poll) == before + 1, "changed, not doubled"

    page.goto("/me/")
    expect(page.locator("main")).to_contain_text("Что построить у вокзала?")
    expect(page.locator("main")).to_contain_text("Западный")
    page.goto(site.poll("district", "check/"))
    page.get_by_label("Номер корешка").fill(number[0])
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("лежит в урне")
    assert said == []


def test_a_vote_needs_no_mouse(browse: Browse, site: Site) -> None:
    context = browse()
    sign_in(context, "keys@example.org")
    page, said = open_page(context)
    page.goto(site.poll("rich", "vote/"))

    def press_until(selector: str, key: str = "Tab") -> None:
        for _press in range(80):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{selector} is not reached by {key}")

    press_until('input[name="q1"]')
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator('input[name="q1"]:checked').get_attribute("value") == "o2"
    press_until('input[name="q2"]')
    page.keyboard.press("Space")
    press_until('textarea[name="q6"]')
    page.keyboard.type("Без мыши")
    press_until(".vote-bar button")
    assert _has_outline(page), "whoever tabs sees where they are"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Без мыши")
    assert said == []


def _has_outline(page: Any) -> bool:
    return bool(
        page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
            return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }"""
        )
    )


def test_what_was_filled_survives_a_lost_line(browse: Browse, site: Site) -> None:
    context = browse()
    sign_in(context, "line@example.org")
    page, _said = open_page(context)
    vote = site.poll("rich", "vote/")
    page.goto(vote)
    page.get_by_label("Парк").check()
    page.locator('textarea[name="q6"]').fill("Слова, которые жаль потерять")
    page.route("**/vote/", lambda route: route.abort())
    page.get_by_role("button", name="Отдать голос").click()
    page.wait_for_timeout(700)
    page.unroute("**/vote/")
    page.goto(vote)
    expect(page.locator('textarea[name="q6"]')).to_have_value("Слова, которые жаль потерять")
    expect(page.get_by_label("Парк")).to_be_checked()

    before = number_of_ballots(page, site.poll("rich"))
    page.get_by_role("button", name="Отдать голос").dblclick()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()
    assert number_of_ballots(page, site.poll("rich")) == before + 1
    page.goto(vote)
    assert not page.evaluate("Object.keys(localStorage).some(k => k.startsWith('draft:vote'))")

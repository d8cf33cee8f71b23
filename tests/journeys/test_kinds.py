"""Kinds as templates: what an author is given, what a resident reads, what comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.journeys.test_official import moment
from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]
GAS = "Как дома с газом?"


@pytest.fixture(scope="module")
def resident(site: Site) -> str:
    """Whoever prepares polls is there too."""
    found: str = json.loads(site.run("kinds"))
    return found


def test_a_novelty_and_the_services_of_law_are_marked_1_to_5(
    browse: Browse, site: Site, resident: str
) -> None:
    town, person = browse(), browse()
    sign_in(town, "kinds-author@example.org")
    sign_in(person, resident)
    page, said = open_page(town)
    reader, heard = open_page(person)

    slug = begin(page, "Новый автобус до вокзала: как вам?", "novelty")
    expect(page.locator("main")).to_contain_text("Что исправить или добавить?")
    publish(page, slug)
    read(reader, slug, "Оценка новинки")
    mark(reader, "q1", 4)
    reader.get_by_label("Что исправить или добавить?").fill("Пускать чаще")
    cast(reader)
    result(site, reader, slug, "в среднем 4")
    expect(reader.locator("main")).not_to_contain_text("Пускать чаще")

    slug = begin(page, "Как живётся в городе?", "satisfaction")
    for question in ("общественный транспорт", "дороги", "теплом", "водой", "светом", "газом"):
        expect(page.locator("main")).to_contain_text(question)
    publish(page, slug)
    read(reader, slug, "Анкета удовлетворённости", "№ 1317 от 17 декабря 2012")
    gas = reader.get_by_role("group", name=GAS)
    expect(gas).to_contain_text("Если газа в доме нет, пропустите.")
    mark(reader, "q1", 2)
    mark(reader, "q2", 5)
    cast(reader)
    result(site, reader, slug, "в среднем 2")
    gas_told = reader.locator("section", has_text=GAS).last
    expect(gas_told).to_contain_text("Ответили 0 человек")
    assert said == heard == []


@pytest.mark.soak
def test_a_citizens_survey_is_held_by_the_law(browse: Browse, site: Site, resident: str) -> None:
    """Notice, least number and act are asked for; too few voters are told to everyone."""
    town, lawyer, approver, person = (browse() for _each in range(4))
    sign_in(town, "kinds-author@example.org")
    sign_in(lawyer, "kinds-lawyer@example.org")
    sign_in(approver, "kinds-approver@example.org")
    sign_in(person, resident)
    page, said = open_page(town)
    slug = begin(page, "Объединить ли село с городом?", "citizens")
    hours(page, slug, opens=3, closes=9)
    page.goto(f"/office/polls/{slug}/check/")
    lacks = page.get_by_role("alert")
    for words in ("не меньше 10 дней", "наименьшее число участников", "акт"):
        expect(lacks).to_contain_text(words)
    expect(page.get_by_role("button", name="Отправить юристу")).to_be_disabled()
    hours(page, slug, opens=12, closes=20, least=2)
    page.goto(f"/office/polls/{slug}/effect/")
    expect(page.locator("[name=act_title]")).to_have_value("Решение о назначении опроса граждан")
    page.locator("[name=act_number]").fill("12")
    page.locator("[name=act_on]").fill(moment(days=-2)[:10])
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.goto(f"/office/polls/{slug}/check/")
    page.get_by_role("button", name="Отправить юристу").click()
    expect(page.locator("main")).to_contain_text("Ждёт юриста")
    press(lawyer, slug, "Согласовать")
    press(approver, slug, "Опубликовать")

    reader, heard = open_page(person)
    act = "Решение о назначении опроса граждан № 12"
    least = "если проголосуют не меньше 2"
    read(reader, slug, "Опрос граждан", "Голосование начнётся", act, least, "с 18 лет")
    site.run("begin", slug)
    reader.goto(f"/polls/{slug}/vote/")
    reader.get_by_label("Нет").check()
    cast(reader)
    result(site, reader, slug, "Опрос не состоялся")
    expect(reader.locator("main")).to_contain_text("не меньше 2 участников, проголосовали 1")
    issue(page, slug)
    file = reader.request.get(f"/polls/{slug}/protocol.pdf").body()
    words = " ".join(PdfReader(BytesIO(file)).pages[0].extract_text().split())
    assert "Опрос не состоялся" in words
    assert said == heard == []


def begin(page: Page, title: str, kind: str) -> str:
    """A draft of this kind; its questions are there already. Returns its slug."""
    page.goto("/office/polls/new/")
    page.locator("[name=title]").fill(title)
    page.locator(f'[name=kind][value="{kind}"]').check()
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page).to_have_url(re.compile(r"/office/polls/\w+/questions/"))
    expect(page.locator("main")).to_contain_text(title)
    return page.url.split("/")[5]


def hours(page: Page, slug: str, *, opens: float, closes: float, least: int = 0) -> None:
    page.goto(f"/office/polls/{slug}/hours/")
    page.locator("[name=opens_at]").fill(moment(days=opens))
    page.locator("[name=closes_at]").fill(moment(days=closes))
    if least:
        page.locator("[name=min_turnout]").fill(str(least))
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page).not_to_have_url(re.compile("/hours/"))


def publish(page: Page, slug: str) -> None:
    """Without legal effect one person of a small town may do both."""
    hours(page, slug, opens=-0.01, closes=3)
    page.goto(f"/office/polls/{slug}/check/")
    page.get_by_role("button", name="Отправить на утверждение").click()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("main")).to_contain_text("Продлить голосование")


def press(context: BrowserContext, slug: str, button: str) -> None:
    page, said = open_page(context)
    page.goto(f"/office/polls/{slug}/")
    page.get_by_role("button", name=button).click()
    expect(page.locator(".notice.good")).to_be_visible()
    assert said == []


def read(page: Page, slug: str, kind: str, *words: str) -> None:
    """What a poll says of itself; then to its ballot, when there is one already."""
    page.goto(f"/polls/{slug}/")
    expect(page.locator(".tags").first).to_contain_text(kind)
    for told in words:
        expect(page.locator("main")).to_contain_text(told)
    if page.get_by_role("link", name="Проголосовать").count():
        page.get_by_role("link", name="Проголосовать").first.click()
        expect(page).to_have_url(re.compile("/vote/"))


def mark(page: Page, question: str, number: int) -> None:
    page.locator(f'[name={question}][value="{number}"]').check()


def cast(page: Page) -> None:
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()


def result(site: Site, page: Page, slug: str, words: str) -> None:
    site.run("close", slug)
    page.goto(f"/polls/{slug}/result/")
    expect(page.locator("main")).to_contain_text(words)


def issue(page: Page, slug: str) -> None:
    page.goto(f"/office/polls/{slug}/protocol/")
    page.locator("[name=number]").fill("3-оп")
    page.locator("[name=signatory_post]").fill("Глава города")
    page.locator("[name=signatory_name]").fill("И. И. Иванова")
    page.get_by_role("button", name="Оформить протокол").click()
    expect(page.locator("main")).to_contain_text("Протокол № 3-оп")

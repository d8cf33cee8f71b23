"""Several hands on one poll: stopped words, the lawyer's remarks, a protocol to sign."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.journeys.test_official import moment
from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]
TITLE = "Нужен ли шлагбаум на Луговой?"


def test_a_weighty_poll_passes_through_every_hand(browse: Browse, site: Site) -> None:
    site.run("lawyer")
    author, lawyer, approver = browse(), browse(), browse()
    sign_in(author, "author@example.org")
    sign_in(lawyer, "lawyer@example.org")
    sign_in(approver, "approver@example.org")
    page, said = open_page(author)
    slug = write(page)
    send_back(lawyer, slug)
    page.goto(f"/office/polls/{slug}/check/")
    expect(page.locator("main")).to_contain_text("Назовите, кто платит.")
    submit(page, slug)
    answer(lawyer, slug, "Согласовать")
    answer(approver, slug, "Опубликовать")
    site.run("close", slug)
    issue(approver, slug)
    assert said == []
    take_away(browse(), slug)


def write(page: Page) -> str:
    """A house poll whose first title is stopped; returns its slug."""
    page.goto("/office/polls/new/")
    page.locator("[name=title]").fill("Решение собственников о шлагбауме на Луговой")
    page.locator('[name=kind][value="house"]').check()
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page).to_have_url(re.compile(r"/office/polls/\w+/questions/"))
    slug = page.url.split("/")[5]
    expect(page.locator("main")).to_contain_text("Да, нет, воздержусь")
    page.goto(f"/office/polls/{slug}/check/")
    expect(page.locator("main")).to_contain_text("решения собственников принимает общее собрание")
    expect(page.get_by_role("button", name="Отправить на утверждение")).to_be_disabled()
    page.goto(f"/office/polls/{slug}/passport/")
    page.locator("[name=title]").fill(TITLE)
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.goto(f"/office/polls/{slug}/questions/q1/")
    page.locator("[name=text]").fill(TITLE)
    page.get_by_role("button", name="Сохранить вопрос").click()
    page.goto(f"/office/polls/{slug}/hours/")
    expect(page.locator("[name=opens_at]")).to_have_value(re.compile("T09:00$"))
    page.locator("[name=opens_at]").fill(moment(minutes=-5))
    page.locator("[name=closes_at]").fill(moment(days=3))
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.goto(f"/office/polls/{slug}/effect/")
    page.locator('[name=legal_effect][value="commission"]').check()
    page.get_by_role("button", name="Сохранить", exact=True).click()
    submit(page, slug)
    return slug


def submit(page: Page, slug: str) -> None:
    page.goto(f"/office/polls/{slug}/check/")
    expect(page.locator("main")).to_contain_text("Нет ни одного материала «против»")
    page.get_by_role("button", name="Отправить юристу").click()
    expect(page.locator("main")).to_contain_text("Ждёт юриста")


def send_back(context: BrowserContext, slug: str) -> None:
    page, said = open_page(context)
    page.goto("/office/polls/")
    expect(page.get_by_role("heading", name="Ждут юриста")).to_be_visible()
    page.goto(f"/office/polls/{slug}/")
    page.get_by_text("Вернуть автору").click()
    page.locator("[name=reason]").fill("Назовите, кто платит.")
    page.get_by_role("button", name="Вернуть с этой причиной").click()
    expect(page.locator("main")).to_contain_text("Опрос возвращён автору")
    assert said == []


def answer(context: BrowserContext, slug: str, button: str) -> None:
    page, said = open_page(context)
    page.goto(f"/office/polls/{slug}/")
    page.get_by_role("button", name=button).click()
    expect(page.locator(".notice.good")).to_be_visible()
    assert said == []


def issue(context: BrowserContext, slug: str) -> None:
    page, said = open_page(context)
    page.goto(f"/office/polls/{slug}/")
    page.get_by_role("link", name="Оформить протокол").click()
    page.locator("[name=number]").fill("7-оп")
    page.locator("[name=signatory_post]").fill("Глава города")
    page.locator("[name=signatory_name]").fill("И. И. Иванова")
    page.get_by_role("button", name="Оформить протокол").click()
    expect(page.locator("main")).to_contain_text("Протокол № 7-оп")
    assert said == []


def take_away(context: BrowserContext, slug: str) -> None:
    """Anyone reads what the poll is not, and takes the protocol home."""
    page, said = open_page(context)
    page.goto(f"/polls/{slug}/")
    expect(page.locator("main")).to_contain_text("Это опрос, а не собрание собственников")
    page.goto(f"/polls/{slug}/result/")
    expect(page.locator("main")).to_contain_text("Это опрос, а не собрание собственников")
    expect(page.get_by_role("link", name=".docx")).to_be_visible()
    file = page.request.get(f"/polls/{slug}/protocol.pdf").body()
    words = PdfReader(BytesIO(file)).pages[0].extract_text()
    assert "№ 7-оп" in words
    assert "И. И. Иванова" in words
    assert said == []

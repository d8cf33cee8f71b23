"""An official's way: the wizard, a second pair of eyes, the vote, the close, the kept word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, agree, open_page, sign_in

Browse = Callable[..., BrowserContext]
TITLE = "Где поставить лавки?"
# The demo town's clock is Moscow's, three hours ahead of UTC all the year round.
TOWN_AHEAD = timedelta(hours=3)


def moment(**later: float) -> str:
    """What a datetime-local field takes, by the town's clock."""
    return (datetime.now(UTC) + TOWN_AHEAD + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def test_a_poll_goes_from_a_blank_page_to_a_kept_word(browse: Browse, site: Site) -> None:
    author, approver, resident = browse(), browse(), browse()
    sign_in(author, "author@example.org")
    sign_in(approver, "approver@example.org")
    sign_in(resident, "bench@example.org")
    page, said = open_page(author)
    slug = write(page)
    publish(approver, slug)
    vote(resident, slug)
    run(approver, slug, site)
    decide(approver, slug)
    assert said == []

    visitor, heard = open_page(browse())
    visitor.goto("/decisions/")
    visitor.get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    expect(visitor.locator("main")).to_contain_text("Поставим лавки на набережной")
    expect(visitor.locator("main")).to_contain_text("Иванова Мария Петровна")
    visitor.goto(f"/polls/{slug}/result/")
    expect(visitor.locator("main")).to_contain_text("1 житель проголосовал")
    assert heard == []


def write(page: Page) -> str:
    """The author's part; returns the poll's slug."""
    page.goto("/office/")
    page.goto("/office/polls/new/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("На набережной негде сесть.")
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page).to_have_url(re.compile(r"/office/polls/\w+/questions/"))
    slug = page.url.split("/")[5]
    page.locator('a[href$="?kind=one"]').first.click()
    page.locator("[name=text]").fill("Где поставить лавки?")
    rows = page.locator('input[name^="option-"][name$="-text"]')
    rows.nth(0).fill("На набережной")
    rows.nth(1).fill("У школы")
    page.get_by_role("button", name="Сохранить вопрос").click()
    expect(page.locator("main")).to_contain_text("На набережной")
    page.goto(f"/office/polls/{slug}/hours/")
    page.locator("[name=opens_at]").fill(moment(minutes=-5))
    page.locator("[name=closes_at]").fill(moment(days=3))
    page.locator('[name=is_revisable][value="yes"]').check()
    page.locator('[name=results_shown][value="after_close"]').check()
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(page).not_to_have_url(re.compile("/hours/"))
    page.goto(f"/office/polls/{slug}/check/")
    expect(page.locator("main")).to_contain_text("Всё на месте")
    page.get_by_role("button", name="Отправить на утверждение").click()
    expect(page).to_have_url(re.compile(rf"/office/polls/{slug}/(\?|$)"))
    return slug


def publish(context: BrowserContext, slug: str) -> None:
    page, said = open_page(context)
    page.goto(f"/polls/{slug}/vote/")
    expect(page).to_have_url(re.compile(rf"/polls/{slug}/$"))
    expect(page.locator("main")).to_contain_text("Жители его пока не видят")
    page.goto("/office/")
    page.get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("main")).to_contain_text("Продлить голосование")
    assert said == []


def vote(context: BrowserContext, slug: str) -> None:
    page, said = open_page(context)
    page.goto(f"/polls/{slug}/vote/")
    if "/me/data/consent/" in page.url:
        agree(page)
    if "/birth-date/" in page.url:
        page.get_by_label("Дата рождения").fill("1980-05-17")
        page.get_by_role("button", name="Сохранить дату").click()
    page.get_by_label("На набережной").check()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()
    page.goto(f"/polls/{slug}/result/")
    expect(page.locator("main")).to_contain_text("Пока видна только явка")
    assert said == []


def run(context: BrowserContext, slug: str, site: Site) -> None:
    """The turnout, an extension with its reason, the announced close."""
    page, said = open_page(context)
    desk = f"/office/polls/{slug}/"
    page.goto(desk)
    page.get_by_text("Продлить голосование").first.click()
    extend = page.locator(f'form[action="{desk}extend/"]')
    extend.locator("[name=closes_at]").fill(moment(days=5))
    extend.locator("[name=reason]").fill("Дороги развезло, дадим всем успеть.")
    extend.get_by_role("button", name="Продлить").click()
    expect(page.locator("main")).to_contain_text("Дороги развезло")
    site.run("close", slug)
    page.reload()
    expect(page.locator("main")).to_contain_text("Записать решение")
    assert said == []


def decide(context: BrowserContext, slug: str) -> None:
    page, said = open_page(context)
    page.goto(f"/office/polls/{slug}/")
    page.get_by_role("link", name="Записать решение").first.click()
    if "/decide/" not in page.url:
        page.get_by_role("link", name="Записать решение").first.click()
    write_decision(page)
    assert said == []


def write_decision(page: Page) -> None:
    """What is asked of whoever records a decision, answered and published."""
    fields = {
        "decision": "Поставим лавки на набережной: двенадцать штук, с урнами.",
        "due_on": moment(days=60)[:10],
        "body_name": "Управление благоустройства",
        "responsible_post": "Начальник",
        "responsible_name": "Иванова Мария Петровна",
        "act_kind": "постановление администрации",
        "act_number": "114-п",
        "act_on": moment()[:10],
    }
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Опубликовать решение").click()
    expect(page.locator("main")).to_contain_text("Поставим лавки на набережной")

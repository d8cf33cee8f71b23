"""A journalist who trusts nobody: how turnout grew, who came, whether voters say they voted."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, beside, open_page, sign_in
from tools.recount.repeat_draw import check


def test_a_journalist_checks_a_closed_poll(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    slug = json.loads(beside(site.state, "evidence"))["poll"]
    page, said = open_page(browse(accept_downloads=True))
    page.goto(f"/polls/{slug}/result/")
    page.get_by_role("link", name="Явка по часам").click()
    expect(page.get_by_role("heading", name="Явка по часам")).to_be_visible()
    page.get_by_text("Показать таблицей").click()
    rows = page.locator("tbody tr").all_inner_texts()
    assert len(rows) >= 2
    page.goto(f"/polls/{slug}/result/")
    page.get_by_role("link", name="Кто голосовал и как ответил").click()
    page.get_by_text("Как ответили: Где ярмарка?").first.click()
    expect(page.get_by_role("cell", name="40", exact=True).first).to_be_visible()

    page.goto(f"/polls/{slug}/result/")
    page.get_by_role("link", name="На что обратить внимание").click()
    expect(page.locator("main")).to_contain_text("Скачок явки")
    expect(page.locator("main")).to_contain_text("Через оператора отвечали иначе")
    page.get_by_text("Показать таблицей").click()
    expect(page.get_by_role("row")).to_have_count(5)

    before = page.request.get(f"/polls/{slug}/control.json").json()
    assert before["seed"] == ""
    caller, caller_said = open_page(auditor(browse))
    caller.goto(f"/polls/{slug}/control/")
    caller.get_by_role("link", name="Перейти к звонкам").click()
    caller.get_by_role("button", name="Потянуть жребий").click()
    after = page.request.get(f"/polls/{slug}/control.json").json()
    assert after["commitment"] == before["commitment"]
    assert check(after) == ""
    caller.get_by_role("button", name="Показать номер").click()
    caller.get_by_label("подтвердил, что голосовал").check()
    caller.get_by_role("button", name="Записать").click()
    page.goto(f"/polls/{slug}/control/")
    expect(page.get_by_text("1 из 1")).to_be_visible()
    assert said == caller_said == []


def auditor(browse: Callable[..., BrowserContext]) -> BrowserContext:
    context = browse()
    sign_in(context, "auditor@example.org")
    return context

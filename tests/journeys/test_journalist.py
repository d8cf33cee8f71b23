"""A journalist who trusts nobody: how turnout grew, who came, whether voters say they voted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_page, open_section, sign_in
from tools.recount.repeat_draw import check


def test_a_journalist_checks_a_closed_poll(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    slug = json.loads(site.run("evidence"))["poll"]
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
    open_section(caller, "Контрольный обзвон")
    card = caller.locator("article", has_text="Где проводить ярмарку?")
    expect(card).to_contain_text("Потянуть жребий до")
    card.get_by_role("link").click()
    caller.get_by_role("button", name="Потянуть жребий").click()
    after = page.request.get(f"/polls/{slug}/control.json").json()
    assert after["commitment"] == before["commitment"]
    assert check(after) == ""
    caller.get_by_role("button", name="Показать номер").click()
    expect(caller.get_by_role("heading", name="@example.org")).to_be_visible()
    expect(caller.locator("blockquote")).to_contain_text("Как именно — говорить не нужно")
    for option in ("Площадь", "Сквер"):
        expect(caller.locator("main")).not_to_contain_text(option)
    caller.goto(f"/office/polls/{slug}/calls/")
    expect(caller.locator("main")).to_contain_text("Номер уже показан")
    expect(caller.locator("main")).not_to_contain_text("@example.org")
    caller.get_by_label("подтвердил, что голосовал").check()
    caller.get_by_role("button", name="Записать").click()
    page.goto(f"/polls/{slug}/control/")
    expect(page.get_by_text("1 из 1")).to_be_visible()
    assert page.request.get(f"/polls/{slug}/control.json").json()["outcomes"]["voted"] == 1
    assert said == caller_said == []


def auditor(browse: Callable[..., BrowserContext]) -> BrowserContext:
    context = browse()
    sign_in(context, "auditor@example.org")
    return context


def test_voters_are_compared_with_the_census_the_town_brought(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    """The administrator's table, with a slip of the hand first; then what anyone reads of it."""
    slug = json.loads(site.run("census"))["poll"]
    page, said = open_page(browse())
    page.goto(f"/polls/{slug}/result/")
    page.get_by_role("link", name="Кто голосовал и как ответил").click()
    expect(page.get_by_role("heading", name="Кто голосовал и как ответил")).to_be_visible()
    told_apart(page)

    admin = browse()
    sign_in(admin, "census-admin@example.org")
    desk, heard = open_page(admin)
    open_section(desk, "Кто живёт в городе")
    bring(desk, "place;Западный;4000\nplace;Луна;200\n")
    expect(desk.get_by_role("alert")).to_contain_text("строка 2: нет такой группы: Луна")
    bring(desk, "place;Западный;4000\nplace;Восточный;4000\nplace;село Дальнее;200\n")
    expect(desk.locator("main")).to_contain_text("Таблица загружена")
    expect(desk.get_by_role("table", name="По месту жительства")).to_contain_text("4 000")

    page.reload()
    told_apart(page)
    likeness = page.locator("details", has_text="Похожи ли голосовавшие на город")
    expect(likeness).to_contain_text("заменить 26 из каждых 100")
    expect(likeness).to_contain_text("Росстат, перепись, на 1 октября 2021")
    west = likeness.get_by_role("row", name="Западный")
    expect(west).to_contain_text("49 %")
    expect(west).to_contain_text("75 %")
    told = page.request.get(f"/polls/{slug}/groups.json").json()["census"]
    assert {"dimension": "place", "group": "село Дальнее", "people": 200} in told["rows"]
    # The browser tells of the refusal that this story walks into on purpose.
    assert [line for line in said + heard if "422" not in line] == []


def told_apart(page: Page) -> None:
    """Three of the village are told only together with others, in the page and in its file."""
    page.goto(page.url)
    places = page.locator("section", has_text="По месту жительства").first
    expect(places).to_contain_text("село Дальнее")
    expect(places.get_by_text("село Дальнее", exact=True)).to_have_count(0)
    file = page.request.get(page.url.replace("/groups/", "/groups.csv")).text()
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff")), delimiter=";"))
    assert rows
    assert min(int(row["votes"]) for row in rows) >= 5


def bring(desk: Page, text: str) -> None:
    desk.get_by_label("Откуда числа").fill("Росстат, перепись")
    desk.get_by_label("На какую дату").fill("2021-10-01")
    table = {"name": "census.csv", "mimeType": "text/csv", "buffer": text.encode()}
    desk.get_by_label("Таблица CSV").set_input_files(table)  # type: ignore[arg-type]
    desk.get_by_role("button", name="Загрузить").click()

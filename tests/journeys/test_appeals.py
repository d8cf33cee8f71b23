"""A message becomes an appeal: written, registered, answered by letter; a time of reception."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.furnish_appeals import DEPARTMENT
from tests.journeys.walking import Site, open_page, sign_in
from veche.kernel import clock

Browse = Callable[..., BrowserContext]
TEXT = "У школы третий месяц не горит фонарь, по телефону обещают и не чинят"


def test_a_message_becomes_an_appeal_and_is_answered(browse: Browse, site: Site) -> None:
    """No page of it needs a script: the writer's browser has none."""
    who = json.loads(site.run("appeals"))
    writer, said = open_page(browse(java_script_enabled=False))
    sign_in(writer.context, who["writer"])
    number = file(writer)

    clerk, heard = open_page(browse())
    sign_in(clerk.context, who["coordinator"])
    clerk.goto("/office/")
    clerk.goto(f"/office/appeals/{number}/")
    expect(clerk.locator("main")).not_to_contain_text("Орлова")
    clerk.get_by_label("Кто готовит ответ").select_option(label=DEPARTMENT)
    clerk.get_by_role("button", name="Зарегистрировать").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("Жалоба О-")
    clerk.get_by_role("button", name="Показать имя и адрес").click()
    expect(clerk.locator("main")).to_contain_text("Орлова Вера")
    clerk.goto(f"/office/appeals/{number}/")
    answer = clerk.locator("details", has_text="Подготовить ответ").first
    answer.get_by_label("Текст письма").fill("Фонарь починят до пятницы, подрядчик назначен.")
    answer.get_by_label("Должность того, кто подписывает").fill("Глава города")
    answer.get_by_label("Кто подписывает", exact=True).fill("Сергеева А. П.")
    answer.get_by_role("button", name="Подготовить ответ").click()
    expect(clerk.locator("main")).to_contain_text("ждёт подписи")

    signer, told = open_page(browse())
    sign_in(signer.context, who["approver"])
    signer.goto("/office/appeals/")
    signer.locator("article", has_text="фонарь").get_by_role("link").click()
    signer.get_by_role("button", name="Подписать ответ").click()
    expect(signer.locator("main")).to_contain_text("Ответ дан")

    writer.goto(f"/appeals/{number}/")
    expect(writer.locator("main")).to_contain_text("Фонарь починят до пятницы")
    paper = writer.request.get(f"/appeals/{number}/letters/1.pdf")
    assert paper.body().startswith(b"%PDF-")
    stranger, seen = open_page(browse())
    gone = stranger.goto(f"/appeals/{number}/")
    assert gone is not None
    expect(stranger).to_have_url(re.compile("/sign-in/"))
    stranger.goto("/appeals/terms/")
    expect(stranger.locator("main")).to_contain_text(DEPARTMENT)
    expect(stranger.locator("main")).not_to_contain_text("фонарь")
    receive(clerk, writer, site)
    # What was missing is told by a page of that status.
    assert [line for line in said if "status of 422" not in line] == []
    assert heard == told == seen == []


def file(page: Page) -> str:
    """From a message begun to an appeal sent; its number."""
    page.goto("/reports/new/what/")
    page.get_by_label("Что случилось").fill(TEXT)
    page.get_by_role("button", name="Дальше").click()
    page.goto("/reports/new/")
    page.get_by_role("button", name=re.compile("Нужен письменный ответ по закону")).click()
    expect(page.locator("main")).to_contain_text("Ваш текст перенесли")
    page.get_by_role("link", name="Продолжить обращение").click()
    expect(page.get_by_label("Суть")).to_have_value(TEXT)
    page.get_by_label(re.compile("^Жалоба")).check()
    page.get_by_label("Фамилия").fill("Орлова")
    page.get_by_label("Имя", exact=True).fill("Вера")
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("Осталось поправить")
    page.get_by_label("Куда прислать ответ").fill("Заречье, Луговая улица, 54")
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_role("heading", name="Всё верно?")).to_be_visible()
    page.get_by_role("button", name="Подать обращение").click()
    expect(page.get_by_role("heading", name="Подано")).to_be_visible()
    return re.sub(r"\D", "", page.locator(".receipt .number").inner_text())


def receive(clerk: Page, writer: Page, site: Site) -> None:
    """Hours are opened, a time is booked, the desk of the day sees a code and no name."""
    clerk.goto("/office/reception/new/")
    clerk.get_by_label("Должность").fill("Глава города")
    clerk.get_by_label("Кто принимает").fill("Журналова А. П.")
    clerk.get_by_label("Где").fill("Кабинет 12")
    clerk.get_by_label("День").fill((clock.now() + timedelta(days=5)).date().isoformat())
    clerk.get_by_label("С", exact=True).fill("15:00")
    clerk.get_by_label("До", exact=True).fill("16:00")
    clerk.get_by_role("button", name="Открыть запись").click()
    expect(clerk.locator("main")).to_contain_text("Записаны 0 из 4")
    writer.goto("/reception/")
    writer.get_by_role("link", name=re.compile("Журналова")).click()
    writer.get_by_label("15:15").check()
    writer.get_by_label("О чём будете говорить").fill("Детский сад")
    writer.get_by_role("button", name="Записаться").click()
    code = writer.locator(".receipt .number").inner_text()
    clerk.reload()
    expect(clerk.locator("main")).to_contain_text(f"Код {code}")
    # What was said is written down once the day has come.
    expect(clerk.get_by_role("link", name=re.compile("Записать обращение"))).to_have_count(0)
    site.run("reception_today")
    clerk.reload()
    clerk.get_by_role("link", name=re.compile("Записать обращение")).click()
    expect(clerk.get_by_label("Суть")).to_be_visible()

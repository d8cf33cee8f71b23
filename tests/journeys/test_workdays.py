"""A bench: neighbours are called, the owner agrees, they come, the hours become a certificate."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, agree, open_in_queue, open_page, sign_in

Browse = Callable[..., BrowserContext]
TITLE = "Починим скамейку у библиотеки"


def test_neighbours_mend_a_bench(browse: Browse, site: Site) -> None:
    who = json.loads(site.run("workdays"))
    caller, said = open_page(browse(java_script_enabled=False))
    sign_in(caller.context, who["caller"])
    day = call(caller, who["on"])

    moderator, told = open_page(browse())
    sign_in(moderator.context, who["moderator"])
    open_in_queue(moderator, TITLE)
    moderator.get_by_role("button", name="Пропустить").click()
    moderator.get_by_role("button", name="Применить сразу").click()
    expect(moderator.locator("main")).not_to_contain_text(TITLE)

    official, noted = open_page(browse(java_script_enabled=False))
    sign_in(official.context, who["official"])
    official.goto("/office/workdays/")
    official.get_by_role("link", name=TITLE).first.click()
    official.get_by_role("button", name="Разрешаю").click()
    expect(official.locator("main")).to_contain_text("Соседи рядом уже узнали")

    caller.goto(day)
    caller.get_by_role("link", name="Взять инструмент у города").click()
    caller.get_by_label("Грабли веерные").fill("5")
    caller.get_by_role("button", name="Отложить").click()
    expect(caller.locator("main")).to_contain_text("Не больше 4")
    caller.get_by_label("Грабли веерные").fill("2")
    caller.get_by_role("button", name="Отложить").click()
    expect(caller.locator("main")).to_contain_text("Грабли веерные: 2")

    neighbour, heard = open_page(browse(java_script_enabled=False))
    sign_in(neighbour.context, who["neighbour"])
    come(neighbour)
    shy, seen = open_page(browse(java_script_enabled=False))
    sign_in(shy.context, who["shy"])
    come(shy)
    shy.get_by_role("button", name="Не получится").click()
    expect(shy.locator("main")).to_contain_text("Хорошо, не ждём")

    site.run("workday_over", day.strip("/").rpartition("/")[2])
    caller.goto(day)
    caller.get_by_role("link", name="Подвести итог").click()
    caller.get_by_label("Номер 2").select_option("120")
    caller.get_by_label("Что вышло").fill("Стоит крепко, бабушки проверили первыми.")
    caller.get_by_role("button", name="Готово").click()
    expect(caller.locator("main")).to_contain_text(re.compile("При.* 2 человек.*, вместе 4 час"))

    certificate(neighbour)
    clerk, kept = open_page(browse(java_script_enabled=False))
    sign_in(clerk.context, who["clerk"])
    clerk.goto("/office/workdays/tools/")
    expect(clerk.locator("main")).to_contain_text("не вернули")
    clerk.get_by_role("button", name=re.compile(f"^Вернули.*{TITLE}")).click()
    expect(clerk.locator("main")).to_contain_text("Инструмент снова на складе")
    visitor, lines = open_page(browse(java_script_enabled=False))
    visitor.goto("/together/done/")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_visible()
    for faults in (said, told, noted, heard, seen, kept, lines):
        assert [line for line in faults if "422" not in line] == []  # refusals, on purpose


def call(page: Page, on: str) -> str:
    """From the list to a day that waits, without scripts; its address."""
    page.goto("/workdays/")
    page.get_by_role("link", name="Позвать соседей").first.click()
    page.get_by_text("Яма на дороге").click()
    expect(page.locator("main")).to_contain_text("257-ФЗ")
    page.get_by_role("link", name="Скамейка").click()
    page.get_by_label("Что сделаем").fill(TITLE)
    page.get_by_label("Где").fill("Луговая улица, 54")
    page.get_by_label("День").fill(on)
    page.get_by_label("Начало").fill("10:00")
    page.get_by_role("button", name="Позвать соседей").click()
    expect(page.locator("main")).to_contain_text("Прочитайте памятку")
    page.get_by_label("Памятка прочитана").check()
    page.get_by_role("button", name="Позвать соседей").click()
    expect(page.locator("main")).to_contain_text("Сначала текст прочитает модератор")
    return "/workdays/" + page.url.partition("?")[0].partition("/workdays/")[2]


def come(page: Page) -> None:
    """From the public list: the safety sheet, «иду»."""
    page.goto("/workdays/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Иду").click()
    expect(page.locator("main")).to_contain_text("Тяжёлое поднимают вдвоём")
    page.get_by_label("Памятка прочитана").check()
    page.get_by_role("button", name="Иду").click()
    expect(page.locator("main")).to_contain_text("Ждём вас")


def certificate(page: Page) -> None:
    """Hours, a name given for them, and a check by anybody."""
    page.goto("/me/workdays/")
    expect(page.locator("main")).to_contain_text("Ваши часы: 2 час")
    page.get_by_role("link", name="Написать имя").click()
    agree(page)
    page.get_by_label("Фамилия").fill("Клюева")
    page.get_by_label("Имя", exact=True).fill("Анна")
    page.get_by_label("Пусть имя хранится").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("main")).to_contain_text("Справки на имя Клюева Анна")
    paper = page.get_by_role("link", name="Справка о помощи").last.get_attribute("href") or ""
    answer = page.context.request.get(paper)
    assert answer.body().startswith(b"%PDF")
    number = paper.rpartition("/")[2].removesuffix(".pdf")
    page.goto(f"/workdays/certificates/{number}/")
    expect(page.locator("main")).to_contain_text("Справка настоящая")
    expect(page.locator("main")).to_contain_text("Анна К.")

"""A clerk's way: a document, the vote on the screen, paper typed by two; and a tablet offline."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.furnish_counter import CLERKS
from tests.journeys.walking import Site, open_page, open_section, sign_in

Browse = Callable[..., BrowserContext]
TYPE_ALL = """async (numbers) => {
  const form = document.querySelector('[data-tablet] form');
  for (const number of numbers) {
    form.elements.number.value = number;
    form.querySelectorAll('[name=q1]')[Number(number.slice(5, 6)) % 2].checked = true;
    form.requestSubmit(form.querySelector('[value=save]'));
    while (form.elements.number.value === number) await new Promise((go) => setTimeout(go, 4));
  }
}"""


def furnish(site: Site, sheets: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.run("counter", str(sheets)))
    return found


def entered(site: Site, slug: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(site.run("entered", slug))
    return found


def check_in(page: Page, number: str) -> None:
    page.get_by_role("link", name="Проверить документ").click()
    page.get_by_label("Лист прочитан и подписан при мне").check()
    page.get_by_label("Серия и номер").fill(number)
    page.get_by_label("Дата рождения").fill("1951-03-04")
    page.get_by_text("Выбрать район из списка").click()
    page.get_by_label("Западный").check()
    page.get_by_role("button", name="Документ верен").click()
    expect(page.locator("main")).to_contain_text("Перед вами человек")


def enter_without_consent(page: Page, number: str) -> None:
    page.get_by_role("link", name="Проверить документ").click()
    sheet = page.get_by_role("link", name="Лист согласия").get_attribute("href")
    assert page.request.get(str(sheet)).body().startswith(b"%PDF")
    page.get_by_role("link", name="Человек не согласен").click()
    expect(page.locator("main")).to_contain_text("голос от этого не пропадает")
    page.get_by_label("Серия и номер").fill(number)
    page.get_by_role("button", name="Документ верен").click()
    expect(page.locator("main")).to_contain_text("Перед вами человек")


def type_sheet(page: Page, number: str, option: str) -> None:
    page.get_by_label("Номер листа").fill(number)
    page.get_by_label(option).check()
    page.get_by_role("button", name="Сохранить лист").click()


def test_from_the_passport_to_the_count(browse: Browse, site: Site) -> None:
    slug = furnish(site, 0)["slug"]
    desk = f"/office/counter/{slug}/"
    first, second = browse(), browse()
    sign_in(first, CLERKS[0])
    sign_in(second, CLERKS[1])
    page, said = open_page(first)
    open_section(page, "Приём")
    page.goto(desk)

    check_in(page, "92 18 000001")
    page.get_by_role("link", name="Заполнить на экране").click()
    page.get_by_label("Берёзовка").check()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.locator("#receipt-number")).to_have_text(re.compile(r"\d{4}-\d{4}-\d{4}"))
    page.get_by_role("link", name="Следующий человек").click()

    page.get_by_label("Сколько листов").fill("4")
    page.get_by_role("button", name="Подготовить пачку").click()
    pdf = page.request.get(str(page.get_by_role("link", name="PDF").get_attribute("href")))
    assert pdf.body().startswith(b"%PDF")
    for enter, person in ((check_in, "92 18 000002"), (enter_without_consent, "92 18 000003")):
        enter(page, person)
        page.get_by_role("button", name="Выдать бумажный").click()
        expect(page.locator("main")).to_contain_text("сам возьмёт любой лист")
    assert said == []

    site.run("close", slug)
    visitor, _heard = open_page(browse())
    visitor.goto(f"/polls/{slug}/result/")
    expect(visitor.locator("main")).to_contain_text("Бумажные бюллетени ещё вводят")
    numbers = sheets_of(site, slug)
    page.goto(f"{desk}enter/")
    type_sheet(page, numbers[0], "Рассвет")
    expect(page.locator("main")).to_contain_text("В пачке 1 лист")
    type_sheet(page, numbers[1], "Рассвет")
    page.get_by_role("button", name="Передать на сверку").click()

    other, heard = open_page(second)
    other.goto(desk)
    other.get_by_role("link", name="Сверить").click()
    type_sheet(other, numbers[0], "Берёзовка")
    expect(other.locator("main")).to_contain_text("Разошлись")
    type_sheet(other, numbers[0], "Рассвет")
    type_sheet(other, numbers[1], "Рассвет")
    expect(other.locator("main")).to_contain_text("Пачка сошлась")
    other.get_by_role("button", name="Все отданные бюллетени введены").click()
    expect(other.locator("main")).to_contain_text("Ввод закончен")
    other.goto(f"{desk}register/")
    expect(other.locator("main")).to_contain_text("1–4")
    assert heard == []

    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("Бумажных выдано")
    expect(visitor.locator("main")).to_contain_text("67 %")


def sheets_of(site: Site, slug: str) -> list[str]:
    found: list[str] = json.loads(site.run("sheets", slug))
    return found


@pytest.mark.soak
def test_a_tablet_loses_and_doubles_no_sheet(browse: Browse, site: Site) -> None:
    made = furnish(site, 300)
    slug, numbers = made["slug"], made["numbers"]
    context = browse(service_workers="allow")
    sign_in(context, CLERKS[0])
    page, _said = open_page(context)
    tablet = f"/office/counter/{slug}/tablet/"
    page.goto(tablet)
    expect(page.get_by_text("Страница откроется и без связи")).to_be_visible()

    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Ввод без связи")).to_be_visible()
    page.evaluate(TYPE_ALL, numbers[:200])
    expect(page.locator("[data-state]")).to_contain_text("Ждут отправки: 200")
    page.close()

    page, _said = open_page(context)
    page.goto(tablet)
    page.evaluate(TYPE_ALL, numbers[200:])
    expect(page.locator("[data-state]")).to_contain_text("Ждут отправки: 300")
    page.get_by_label("Номер листа").fill(numbers[0])
    page.get_by_role("button", name="Сохранить лист").click()
    expect(page.get_by_role("alert").filter(has_text="уже введён")).to_be_visible()

    broken = break_three_times(page)
    context.set_offline(False)
    state = page.locator("[data-state]")
    for _try in range(200):
        if "Всё отправлено" in state.inner_text():
            break
        page.get_by_role("button", name="Отправить сейчас").click()
        page.wait_for_timeout(200)
    expect(state).to_contain_text("Всё отправлено")
    assert broken == ["unsent", "unheard", "unheard"]
    assert entered(site, slug) == {"waiting": 300, "counted": 0}


def break_three_times(page: Page) -> list[str]:
    """Break one connection before the server hears it and two after it has kept the sheets."""
    broken: list[str] = []

    def breaking(route: Route) -> None:
        if route.request.method != "POST" or len(broken) == 3:
            route.continue_()
            return
        if broken:
            assert route.fetch().ok
        broken.append("unheard" if broken else "unsent")
        route.abort("connectionreset")

    page.route("**/tablet/sheets/", breaking)
    return broken


def test_a_refused_sheet_stays_with_its_reason(browse: Browse, site: Site) -> None:
    made = furnish(site, 1)
    slug, (number,) = made["slug"], made["numbers"]
    context = browse(service_workers="allow")
    sign_in(context, CLERKS[1])
    page, _said = open_page(context)
    page.goto(f"/office/counter/{slug}/tablet/")
    type_sheet(page, "000001000000", "Рассвет")
    refused = page.locator("[data-refused]")
    expect(refused).to_contain_text("Такого номера нет")
    page.reload()
    expect(refused).to_contain_text("Такого номера нет")
    refused.get_by_role("button", name="Ввести заново").click()
    with page.expect_response("**/tablet/sheets/"):
        type_sheet(page, number, "Рассвет")
    expect(page.locator("[data-state]")).to_contain_text("Всё отправлено")
    assert entered(site, slug) == {"waiting": 1, "counted": 0}

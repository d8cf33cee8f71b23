"""My data: agree, see what is held, ask, take it back; the one who answers runs a drill."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.furnish_mydata import PRIVACY
from tests.journeys.walking import Site, agree, come_in, open_page, open_section, sign_in

Browse = Callable[..., BrowserContext]


def test_a_resident_sees_asks_and_takes_back(browse: Browse, site: Site) -> None:
    page, said = open_page(browse(java_script_enabled=False))
    page.goto("/sign-in/?next=/me/birth-date/")
    come_in(page, "mydata@example.org")
    agree(page)
    page.get_by_label("Дата рождения").fill("1980-05-17")
    page.get_by_role("button", name="Сохранить дату").click()
    page.goto("/me/")
    page.get_by_role("link", name="Мои данные", exact=True).click()
    for words in ("17.05.1980", "mydata@example.org", "Никто из сотрудников", "версия 1"):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("link", name="Отправить запрос").click()
    page.get_by_label("Исправить неверные данные").check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("main")).to_contain_text("Ждёт ответа")

    office, heard = open_page(browse())
    sign_in(office.context, PRIVACY)
    open_section(office, "Персональные данные")
    office.get_by_role("link", name="Исправить неверные данные").click()
    office.get_by_label("Исполнено").check()
    office.get_by_role("button", name="Ответить").click()
    # The town is shared: what others ask may go on waiting.
    expect(office.get_by_role("link", name="Исправить неверные данные")).to_have_count(0)
    office.get_by_role("link", name="Сроки хранения").click()
    expect(office.locator("main")).to_contain_text("Коды для входа")
    expect(office.locator("main")).to_contain_text("10 минут")
    office.get_by_role("link", name="Персональные данные").click()
    office.get_by_role("button", name="Учебная тревога").click()
    expect(office.locator("main")).to_contain_text("Это учёба")
    for _step in range(6):
        office.get_by_role("button", name="Сделано").first.click()
    office.get_by_role("button", name="Завершить").click()
    expect(office.locator("main")).to_contain_text("Завершена")

    page.goto("/me/data/")
    expect(page.locator("main")).to_contain_text("Исполнено")
    page.get_by_role("link", name="Отозвать согласие").click()
    page.get_by_role("button", name="Отозвать", exact=True).click()
    expect(page).to_have_url(re.compile("/me/data/$"))
    expect(page.locator("main")).not_to_contain_text("17.05.1980")
    assert said == []
    assert heard == []

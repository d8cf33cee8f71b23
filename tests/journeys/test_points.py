"""The town switches points on, a resident's deed is paid, given away, exchanged, and given up."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]
THING = "Саженец рябины"


def test_points_are_earned_given_exchanged_and_given_up(browse: Browse, site: Site) -> None:
    giver = site.run("points").strip('"')
    admin, resident = browse(), browse(java_script_enabled=False)
    sign_in(admin, giver)
    sign_in(resident, "points-auditor@example.org")

    desk, told = open_page(admin)
    desk.goto("/office/points/")
    desk.get_by_label("Давать баллы").check()
    desk.get_by_label("Номер акта").fill("214-п")
    desk.get_by_label("Дата акта").fill("2026-09-01")
    desk.get_by_label("Ссылка на акт").fill("https://town.example/acts/214")
    desk.get_by_role("button", name="Сохранить").click()
    expect(desk.locator("main")).to_contain_text("Сохранено")
    desk.get_by_role("link", name="Добавить вещь").click()
    desk.get_by_label("Что это").fill(THING)
    desk.get_by_label("Сколько баллов").fill("3")
    desk.get_by_label("Сколько есть").fill("5")
    desk.get_by_role("button", name="Сохранить").click()
    expect(desk.locator("main")).to_contain_text(THING)

    page, said = open_page(resident)
    page.goto("/points/")
    expect(page.locator("main")).to_contain_text("Никогда за то, что вы сказали")
    site.run("pay_points", "points-auditor@example.org")
    page.get_by_role("link", name="Мои баллы").last.click()
    expect(page.locator("main")).to_contain_text("Ваш ответ стал справкой")
    expect(page.locator("main")).to_contain_text("5 баллов")

    page.get_by_role("link", name="Подарить школе или району").click()
    page.get_by_label("Кому").select_option(index=1)
    page.get_by_label("Сколько баллов").fill("2")
    page.get_by_role("button", name="Подарить").click()
    expect(page.locator("main")).to_contain_text("Баллы подарены")
    page.get_by_role("link", name="Обменять").click()
    page.get_by_role("listitem").filter(has_text=THING).get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("Заказ принят")
    expect(page.locator("main")).to_contain_text("заберите до")

    desk.goto("/office/points-orders/")
    desk.get_by_role("button", name="Выдано").first.click()
    expect(desk.get_by_role("heading", name="Выдача за баллы")).to_be_visible()
    page.goto("/me/points/")
    expect(page.locator("main")).to_contain_text("Получено")

    page.get_by_role("link", name="Мне не нужны баллы").click()
    page.get_by_role("button", name="Отказаться от баллов").click()
    expect(page.locator("main")).to_contain_text("ничего не хранится")
    assert (said, told) == ([], [])

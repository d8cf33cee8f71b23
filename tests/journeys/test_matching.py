"""Hands are wanted, a neighbour offers theirs, and what came out is confirmed with a photo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, faults_of, open_page, sign_in, tomorrow

Browse = Callable[..., BrowserContext]
HELPER = "matching-auditor@example.org"
NEED = "Покрасить скамейку у школы"


def test_a_neighbour_helps_and_is_thanked(browse: Browse, site: Site, tmp_path: Path) -> None:
    helper, said = open_page(browse(java_script_enabled=False))
    sign_in(helper.context, HELPER)
    describe(helper)
    town, heard = open_page(browse())
    sign_in(town.context, "approver@example.org")
    call(town)

    helper.goto("/together/")
    helper.get_by_role("link", name=NEED).click()
    helper.get_by_role("link", name="Предложить помощь").click()
    helper.get_by_label("Что сказать").fill("Приду с кистью")
    helper.get_by_role("button", name="Предложить").click()
    expect(helper.locator("main")).to_contain_text("Предложили помощь")
    talk = helper.url

    # What was offered to the town waits on the desk of its officials.
    town.goto("/office/together/")
    town.get_by_role("link", name=NEED).first.click()
    expect(town.locator("main")).to_contain_text("Приду с кистью")
    town.get_by_role("button", name="Согласиться").click()
    expect(town.locator("main")).to_contain_text("нужен план")
    helper.goto(talk)
    helper.get_by_role("link", name="Написать план").click()
    helper.get_by_label("В какой день").fill(tomorrow())
    helper.get_by_label("Как будем делать").fill("В десять у ворот, краска моя")
    helper.get_by_role("button", name="Предложить план").click()
    expect(helper.locator("main")).to_contain_text("План ждёт согласия")
    # Nothing begins before the owner of the place has agreed.
    assert helper.get_by_role("link", name="Показать, что вышло").count() == 0

    town.goto(talk)
    for button, then in (
        ("Согласиться с планом", "Ждёт хозяина места"),
        ("Разрешаю", "Хозяин места согласен"),
        ("Место передано, начинайте", "Работа идёт"),
    ):
        town.get_by_role("button", name=button).click()
        expect(town.locator("main .tags").first).to_contain_text(then)

    photo = tmp_path / "bench.jpg"
    Image.new("RGB", (640, 480), (30, 90, 160)).save(photo)
    helper.goto(talk)
    helper.get_by_role("link", name="Показать, что вышло").click()
    helper.get_by_label("Фото, что вышло").set_input_files(photo)
    helper.get_by_label("Что сделали").fill("Скамейка синяя и сухая")
    helper.get_by_role("button", name="Показать").click()
    expect(helper.locator("main")).to_contain_text("ждёт подтверждения")

    town.goto(talk)
    town.get_by_role("link", name="Да, сделано").click()
    town.get_by_label("За аккуратность").check()
    town.get_by_role("button", name="Да, сделано. Спасибо!").click()
    expect(town.locator("main")).to_contain_text("За аккуратность")
    helper.goto("/together/done/")
    expect(helper.locator("main")).to_contain_text(NEED)
    # A moderator has not seen the photo yet.
    expect(helper.locator("main")).not_to_contain_text("Скамейка синяя")
    assert faults_of(said, heard) == []


def describe(page: Page) -> None:
    """Three small steps from «Я»."""
    page.goto("/me/")
    page.get_by_role("link", name="Могу помочь").click()
    page.get_by_role("link", name="Начать").click()
    page.get_by_label("Как вас показать").fill("Сосед с кистью")
    page.get_by_label("Покраска").check()
    page.get_by_role("button", name="Дальше").click()
    page.get_by_label("По всему городу").check()
    page.get_by_role("button", name="Дальше").click()
    for day in ("суббота", "воскресенье", "среда"):
        page.get_by_label(day).check()
    page.get_by_role("button", name="Готово").click()
    expect(page.locator("main")).to_contain_text("Читает модератор")


def call(page: Page) -> None:
    """An official asks for hands; what the town must do itself is refused."""
    page.goto("/office/together/")
    page.get_by_role("link", name="Позвать помощников").click()
    page.get_by_label("Что сделать").fill(NEED)
    page.get_by_label("Какое это дело").select_option(label="Покраска")
    page.get_by_label("Где").fill("Луговая улица, 5")
    page.get_by_label("С какого дня").fill("2026-11-30")
    page.get_by_label("Нет, это помощь по желанию").check()
    page.get_by_role("button", name="Позвать").click()
    expect(page.get_by_role("heading", name=NEED)).to_be_visible()

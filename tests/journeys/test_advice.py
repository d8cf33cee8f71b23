"""A resident asks without scripts, the town answers, the best answer is kept as a guide."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]
QUESTION = "Куда сдать старые ртутные градусники?"
ANSWER = "В зелёный ящик у входа в аптеку на Советской: берут бесплатно, каждый день."
BODY = "Управление природы"


def test_a_question_is_answered_and_becomes_a_guide(browse: Browse, site: Site) -> None:
    official = site.run("advice").strip('"')
    asker, town, reader = browse(java_script_enabled=False), browse(), browse()
    sign_in(asker, "advice-auditor@example.org")
    sign_in(town, official)
    sign_in(reader, "advice-reader-auditor@example.org")

    page, said = open_page(asker)
    page.goto("/advice/")
    page.get_by_label("Что вы хотите узнать?").fill(QUESTION)
    page.get_by_role("button", name="Найти ответ").click()
    expect(page.locator("main")).to_contain_text("Такого ещё не спрашивали")
    page.get_by_label("О чём вопрос").select_option(label="Природа и животные")
    page.get_by_role("button", name="Задать вопрос").click()
    expect(page.locator("main")).to_contain_text("Вопрос у модератора")
    there = page.url.partition("?")[0]

    desk, told = open_page(town)
    pass_next(desk, QUESTION)
    desk.goto("/office/advice/")
    desk.get_by_role("link", name=QUESTION).click()
    desk.get_by_label("Ваш ответ").fill(ANSWER)
    desk.get_by_label("Город: официальный ответ").check()
    desk.get_by_label("Управление или комитет").fill(BODY)
    desk.get_by_role("button", name="Ответить").click()
    expect(desk.locator("main")).to_contain_text(ANSWER)
    if desk.get_by_role("button", name="Это лучший ответ").count() == 0:
        pass_next(desk, ANSWER)

    page.goto(there)
    expect(page.locator("main")).to_contain_text(BODY)
    page.get_by_role("button", name="Полезно").click()
    page.get_by_role("button", name="Это лучший ответ").click()
    expect(page.locator("main")).to_contain_text("справка готова")
    expect(page.locator("main")).to_contain_text("Официально")
    expect(page.get_by_role("heading", name="Проверена")).to_be_visible()

    other, heard = open_page(reader)
    other.goto("/search/?q=градусник")
    other.get_by_role("link", name=QUESTION).click()
    other.get_by_role("link", name="Нет, здесь ошибка").click()
    other.get_by_label("Адрес, телефон или часы уже другие").check()
    other.get_by_role("button", name="Сообщить об ошибке").click()
    expect(other.locator("main")).to_contain_text("Спасибо, сотрудник посмотрит")

    desk.goto("/office/advice/guides/")
    desk.get_by_role("link", name=QUESTION).click()
    desk.get_by_label("Текст справки").fill(f"{ANSWER} Кроме воскресенья.")
    desk.get_by_label("Что изменили").fill("Аптека закрыта по воскресеньям")
    desk.get_by_role("button", name="Опубликовать новую версию").click()
    expect(desk.locator("main")).to_contain_text("Новая версия опубликована")
    other.goto(desk.url.partition("?")[0])
    expect(other.locator("main")).to_contain_text("Кроме воскресенья")
    other.get_by_role("link", name="Версии: 2").click()
    expect(other.locator("main")).to_contain_text("Аптека закрыта по воскресеньям")
    assert (said, told, heard) == ([], [], [])


def pass_next(desk: Page, words: str) -> None:
    """Find a text in the stream of moderation, let it through, and apply it at once."""
    desk.goto("/office/moderation/")
    desk.get_by_role("link", name="Читать по одному").click()
    while words not in (desk.locator(".judged").text_content() or ""):
        desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Всё прочитано")).to_be_visible()
    desk.get_by_role("button", name="Применить сразу").click()
    expect(desk.get_by_role("heading", name="Модерация")).to_be_visible()

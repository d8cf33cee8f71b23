"""Beside other systems, under the law's bans, and without a network."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import openpyxl
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]
# not shown in this module: words of a made-up town
TEXT = "У пруда лежат обломки метеозонда и искрят провода"
LINES = (
    ("Номер обращения", "Статус", "Срок", "ФИО"),
    ("ПОС-2026-17", "На исполнении", "01.02.2020", "Иванов И. И."),
    ("ПОС-2026-18", "Решено", "", "Петров П. П."),
    ("ПОС-2026-17", "Решено", "", "Иванов И. И."),
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_register_a_ban_and_a_report_without_a_network(browse: Browse, site: Site) -> None:
    who = json.loads(site.run("beside"))
    coordinator, said = open_page(browse())
    sign_in(coordinator.context, who["coordinator"])
    take_in(coordinator)

    ruler, heard = open_page(browse())
    sign_in(ruler.context, who["ruler"])
    forbid(ruler)

    resident, told = open_page(browse())
    sign_in(resident.context, who["reporter"])
    number = write_without_network(resident)
    resident.context.clear_cookies()
    write_as_nobody(resident)
    sign_in(resident.context, who["reporter"])
    send_what_was_left(resident)

    moderator, noted = open_page(browse())
    sign_in(moderator.context, who["moderator"])
    moderator.goto(f"/office/reports/{number}/")
    expect(moderator.locator("main")).to_contain_text("Задержано по закону: Фото обломков")
    moderator.get_by_role("button", name="Опубликовать").click()
    expect(moderator.locator("main")).to_contain_text("Отметьте, что под запрет это не попадает")
    moderator.get_by_label("Проверено: под запрет не попадает").check()
    moderator.get_by_role("button", name="Опубликовать").click()
    expect(moderator.locator("main")).to_contain_text("Ищем исполнителя")
    # The browser itself says aloud each answer that is no success, and each call without a line.
    loud = [line for lines in (said, heard, told, noted) for line in lines]
    assert [one for one in loud if not re.search("status of 4|ERR_INTERNET_DISC", one)] == []


def write_as_nobody(page: Page) -> None:
    """Whoever signs in next may be another: what was written before does not go by itself."""
    page.goto("/reports/new/later/")
    page.get_by_label("Что случилось").fill("Яма")
    page.get_by_label("Тема").select_option("roads.potholes")
    expect(page.get_by_text("По этой теме нужно фото", exact=True)).to_be_visible()
    page.get_by_label("Тема").select_option("roads.traffic_light")
    page.get_by_label("Улица и дом").fill("Нигдешняя, 999")
    page.get_by_role("button", name="Сохранить и отправить").click()
    expect(page.get_by_role("button", name="Отправить", exact=True)).to_be_visible()


def send_what_was_left(page: Page) -> None:
    """It is pressed; and what the server turns away stays «не отправлено» until it is mended."""
    tag = page.get_by_text("Не отправлено: 1", exact=True)
    page.goto("/reports/new/")
    expect(tag).to_be_visible()
    page.goto("/reports/new/later/")
    # Whoever has signed in is not asked to; nor is all «отправлено» beside what was turned away.
    expect(page.get_by_role("link", name="Войдите, чтобы отправить")).to_be_hidden()
    page.get_by_role("button", name="Отправить", exact=True).click()
    expect(page.get_by_role("button", name="Исправить")).to_be_visible()
    expect(page.locator("[data-later] [data-state]")).to_have_text("Не отправлено: 1")
    page.goto("/reports/new/")
    expect(tag).to_be_visible()


def take_in(page: Page) -> None:
    """Upload, match, try, take in; the case stands in the one list with its source."""
    page.goto("/office/reports/registers/")
    page.get_by_label("Название нового источника").fill("ПОС «Решаем вместе»")
    page.get_by_label("Файл").set_input_files(
        {"name": "pos.xlsx", "mimeType": "application/zip", "buffer": workbook()}
    )
    page.get_by_role("button", name="Загрузить и посмотреть столбцы").click()
    expect(page.get_by_label("Номер", exact=True)).to_have_value("Номер обращения")
    page.get_by_role("button", name="Проверить, что получится").click()
    expect(page.locator("main")).to_contain_text("номер повторяется в файле")
    page.get_by_role("button", name="Перенести").click()
    expect(page.locator("main")).to_contain_text("Реестр перенесён")
    page.get_by_role("link", name="К общему списку").click()
    card = page.get_by_role("article").filter(has_text="ПОС-2026-17")
    expect(card).to_contain_text("ПОС «Решаем вместе»")
    expect(card).to_contain_text("просрочено")
    card.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Дело ведут не здесь")


def forbid(page: Page) -> None:
    """The act of the region, and the words by which a text is likely it."""
    page.goto("/office/moderation/bans/new/")
    page.get_by_label("Что запрещено").fill("Фото обломков")
    page.get_by_label("Почему: эту фразу прочтёт автор").fill("Так не подсказывают, куда попало.")
    page.get_by_label("Кому звонить").fill("ЕДДС, 112")
    page.get_by_label("Слова").fill("обломок метеозонд")
    page.get_by_label("Название акта").fill("Постановление губернатора")
    page.get_by_label("Номер акта").fill("77-пг")
    page.get_by_label("Дата акта").fill("2026-01-10")
    page.get_by_label("С какого дня").fill("2026-01-11")
    page.get_by_role("button", name="Внести запрет").click()
    expect(page.locator("main")).to_contain_text("действует")


def write_without_network(page: Page) -> str:
    """Written with the line cut, sent once it is back; the number of the report."""
    page.goto("/reports/new/")
    page.get_by_role("link", name="Нет связи? Напишите сейчас, отправим потом").click()
    expect(page.get_by_text("Пока ничего не ждёт")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("Что случилось").fill(TEXT)
    page.get_by_label("Тема").select_option("safety.wires")
    page.get_by_label("Нет, можно сообщить здесь").check()
    page.get_by_role("button", name="Сохранить и отправить").click()
    expect(page.get_by_role("alert")).to_contain_text("Напишите улицу и дом")
    page.get_by_label("Улица и дом").fill("Луговая улица, 54")
    page.get_by_role("button", name="Сохранить и отправить").click()
    expect(page.get_by_role("status").first).to_contain_text("Ждут связи: 1")
    expect(page.get_by_text(TEXT)).to_be_visible()
    # The page is left before there is a network: any other sends what waits.
    page.goto("about:blank")
    page.context.set_offline(False)
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.goto("/me/")
    page.goto("/reports/new/later/")
    expect(page.get_by_role("status").first).to_contain_text("Всё отправлено")
    page.get_by_role("link", name=re.compile("№")).click()
    expect(page.locator("main")).to_contain_text("Задержано по закону")
    expect(page.locator("main")).to_contain_text("ЕДДС, 112")
    page.goto("/me/reports/")
    expect(page.get_by_role("article")).to_have_count(1)
    found = re.search(r"/reports/(\d{8})/", page.get_by_role("article").inner_html())
    assert found is not None
    return found[1]

"""A voters' order: given, joined, taken up by the deputy, adopted by the council, seen at work."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_in_queue, open_page, sign_in

Browse = Callable[..., BrowserContext]
TITLE = "Замостить дорогу к роднику"


def test_an_order_becomes_a_commitment(browse: Browse, site: Site) -> None:
    who = json.loads(site.run("orders"))
    author, said = open_page(browse(java_script_enabled=False))
    sign_in(author.context, who["author"])
    author.goto("/orders/")
    author.get_by_role("link", name="Дать наказ").first.click()
    expect(author.locator("main")).to_contain_text(who["name"])
    author.get_by_label("Что сделать").fill(TITLE)
    author.get_by_label("Зачем").fill("За водой ходит вся улица, весной туда не пройти.")
    author.get_by_role("button", name="Дать наказ").click()
    expect(author.get_by_role("heading", name="Отправлен")).to_be_visible()

    moderator, told = open_page(browse())
    sign_in(moderator.context, who["moderator"])
    open_in_queue(moderator, TITLE)
    moderator.get_by_role("button", name="Пропустить").click()
    moderator.get_by_role("button", name="Применить сразу").click()

    neighbour, heard = open_page(browse(java_script_enabled=False))
    sign_in(neighbour.context, who["neighbour"])
    neighbour.goto("/orders/new/")
    neighbour.get_by_label("Что сделать").fill("Замостить дорогу к роднику щебнем")
    neighbour.get_by_label("Зачем").fill("Весной не пройти.")
    neighbour.get_by_role("button", name="Дать наказ").click()
    expect(neighbour.get_by_role("heading", name="Это не один из них?")).to_be_visible()
    neighbour.get_by_role("link", name=TITLE).click()
    neighbour.get_by_role("button", name="Поддержать наказ").click()
    expect(neighbour.locator("main")).to_contain_text("Поддержали 2 жител")

    deputy, seen = open_page(browse(java_script_enabled=False))
    sign_in(deputy.context, who["deputy"])
    deputy.goto("/me/orders/")
    deputy.get_by_role("link", name=TITLE).click()
    deputy.get_by_label("Беру в работу").check()
    deputy.get_by_label("Ответ жителям").fill(
        "Был на месте, дорога городская. Внесу в перечень наказов на следующий год."
    )
    deputy.get_by_role("button", name="Ответить при всех").click()
    expect(deputy.locator("main")).to_contain_text("Ответ опубликован")

    official, noted = open_page(browse())
    sign_in(official.context, who["official"])
    adopt(official)

    neighbour.reload()
    expect(neighbour.locator("main")).to_contain_text("Совет принял наказ")
    expect(neighbour.locator("main")).to_contain_text("Отсыпем щебнем 300 метров")
    for lines in (said, heard, told, seen, noted):
        assert lines == []


def adopt(page: Page) -> None:
    """From the worklist to the council's decision before everyone."""
    today = datetime.now(UTC).date()
    page.goto("/office/orders/?show=taken")
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("link", name="Внести решение совета").click()
    page.get_by_label("Решение", exact=True).fill("решение Совета депутатов")
    page.get_by_label("Номер").fill("84")
    page.get_by_label("Дата решения").fill(str(today - timedelta(days=1)))
    page.get_by_label("Сумма, рублей").fill("900 000")
    page.get_by_label("Что сделают").fill("Отсыпем щебнем 300 метров и поставим перила.")
    page.get_by_label("К какому дню").fill(str(today + timedelta(days=300)))
    page.get_by_label("Кто исполняет").fill("Управление благоустройства")
    page.get_by_label("Должность ответственного").fill("начальник")
    page.get_by_label("Кто отвечает").fill("Крылова Инна")
    page.get_by_role("button", name="Внести при всех").click()
    expect(page.locator("main")).to_contain_text("Решение совета внесено")

"""The water goes: announced by address, heard of once, seen before a report; the head's Monday."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, await_notice, open_page, open_section, sign_in

Browse = Callable[..., BrowserContext]
STREET = "Луговая улица"


def test_an_outage_is_told_before_anybody_reports_it(
    browse: Browse, site: Site, tmp_path: Path
) -> None:
    who = json.loads(site.run("homes"))
    neighbour, heard = open_page(browse())
    follow_the_house(neighbour)

    office, said = open_page(browse())
    sign_in(office.context, who["dispatcher"])
    number = announce(office)

    await_notice(neighbour, "Воды нет")

    report_is_forestalled(neighbour)

    office.goto(f"/office/outages/{number}/")
    office.get_by_label("Теперь обещают закончить").fill(in_hours(30))
    office.get_by_label("Почему дольше").fill("Под трубой кабель")
    office.get_by_role("button", name="Продлить").click()
    expect(office.locator("main")).to_contain_text("Все, кто следит, узнают")
    table_is_written_once(office, tmp_path)
    read_the_sheet(office)

    neighbour.goto(f"/outages/{number}/")
    expect(neighbour.locator("main")).to_contain_text("Под трубой кабель")
    assert heard == said == []


def test_a_house_is_found_without_scripts(browse: Browse, site: Site) -> None:
    page, _said = open_page(browse(java_script_enabled=False))
    page.goto("/homes/")
    page.get_by_label("Улица и дом").fill("Первомайская улица, 2")
    page.get_by_role("button", name="Найти дом").click()
    expect(page.get_by_role("heading", name="Первомайская улица, 2")).to_be_visible()
    expect(page.get_by_role("link", name="Звоните 112")).to_be_visible()


def in_hours(hours: int) -> str:
    """As a field of time takes it."""
    return f"{datetime.now() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"  # noqa: DTZ005


def follow_the_house(page: Page) -> None:
    """From the search to «Слежу»."""
    sign_in(page.context, "homes-neighbour@example.org")
    page.goto("/homes/")
    field = page.get_by_role("combobox", name="Улица и дом")
    field.fill(f"{STREET}, 54")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Найти дом").click()
    expect(page.get_by_role("heading", name=f"{STREET}, 54")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Водоканал западный")
    page.get_by_role("button", name="Следить").first.click()
    expect(page.get_by_role("button", name="Слежу").first).to_be_visible()


def announce(page: Page) -> str:
    """From the desk to the number."""
    open_section(page, "Отключения")
    page.get_by_role("link", name="Объявить").click()
    page.get_by_label("Отключение воды").check()
    page.get_by_label("Авария", exact=True).check()
    page.get_by_label("Где").fill(f"{STREET}: 5, 54")
    page.get_by_label("Начало").fill(in_hours(-26))
    page.get_by_label("Когда обещают закончить").fill(in_hours(6))
    page.get_by_label("Почему").fill("Прорвало трубу")
    page.get_by_label("Кто отвечает").fill("Водоканал западный")
    page.get_by_role("button", name="Объявить").click()
    expect(page.locator("main")).to_contain_text("Жители уже узнают")
    return re.search(r"/office/outages/(\d+)/", page.url)[1]  # type: ignore[index]


def report_is_forestalled(page: Page) -> None:
    """112 on each step; the outage before the button that sends."""
    page.goto("/reports/new/what/")
    expect(page.get_by_role("link", name="Звоните 112")).to_be_visible()
    page.get_by_label("Что случилось").fill("Нет холодной воды")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("link", name="ЖКУ и сети").click()
    page.get_by_role("button", name=re.compile("Нет воды или тепла")).click()
    page.get_by_role("combobox", name="Ближайший дом").fill(f"{STREET}, 54")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Дальше").click()
    expect(page.locator("main")).to_contain_text("Воды нет: до")
    expect(page.locator("main")).to_contain_text("Уже чинят, отвечает Водоканал западный")


def table_is_written_once(page: Page, folder: Path) -> None:
    """A table from a spreadsheet: looked at, written, and the same again changes nothing."""
    file = folder / "serves.csv"
    file.write_text("Дом;Услуга;Кто\nПервомайская 2;газ;Горгаз\nНигде;газ;Горгаз\n", "cp1251")
    for made in ("новых", "без изменений"):
        page.goto("/office/homes/table/")
        page.get_by_label("Файл XLSX или CSV").set_input_files(file)
        page.get_by_role("button", name="Посмотреть, что получится").click()
        expect(page.locator("main")).to_contain_text("строка 3")
        expect(page.locator(".kpi", has_text=made)).to_contain_text("1")
        if made == "новых":
            page.get_by_role("button", name="Записать", exact=True).click()
            expect(page.locator("main")).to_contain_text("Записано")


def read_the_sheet(page: Page) -> None:
    """As of now, and the paper."""
    open_section(page, "Листок недели")
    page.get_by_role("link", name="Как сейчас").click()
    expect(page.get_by_role("heading", name="Где кипит")).to_be_visible()
    paper = page.request.get("/office/reports/monday/now.pdf")
    assert paper.body().startswith(b"%PDF")

"""A broken bench: neighbours are called, its owner agrees, a firm mends it, who told confirms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.furnish_together import FIRM, OWNER
from tests.journeys.test_reports import picture, wait_for_blur
from tests.journeys.walking import Site, open_page, sign_in, unfold

Browse = Callable[..., BrowserContext]
TEXT = "У скамейки у фонтана отломана спинка"
RESIDENT = "together-resident-auditor@example.org"


def test_a_bench_is_mended_together(browse: Browse, site: Site, tmp_path: Path) -> None:
    who = json.loads(site.run("together"))
    photos = {name: tmp_path / f"{name}.jpg" for name in ("before", "made", "now")}
    for name, colour in (("before", "#7a4a26"), ("made", "#2f6b3a"), ("now", "#2f6b5a")):
        photos[name].write_bytes(picture(colour))
    everyone = []

    def come(contact: str) -> Page:
        page, said = open_page(browse())
        sign_in(page.context, contact)
        everyone.append(said)
        return page

    resident = come(RESIDENT)
    report = f"/reports/{tell(resident, photos['before'])}/"
    call(come(who["moderator"]), come(who["coordinator"]), f"/office{report}")
    neighbour = come(who["neighbour"])
    neighbour.goto(report)
    neighbour.get_by_role("button", name="Следить").click()
    expect(neighbour.get_by_role("button", name="Слежу")).to_be_visible()

    firm, owner = come(who["firm"]), come(who["owner"])
    talk = agree(firm, resident, report)
    owner.goto(talk)
    # Until whose the place is has agreed, nobody lays a hand on it.
    firm.goto(talk)
    assert firm.get_by_role("link", name="Показать, что вышло").count() == 0
    owner.get_by_role("button", name="Разрешаю").click()
    owner.get_by_role("button", name="Место передано, начинайте").click()
    expect(owner.locator("main .tags").first).to_contain_text("Работа идёт")

    firm.goto(talk)
    firm.get_by_role("link", name="Показать, что вышло").click()
    firm.get_by_label("Фото, что вышло").set_input_files(photos["made"])
    firm.get_by_label("Что сделали").fill("Спинка новая, из лиственницы")
    firm.get_by_role("button", name="Показать").click()
    expect(firm.locator("main")).to_contain_text("ждёт подтверждения")

    resident.goto(report)
    resident.get_by_role("link", name="Ваш ход").click()
    resident.get_by_role("link", name="Да, сделано").click()
    resident.get_by_label("Фото, как теперь").set_input_files(photos["now"])
    resident.get_by_label("За аккуратность").check()
    resident.get_by_role("button", name="Да, сделано. Спасибо!").click()
    expect(resident.locator("main")).to_contain_text("За аккуратность")

    ends(resident, report)
    expect(resident.locator("main")).to_contain_text("Сделали вместе")
    expect(resident.locator("main")).to_contain_text(FIRM)
    hears_once(neighbour)
    of_the_town(neighbour, f"/reports/{who['hole']}/")
    assert [line for said in everyone for line in said] == []


def tell(page: Page, photo: Path) -> str:
    """A report from a phone; its number."""
    page.goto("/reports/new/")
    page.get_by_role("link", name="Начать с фото").click()
    page.get_by_label("Фото").set_input_files(photo)
    page.get_by_label("Что случилось").fill(TEXT)
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Детская площадка").click()
    page.get_by_role("combobox", name="Ближайший дом").fill("Садовая улица, 54")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Отправить сообщение").click()
    expect(page.get_by_role("heading", name="Отправлено")).to_be_visible()
    return re.sub(r"\D", "", page.locator(".receipt .number").inner_text())


def call(moderator: Page, coordinator: Page, case: str) -> None:
    """It is let through, given out, and neighbours are called."""
    moderator.goto(case)
    wait_for_blur(moderator)
    moderator.get_by_role("button", name="Опубликовать").click()
    expect(moderator.locator("main")).to_contain_text("Ищем исполнителя")
    coordinator.goto(case)
    unfold(coordinator, "Назначить исполнителя")
    coordinator.get_by_label("Исполнитель").select_option(label=OWNER)
    coordinator.get_by_role("button", name="Назначить исполнителя").click()
    expect(coordinator.locator("main")).to_contain_text("В работе")
    unfold(coordinator, "Позвать соседей")
    expect(coordinator.get_by_label("Чьё это место").locator("option:checked")).to_have_text(OWNER)
    coordinator.get_by_role("button", name="Позвать соседей").click()
    expect(coordinator.locator("main")).to_contain_text("Ищем помощников")


def agree(firm: Page, resident: Page, report: str) -> str:
    """The firm offers itself, both agree on a plan; the address of their talk."""
    resident.goto(report)
    # Who could help is told with the reasons.
    able = resident.locator("main li", has_text=FIRM)
    expect(able).to_contain_text("умеют")
    expect(able.get_by_role("link", name="Попросить помощь")).to_be_visible()
    firm.goto(report)
    firm.get_by_role("link", name="Предложить помощь").click()
    firm.get_by_label("Что сказать").fill("Сделаем за свой счёт")
    firm.get_by_role("button", name="Предложить").click()
    expect(firm.locator("main")).to_contain_text("Предложили помощь")
    talk = firm.url
    resident.goto(report)
    resident.get_by_role("link", name="Ваш ход").click()
    expect(resident.locator("main")).to_contain_text("Сделаем за свой счёт")
    resident.get_by_role("button", name="Согласиться").click()
    expect(resident.locator("main")).to_contain_text("нужен план")
    firm.goto(talk)
    firm.get_by_role("link", name="Написать план").click()
    firm.get_by_label("Как будем делать").fill("В десять у фонтана, доски наши")
    firm.get_by_role("button", name="Предложить план").click()
    expect(firm.locator("main")).to_contain_text("План ждёт согласия")
    resident.goto(talk)
    resident.get_by_role("button", name="Согласиться с планом").click()
    expect(resident.locator("main .tags").first).to_contain_text("Ждёт хозяина места")
    return talk


def ends(page: Page, report: str) -> None:
    """The worker moves the report on beside us."""
    for _try in range(60):
        page.goto(report)
        if page.get_by_text("Соседи сделали, автор подтвердил").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the report has not moved on")


def hears_once(page: Page) -> None:
    """Who followed the report hears of its end, and once."""
    told = page.get_by_text("Соседи починили, автор подтвердил.")
    for _try in range(60):
        page.goto("/notifications/")
        if told.count():
            break
        page.wait_for_timeout(1000)
    assert told.count() == 1


def of_the_town(page: Page, report: str) -> None:
    """A pothole offers no helpers: who answers, until when, and that it is the town's."""
    page.goto(report)
    main = page.locator("main")
    expect(main).to_contain_text("Делает город")
    expect(main).to_contain_text(OWNER)
    expect(main).to_contain_text("срок до")
    for words in ("Предложить помощь", "Позвать соседей"):
        assert page.get_by_text(words).count() == 0

"""A broken bench: neighbours are called, its owner agrees, a firm mends it, who told confirms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.furnish_together import FIRM, LATE, OWNER
from tests.journeys.test_reports import picture, wait_for_blur
from tests.journeys.walking import Site, faults_of, open_page, sign_in, tomorrow, unfold

Browse = Callable[..., BrowserContext]
TEXT = "У скамейки у фонтана отломана спинка"
RESIDENT = "together-resident-auditor@example.org"


def test_a_bench_is_mended_together(browse: Browse, site: Site, tmp_path: Path) -> None:
    who = json.loads(site.run("together"))
    photos = {name: tmp_path / f"{name}.jpg" for name in ("before", "made", "now")}
    for name, colour in (("before", "#7a4a26"), ("made", "#2f6b3a"), ("now", "#2f6b5a")):
        photos[name].write_bytes(picture(colour))
    everyone = []

    def come(contact: str, *, script: bool = True) -> Page:
        page, said = open_page(browse(java_script_enabled=script))
        sign_in(page.context, contact)
        everyone.append(said)
        return page

    resident = come(RESIDENT)
    report = f"/reports/{tell(resident, photos['before'])}/"
    call(come(who["moderator"]), come(who["coordinator"]), f"/office{report}")
    neighbour = come(who["neighbour"])
    neighbour.goto(report)
    unfold(neighbour, "Следить")
    neighbour.get_by_role("button", name=re.compile("Следить.*Садовая")).click()
    unfold(neighbour, "Следить")
    expect(neighbour.get_by_role("button", name=re.compile("Слежу.*Садовая"))).to_be_visible()

    firm, owner = come(who["firm"], script=False), come(who["owner"], script=False)
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
    confirm(resident, photos["now"])
    expect(resident.locator("main")).to_contain_text("За аккуратность")

    ends(resident, report)
    expect(resident.locator("main")).to_contain_text("Сделали вместе")
    expect(resident.locator("main")).to_contain_text(FIRM)
    hears_once(neighbour)
    of_the_town(neighbour, f"/reports/{who['hole']}/")
    is_late_before_everyone(come_as_nobody(browse, everyone))
    assert faults_of(*everyone) == []


def tell(page: Page, photo: Path) -> str:
    """A report by the keyboard alone, each control found by what a screen reader calls it."""
    page.goto("/reports/new/")
    press(page, "link", "Начать с фото", "what")
    with page.expect_file_chooser() as asked:
        press(page, "button", "Фото")
    asked.value.set_files(photo)
    reach(page, "textbox", "Что случилось")
    page.keyboard.type(TEXT)
    press(page, "button", "Дальше", "category")
    press(page, "button", "Детская площадка", "place")
    reach(page, "combobox", "Ближайший дом")
    page.keyboard.type("Садовая улица, 54")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press(page, "button", "Дальше", "send")
    press(page, "button", "Отправить сообщение")
    expect(page.get_by_role("heading", name="Отправлено")).to_be_visible()
    return re.sub(r"\D", "", page.locator(".receipt .number").inner_text())


def confirm(page: Page, photo: Path) -> None:
    """The last word by the keyboard alone, with a photo and thanks."""
    for name in ("Ваш ход", "Да, сделано"):
        with page.expect_navigation():
            press(page, "link", name)
    with page.expect_file_chooser() as asked:
        press(page, "button", "Фото, как теперь")
    asked.value.set_files(photo)
    reach(page, "checkbox", "За аккуратность")
    page.keyboard.press("Space")
    press(page, "button", "Да, сделано. Спасибо!")


def press(page: Page, role: str, name: str, step: str = "") -> None:
    """Go there and press Enter; which step of a report it leads to, if it does."""
    reach(page, role, name)
    page.keyboard.press("Enter")
    if step:
        page.wait_for_url(f"**/reports/new/{step}/")


def reach(page: Page, role: str, name: str) -> None:
    """Tab on until the focus is on what the accessibility tree gives that role and name."""
    tree = page.context.new_cdp_session(page)
    heard = []
    for _press in range(80):
        page.keyboard.press("Tab")
        focused = tree.send("Runtime.evaluate", {"expression": "document.activeElement"})
        node = {"objectId": focused["result"]["objectId"], "fetchRelatives": False}
        (found,) = tree.send("Accessibility.getPartialAXTree", node)["nodes"]
        heard.append((found["role"]["value"], found.get("name", {}).get("value", "")))
        if heard[-1][0] == role and heard[-1][1].startswith(name):
            tree.detach()
            return
    raise AssertionError(f"no {role} «{name}» among {heard}")


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
    firm.get_by_label("В какой день").fill(tomorrow())
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


def come_as_nobody(browse: Browse, everyone: list[list[str]]) -> Page:
    """A visitor without an account."""
    page, said = open_page(browse())
    everyone.append(said)
    return page


def is_late_before_everyone(page: Page) -> None:
    """The twin of the pothole that was left to lie: whose it is, and since when, for anybody."""
    page.goto("/reports/terms/")
    page.get_by_role("listitem").filter(has_text=OWNER).get_by_role(
        "link", name="просрочено"
    ).click()
    card = page.get_by_role("article").filter(has_text=LATE)
    expect(card).to_contain_text("просрочено")

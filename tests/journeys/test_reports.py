"""A broken bench: told from a phone, looked at, given out, mended with a photo, confirmed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_page, sign_in, unfold

Browse = Callable[..., BrowserContext]
TEXT = "Сломана скамейка у пруда, торчат гвозди"
TROLL = "reports-troll-auditor@example.org"
RUDE = (
    "Качели сломаны, вы все идиоты. Соседка Ольга Морозова всё видела, её телефон 8 916 123-45-67"
)


def picture(colour: str) -> bytes:
    """A bench of that colour."""
    drawn = Image.new("RGB", (800, 600), "#8a9678")
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((120, 330, 680, 370), fill=colour)
    draw.rectangle((160, 370, 190, 520), fill="#333")
    out = io.BytesIO()
    drawn.save(out, "JPEG")
    return out.getvalue()


def test_a_broken_bench_is_mended(browse: Browse, site: Site, tmp_path: Path) -> None:
    who = json.loads(site.run("reports"))
    before, after = tmp_path / "before.jpg", tmp_path / "after.jpg"
    before.write_bytes(picture("#7a4a26"))
    after.write_bytes(picture("#2f6b3a"))

    resident, said = open_page(browse())
    number = tell(resident, before)

    moderator, heard = open_page(browse())
    sign_in(moderator.context, who["moderator"])
    let_through(moderator)

    coordinator, told = open_page(browse())
    sign_in(coordinator.context, who["coordinator"])
    case = f"/office/reports/{number}/"
    coordinator.goto("/office/reports/")
    # A press in the middle of the tick marks: the title's link over the card lies below it.
    tick = coordinator.get_by_role("checkbox", name=re.compile("^Отметить")).first
    tick.click()
    expect(tick).to_be_checked()
    coordinator.goto(case)
    unfold(coordinator, "Назначить исполнителя")
    expect(coordinator.get_by_label("Исполнитель")).to_have_value(re.compile("."))
    coordinator.get_by_role("button", name="Назначить исполнителя").click()
    expect(coordinator.locator("main")).to_contain_text("В работе")

    crew, seen = open_page(browse())
    sign_in(crew.context, who["crew"])
    mend(crew, after)

    approver, noted = open_page(browse())
    sign_in(approver.context, who["approver"])
    approver.goto(case)
    wait_for_blur(approver)
    approver.get_by_role("button", name="Утвердить: сделано").click()
    expect(approver.locator("main")).to_contain_text("Сделано")

    resident.goto(f"/reports/{number}/")
    expect(resident.locator("main")).to_contain_text("Сделано?")
    expect(resident.get_by_text("Стало")).to_be_visible()
    resident.get_by_role("button", name="Да, сделано").click()
    expect(resident.locator("main")).to_contain_text("Сообщение закрыто")
    resident.get_by_role("button", name="Спасибо мастеру").click()
    expect(resident.locator("main")).to_contain_text("Передали спасибо")

    everyone, _lines = open_page(browse())
    everyone.goto("/reports/?show=done")
    expect(everyone.locator("main")).to_contain_text(TEXT)
    for lines in (said, heard, told, seen, noted):
        assert lines == []


def test_a_troll_a_neighbours_phone_and_a_flooder_are_stopped(
    browse: Browse, site: Site, tmp_path: Path
) -> None:
    """All of it without scripts, as anybody may."""
    who = json.loads(site.run("flood"))
    photo = tmp_path / "swing.jpg"
    photo.write_bytes(picture("#7a4a26"))

    def come(contact: str) -> Page:
        page, _said = open_page(browse(java_script_enabled=False))
        sign_in(page.context, contact)
        return page

    troll, moderator, flooder = come(TROLL), come(who["guard"]), come(who["flooder"])
    number = tell_without_scripts(troll, photo)
    moderator.goto(f"/office/reports/{number}/")
    expect(moderator.locator("main")).to_contain_text("её телефон [телефон скрыт]")
    expect(moderator.locator("main")).to_contain_text("оскорбление")
    unfold(moderator, "Не принять")
    moderator.get_by_label("Оскорбления").check()
    moderator.get_by_role("button", name="Не принять").click()
    expect(moderator.locator("main")).to_contain_text("Не принято")
    troll.goto(f"/reports/{number}/")
    expect(troll.get_by_role("heading", name="Оскорбления")).to_be_visible()
    assert flooder.goto(f"/reports/{number}/").status == 404

    flooder.goto("/reports/new/send/")
    flooder.get_by_role("button", name="Отправить сообщение").click()
    expect(flooder.locator("main")).to_contain_text("Слишком много")


def tell_without_scripts(page: Page, photo: Path) -> str:
    """A rude report with a neighbour's name and phone; its number."""
    page.goto("/reports/new/")
    page.get_by_role("link", name="Начать с фото").click()
    page.get_by_label("Фото").set_input_files(photo)
    page.get_by_label("Что случилось").fill(RUDE)
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("link", name="Дворы").click()
    page.get_by_role("button", name="Детская площадка").click()
    page.get_by_label("Ближайший дом").fill("Садовая улица, 54")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Отправить сообщение").click()
    expect(page.get_by_role("heading", name="Отправлено")).to_be_visible()
    return re.sub(r"\D", "", page.locator(".receipt .number").inner_text())


def tell(page: Page, photo: Path) -> str:
    """From the middle button to the number, on a slow network."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 60_000}
    line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 30_000})
    page.goto("/")
    page.get_by_role("link", name="Сообщить").first.click()
    expect(page.get_by_role("link", name="Звоните 112")).to_be_visible()
    sign_in(page.context, "reports-resident@example.org")
    page.goto("/reports/new/")
    page.get_by_role("link", name="Начать с фото").click()
    page.get_by_label("Фото").set_input_files(photo)
    page.get_by_label("Что случилось").fill(TEXT)
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Детская площадка").click()
    spot = page.get_by_role("combobox", name="Ближайший дом")
    spot.fill("Садовая улица, 54")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Дальше").click()
    expect(page.locator("main")).to_contain_text("ООО «Наш двор»")
    page.get_by_role("button", name="Отправить сообщение").click()
    expect(page.get_by_role("heading", name="Отправлено")).to_be_visible()
    return re.sub(r"\D", "", page.locator(".receipt .number").inner_text())


def wait_for_blur(page: Page) -> None:
    """The worker covers photos beside us; the page says so until then."""
    for _try in range(60):
        if not page.get_by_text("Фотографии ещё размываются").count():
            return
        page.wait_for_timeout(1000)
        page.reload()


def let_through(page: Page) -> None:
    """The moderator finds it on the desk, looks at the covered photo, publishes."""
    page.goto("/office/reports/")
    page.get_by_role("link", name=TEXT).click()
    expect(page.get_by_role("heading", name="История")).to_be_visible()
    wait_for_blur(page)
    expect(page.get_by_role("img", name="Фото 1")).to_be_visible()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("main")).to_contain_text("Ищем исполнителя")


def mend(page: Page, photo: Path) -> None:
    """The crew finds its work from «Я», answers on the spot with a photo."""
    page.goto("/me/")
    page.get_by_role("link", name="Работы по сообщениям").click()
    page.get_by_role("link", name=TEXT).click()
    unfold(page, "Ответить")
    page.get_by_label("Сделано", exact=True).check()
    page.get_by_label("Ответ жителю").fill("Доску прибили, покрасили.")
    page.get_by_label("Фото «после»").set_input_files(photo)
    page.get_by_role("button", name="Ответить", exact=True).click()
    expect(page.locator("main")).to_contain_text("Ответ готовится")

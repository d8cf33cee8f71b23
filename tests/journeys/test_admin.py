"""An administrator's way: the town's face, staff, a page, a file, a pilot, off, the journal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, agree, open_page, open_section, sign_in

Browse = Callable[..., BrowserContext]
BRAND, PALE = "#7a1f5c", "#ffcc00"


def test_a_town_is_set_up_without_a_programmer(browse: Browse, site: Site) -> None:
    admin, neighbour = browse(), browse()
    sign_in(admin, "admin@example.org")
    sign_in(neighbour, "admins-neighbour@example.org")
    page, said = open_page(admin)
    open_section(page, "Настройки города")
    try:
        face(page)
        look(browse())
        give_role(page)
        publish(page, browse())
        upload(page)
        pilot(page, neighbour, browse())
        off(page, browse(), site)
    finally:
        restore(page)
    page.goto("/office/journal/")
    expect(page.locator("main")).to_contain_text("Сервис переключён")
    expect(page.locator("main")).to_contain_text("Роль дана")
    # The browser tells of the two refusals that this story walks into on purpose.
    assert [line for line in said if "422" not in line] == []


def face(page: Page) -> None:
    """A colour nobody could read is refused with one they can; then name, sign and urgent words."""
    page.goto("/office/town/face/")
    page.get_by_label("Как называется сервис").fill("Заречье решает")
    page.locator("#id_brand").fill(PALE)
    page.get_by_role("button", name="Сохранить облик").click()
    expect(page.locator("#id_brand_error, .error").first).to_contain_text("Ближайший: #")
    page.locator("#id_brand").fill(BRAND)
    sign = {"name": "sign.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("#id_sign").set_input_files(sign)  # type: ignore[arg-type]
    page.get_by_role("button", name="Сохранить облик").click()
    expect(page.locator("main")).to_contain_text("Облик города обновлён")
    page.goto("/office/town/banner/")
    page.get_by_label("Что случилось и что делать").fill("На Луговой нет воды до вечера")
    page.get_by_role("button", name="Поставить объявление").click()
    expect(page).to_have_url(re.compile("done=raised"))


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 400), "navy").save(out, "PNG")
    return out.getvalue()


def look(context: BrowserContext) -> None:
    """What a visitor sees: the name, the colour, the sign, the words."""
    page, said = open_page(context)
    page.goto("/polls/")
    expect(page).to_have_title(re.compile("Заречье решает"))
    expect(page.get_by_role("banner")).to_contain_text("Заречье решает")
    expect(page.get_by_role("region", name="Срочное объявление")).to_contain_text("нет воды")
    brand = "getComputedStyle(document.documentElement).getPropertyValue('--brand')"
    assert page.evaluate(brand).strip() == BRAND
    assert page.locator(".sign img").evaluate("image => image.naturalWidth") > 0
    assert said == []


def give_role(page: Page) -> None:
    """Two roles to one person by one act, and one of them taken back."""
    page.goto("/office/staff/")
    page.get_by_role("link", name="Дать роль").click()
    page.get_by_label("Телефон или почта").fill("newcomer@example.org")
    page.get_by_label(re.compile("Автор опросов")).check()
    page.get_by_label(re.compile("Проверяющий")).check()
    page.get_by_label("Каким документом дана").fill("Распоряжение № 4")
    page.get_by_role("button", name="Дать роль").click()
    card = page.locator("article", has_text="Распоряжение № 4")
    card.get_by_role("link", name="Снять Проверяющий").click()
    page.get_by_role("button", name="Снять роль").click()
    expect(card).to_contain_text("Автор опросов")
    expect(card).not_to_contain_text("Проверяющий")


def publish(page: Page, visitor: BrowserContext) -> None:
    """A page and a piece of news, read by a visitor."""
    page.goto("/office/pages/rules/")
    page.get_by_label("Текст").fill("## Кто голосует\n\nЖители от **14 лет**.")
    page.get_by_role("button", name="Посмотреть").click()
    expect(page.get_by_role("heading", name="Так прочтут жители")).to_be_visible()
    page.get_by_role("button", name="Опубликовать страницу").click()
    page.goto("/office/news/new/")
    page.get_by_label("Заголовок").fill("Мост открыт")
    page.get_by_label("Текст").fill("Едем через реку.")
    page.get_by_role("button", name="Опубликовать новость").click()
    reader, said = open_page(visitor)
    reader.goto("/")
    reader.get_by_role("link", name="Мост открыт").click()
    expect(reader.locator("main")).to_contain_text("Едем через реку.")
    reader.get_by_role("contentinfo").get_by_role("link", name="Правила").click()
    expect(reader.locator("main strong")).to_have_text("14 лет")
    assert said == []


def upload(page: Page) -> None:
    """A file with a mistake is refused by its row; a good one shows what will change, and waits."""
    page.goto("/office/places/")
    send(page, "street;house;latitude;longitude\nЛуговая улица;сто;54.55;36.65\n")
    expect(page.get_by_role("table", name="Ошибки файла по строкам")).to_contain_text("2")
    send(page, "street;house;latitude;longitude\nНовая улица;1;54.55;36.66\n")
    expect(page.get_by_role("heading", name="Адреса: что изменится")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Новая улица, 1")
    page.get_by_role("button", name="Не записывать").click()
    expect(page).to_have_url(re.compile("/office/places/$"))


def send(page: Page, text: str) -> None:
    page.get_by_label(re.compile("^Адреса")).check()
    file = {"name": "houses.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Проверить файл").click()


def pilot(page: Page, neighbour: BrowserContext, visitor: BrowserContext) -> None:
    """One district tries the polls and says what is in the way; others find nothing."""
    home, _said = open_page(neighbour)
    home.goto("/me/home/")
    agree(home)
    home.locator("details", has_text="Сохранить район").locator("summary").click()
    home.get_by_label("Западный").check()
    home.get_by_role("button", name="Сохранить район").click()
    expect(home).to_have_url(re.compile("/me/$"))
    state(page, "Проба в одном районе")
    stranger, _heard = open_page(visitor)
    assert (answer := stranger.goto("/polls/")) is not None
    assert answer.status == 404
    home.goto("/polls/")
    home.get_by_text("Что неудобно?").click()
    home.get_by_label("Что неудобно на этой странице").fill("Мелкие буквы")
    home.get_by_role("button", name="Сказать, что неудобно").click()
    expect(home.locator("main")).to_contain_text("Спасибо, записали")
    page.goto("/office/told/")
    page.get_by_role("link", name="Ответить").first.click()
    page.get_by_label("Что изменили").fill("Увеличили буквы")
    page.get_by_role("button", name=re.compile("Опубликовать")).click()
    home.reload()
    expect(home.locator("main")).to_contain_text("Увеличили буквы")


def off(page: Page, visitor: BrowserContext, site: Site) -> None:
    """Off leaves nothing: no menu, no page, no API, for the administrator neither."""
    state(page, "Выключен")
    stranger, _said = open_page(visitor)
    stranger.goto("/")
    expect(stranger.get_by_role("link", name="Опросы", exact=True)).to_have_count(0)
    for address in ("/polls/", "/api/v1/polls", site.poll("rich")):
        for asker in (page, stranger):
            assert asker.request.get(address).status == 404, address
    described = json.loads(stranger.request.get("/api/v1/openapi.json").text())
    assert not [path for path in described["paths"] if "/polls" in path]


def state(page: Page, title: str) -> None:
    page.goto("/office/town/services/polls/")
    page.get_by_label(re.compile(f"^{title}")).check()
    if title.startswith("Проба"):
        page.get_by_label(re.compile("Район пробы")).select_option(label="Западный")
    page.get_by_role("button", name="Сохранить состояние").click()
    expect(page).to_have_url(re.compile("/office/town/services/$"))


def restore(page: Page) -> None:
    """Other journeys share this town."""
    state(page, "Включён")
    page.goto("/office/town/face/")
    page.get_by_label("Как называется сервис").fill("")
    page.locator("#id_brand").fill("#0d6b57")
    if page.get_by_label("Убрать знак").count():
        page.get_by_label("Убрать знак").check()
    page.get_by_role("button", name="Сохранить облик").click()
    page.goto("/office/town/banner/")
    if page.get_by_role("button", name="Снять объявление").count():
        page.get_by_role("button", name="Снять объявление").click()

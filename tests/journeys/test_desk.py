"""An official's day begins at the desk: what burns, and every section in reach, without script."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, open_page, sign_in
from tools.screenshots import axe_faults, sideways, with_axe

Browse = Callable[..., BrowserContext]


def test_the_desk_leads_everywhere(browse: Browse, site: Site) -> None:
    first = browse()
    sign_in(first, "approver@example.org")
    kept = first.storage_state()
    page, said = open_page(browse(storage_state=kept, java_script_enabled=False))
    page.goto("/office/")
    expect(page.get_by_role("heading", name="Рабочий стол")).to_be_visible()
    menu = page.get_by_role("navigation", name="Разделы рабочего стола")
    expect(menu.get_by_role("link", name="Нагрузка")).to_be_hidden()
    menu.get_by_text("Все разделы").click()
    menu.get_by_role("link", name="Нагрузка").click()
    expect(page.get_by_role("heading", name="Нагрузка", exact=True)).to_be_visible()
    expect(menu.locator("summary")).to_contain_text("Нагрузка")
    assert said == []


def test_where_there_is_room_the_menu_stands_open(browse: Browse, site: Site) -> None:
    first = browse()
    sign_in(first, "admin@example.org")
    kept = first.storage_state()
    for theme in ("light", "dark"):
        page, said = open_page(with_axe(browse(storage_state=kept, color_scheme=theme)))
        page.set_viewport_size({"width": 1280, "height": 900})
        for path, title in (
            ("/office/", "Рабочий стол"),
            ("/office/town/face/", "Имя, знак и цвет"),
        ):
            page.goto(path)
            menu = page.get_by_role("navigation", name="Разделы рабочего стола")
            current = menu.locator("[aria-current]")
            expect(current).to_be_visible()
            expect(current).to_contain_text(title)
            assert [*said, *sideways(page), *axe_faults(page)] == [], (theme, path)
        page.keyboard.press("Tab")  # past it by the link to the content
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.get_by_role("link", name="Журнал действий").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Журнал действий")).to_be_visible()


def test_a_name_of_no_town_is_told_so(browse: Browse, site: Site) -> None:
    page, _said = open_page(with_axe(browse()))
    answer = page.goto(site.address.replace("127.0.0.1", "nowhere.localhost") + "/polls/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Здесь нет города")).to_be_visible()
    assert [*sideways(page), *axe_faults(page)] == []


def test_the_town_can_be_put_on_a_device(browse: Browse, site: Site) -> None:
    page, said = open_page(browse())
    page.goto("/")
    told = page.request.get(str(page.locator("link[rel=manifest]").get_attribute("href"))).json()
    sizes = set()
    for icon in told["icons"]:
        picture = Image.open(io.BytesIO(page.request.get(icon["src"]).body()))
        sizes.add((icon.get("purpose", "any"), picture.size))
    assert sizes == {("any", (192, 192)), ("any", (512, 512)), ("maskable", (512, 512))}
    touch = str(page.locator("link[rel=apple-touch-icon]").get_attribute("href"))
    assert Image.open(io.BytesIO(page.request.get(touch).body())).size == (180, 180)
    assert said == []

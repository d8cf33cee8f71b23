"""A resident argues, a moderator passes it by keyboard, another marks; who spoils it is stopped."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, open_page, sign_in

Browse = Callable[..., BrowserContext]
SHADE = "В сквере есть тень, а на площади летом сорок градусов."


def argue(page: Page, about: str, side: str, text: str) -> None:
    """From the discussion to the form and back."""
    page.goto(f"{about}argue/?side={side}")
    page.get_by_label("Ваш довод").fill(text)
    page.get_by_role("button", name="Привести довод").click()


def read_all(page: Page) -> None:
    """From the desk to the stream of things, by the menu."""
    page.goto("/office/moderation/")
    page.get_by_role("link", name="Читать по одному").click()
    expect(page.get_by_role("heading", name="Можно публиковать?")).to_be_visible()


def press(desk: Page, key: str) -> None:
    """A key, and the page that it leads to."""
    main = desk.locator("main")
    text = main.inner_text()
    desk.keyboard.press(key)
    expect(main).not_to_have_text(text, use_inner_text=True)


def let_others_pass(desk: Page, until: str) -> None:
    """What other stories left in the town's queue, one by one, until that comes."""
    while until not in desk.locator("main").inner_text():
        press(desk, "Enter")


def test_an_argument_is_said_read_by_keyboard_and_marked(browse: Browse, site: Site) -> None:
    site.run("discussion")
    about = site.run("argued", site.slugs["rich"]).strip('"')
    author, judge, reader = browse(), browse(), browse()
    sign_in(author, "discussion-author@example.org")
    sign_in(judge, "discussion-moderator@example.org")
    sign_in(reader, "discussion-reader@example.org")

    page, said = open_page(author)
    page.goto(site.poll("rich"))
    page.get_by_role("link", name="Добавить довод за").click()
    page.get_by_label("Ваш довод").fill(SHADE)
    page.get_by_role("button", name="Привести довод").click()
    expect(page.locator("main")).to_contain_text("Довод у модератора")
    # What a troll, a seller, and who pastes a neighbour's number bring.
    argue(page, about, "against", "Вы идиоты, если этого не видите сами!")
    argue(page, about, "against", "Спросите соседку сверху, её телефон 8 916 123-45-67.")
    expect(page.locator("main")).to_contain_text("[телефон скрыт]")
    assert "123-45-67" not in page.content()
    visitor, heard = open_page(browse())
    visitor.goto(about)
    expect(visitor.locator("main")).not_to_contain_text("тень")
    assert said == []

    desk, told = open_page(judge)
    read_all(desk)
    let_others_pass(desk, until=SHADE)
    desk.keyboard.press("Enter")
    expect(desk.locator(".judged")).to_contain_text("идиоты")
    desk.keyboard.press("1")
    expect(desk.locator(".judged")).to_contain_text("[телефон скрыт]")
    desk.keyboard.press("u")
    expect(desk.get_by_role("heading", name="Можно публиковать?")).to_be_visible()
    expect(desk.locator(".judged")).to_contain_text("идиоты")
    desk.keyboard.press("1")
    expect(desk).to_have_url(re.compile("/office/moderation/"))
    read_all(desk)
    press(desk, "2")
    let_others_pass(desk, until="Всё прочитано")
    desk.get_by_role("button", name="Применить сразу").click()
    expect(desk.get_by_role("heading", name="Модерация")).to_be_visible()
    assert told == []

    page, said = open_page(reader)
    page.goto(about)
    page.get_by_role("button", name="Полезно").first.click()
    expect(page.get_by_role("button", name="Полезно").first).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("main")).not_to_contain_text("идиоты")
    visitor.goto("/moderation/")
    expect(visitor.locator("main")).to_contain_text("Брань, оскорбления, угрозы")
    assert (said, heard) == ([], [])
    a_removed_author_argues_and_a_flooder_is_stopped(browse(java_script_enabled=False), about)


def a_removed_author_argues_and_a_flooder_is_stopped(author: BrowserContext, about: str) -> None:
    """Without scripts, as any page here."""
    sign_in(author, "discussion-author@example.org")
    page, said = open_page(author)
    page.goto("/me/texts/")
    page.get_by_role("listitem").filter(has_text="Снято").get_by_role("link").first.click()
    page.get_by_label("С чем вы не согласны").fill("Я назвал вещи своими именами.")
    page.get_by_role("button", name="Попросить посмотреть ещё раз").click()
    expect(page.locator("main")).to_contain_text("Другой модератор ответит до")
    for number in range(2):
        argue(page, about, "for", f"Повторю ещё раз, и это мой довод номер {number} из многих.")
    page.goto(f"{about}argue/?side=for")
    expect(page.locator("main")).to_contain_text("Вы уже привели все свои доводы")
    assert [one for one in said if "403" not in one] == []

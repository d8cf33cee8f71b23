"""«Войти через Госуслуги»: first on the page, refused, silent, not confirmed, at last let in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, come_in, open_page

Browse = Callable[..., BrowserContext]
BUTTON = "Войти через Госуслуги"


@contextmanager
def behaves(esia: Path, name: str, text: str = "") -> Iterator[None]:
    """For the length of the block the other side does what a file of that name asks."""
    (esia / name).write_text(text)
    try:
        yield
    finally:
        (esia / name).unlink()


def test_the_state_lets_in_to_the_third_level(browse: Browse, site: Site, esia: Path) -> None:
    poll = f"/polls/{site.run('strict')[1:-1]}/"
    page, said = open_page(browse())
    page.goto(poll)
    expect(page.locator("main")).to_contain_text("нужен вход через Госуслуги")
    page.goto(f"/sign-in/?next={poll}vote/")
    come_in(page, "esia-phone@example.org")
    expect(page.locator("main")).to_contain_text("нужен вход через Госуслуги")
    said.clear()  # the browser notes every answer of 403

    page.goto("/me/")
    expect(page.locator("main")).not_to_contain_text("подтверждена через Госуслуги")
    page.get_by_role("link", name="Подтвердить через Госуслуги").click()
    expect(page.locator("main")).to_contain_text("Личность подтверждена через Госуслуги")
    page.goto(f"{poll}vote/")
    page.get_by_label("Сквер").check()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name="Голос принят")).to_be_visible()

    # From another device the same account opens by the button alone, back where it was asked.
    other, heard = open_page(browse())
    other.goto(f"/sign-in/?next={poll}receipt/")
    button = other.get_by_role("link", name=BUTTON)
    above = button.bounding_box()
    below = other.get_by_label("Телефон или почта").bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"], "the state stands first"
    button.click()
    expect(other).to_have_url(site.address + poll + "receipt/")
    expect(other.locator("main")).to_contain_text("Сквер")
    assert said == heard == []


def test_whoever_is_not_let_in_reads_why_and_comes_in_by_a_code(
    browse: Browse, site: Site, esia: Path
) -> None:
    page, said = open_page(browse())
    with behaves(esia, "refuses"):
        fails(page, "Вы отказались от входа")
    with behaves(esia, "silent"):
        fails(page, "Служба входа сейчас не отвечает")
    nobody = {"urn:esia:sbj": {"urn:esia:sbj:oid": 77, "urn:esia:sbj:is_tru": False}}
    with behaves(esia, "changes.json", json.dumps(nobody)):
        fails(page, "Учётная запись на Госуслугах не подтверждена")
    # The town's own signing program has lost its key.
    (esia / "town.key").rename(esia / "town.key.away")
    try:
        fails(page, "Служба входа сейчас не отвечает")
    finally:
        (esia / "town.key.away").rename(esia / "town.key")
    come_in(page, "esia-refused@example.org")
    expect(page).to_have_url(site.address + "/me/devices/")
    assert [line for line in said if not re.search("422|503", line)] == []


def fails(page: Page, words: str) -> None:
    """The button leads to a page that says why, and from there back to the same door."""
    page.goto("/sign-in/?next=/me/devices/")
    page.get_by_role("link", name=BUTTON).click()
    expect(page.get_by_role("heading", name="Войти не получилось")).to_be_visible()
    expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main")).to_contain_text("по коду")
    page.get_by_role("link", name="Вернуться ко входу").click()
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=%2Fme%2Fdevices%2F$"))

"""A secret vote from the blank to the count, through the pages of a running town and its box."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.furnish_secret import TITLE
from tests.journeys.walking import Site, open_page, sign_in
from tools.screenshots import axe_faults, with_axe

# The box allows no header but what a browser sends by itself.
TO_THE_BOX = {"extra_http_headers": {}}
DROPPED = "Голос опущен в урну"
Browse = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def running(site: Site) -> dict[str, str]:
    made: dict[str, str] = json.loads(site.run("secret"))
    return made


@pytest.fixture(scope="module")
def over(site: Site) -> str:
    slug: str = json.loads(site.run("secret_over"))
    return slug


def kept_in(page: Any) -> str:
    """All that this browser keeps of the town, as text."""
    return str(
        page.evaluate(
            """async () => JSON.stringify(await Promise.all(
                (await indexedDB.databases()).map(({ name }) => new Promise((done) => {
                    const opened = indexedDB.open(name);
                    opened.onsuccess = () => {
                        const db = opened.result, found = {};
                        const names = [...db.objectStoreNames];
                        if (!names.length) return done([name, found]);
                        const all = db.transaction(names);
                        for (const one of names) {
                            const asked = all.objectStore(one).getAll();
                            asked.onsuccess = () => (found[one] = asked.result);
                        }
                        all.oncomplete = () => (db.close(), done([name, found]));
                    };
                }))
            ))"""
        )
    )


def test_a_vote_is_sealed_here_and_changed_once_more(
    browse: Browse, site: Site, running: dict[str, str]
) -> None:
    context = browse(**TO_THE_BOX)
    sign_in(context, running["contacts"].split()[0])
    page, said = open_page(context)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.method} {one.url} {one.post_data_buffer!r}"))
    page.goto(f"/polls/{running['slug']}/vote/")
    page.get_by_label("До 23:00").check()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_role("heading", name=DROPPED)).to_be_visible()
    posts = [one for one in sent if one.startswith("POST")]
    assert [
        one.split()[1].rsplit("/", 2)[-1 if one.split()[1][-1] != "/" else -2] for one in posts
    ] == [
        "blank",
        "cast",
    ]
    assert not any("q1=o2" in one or '"q1"' in one for one in posts), (
        "the choice went to nobody by name"
    )
    assert "choice" not in kept_in(page), "nor does it stay on the device"
    page.get_by_role("button", name="Изменить голос").click()
    page.get_by_label("До полуночи").check()
    page.get_by_role("button", name="Отдать голос").click()
    expect(page.get_by_text("Голос изменён")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="С этого устройства голос уже опущен")).to_be_visible()
    assert said == []


def test_a_second_device_is_told_that_the_blank_is_out(
    browse: Browse, site: Site, running: dict[str, str]
) -> None:
    contact = running["contacts"].split()[1]
    for is_first in (True, False):
        context = browse(**TO_THE_BOX)
        sign_in(context, contact)
        page, said = open_page(context)
        page.goto(f"/polls/{running['slug']}/vote/")
        if is_first:
            page.get_by_label("До 22:00").check()
            page.get_by_role("button", name="Отдать голос").click()
            expect(page.get_by_role("heading", name=DROPPED)).to_be_visible()
        else:
            expect(page.get_by_text("Бланк вам уже выдан")).to_be_visible()
        assert said == []


def test_without_a_script_the_server_says_that_it_sees_the_vote(
    browse: Browse, site: Site, running: dict[str, str]
) -> None:
    context = browse(java_script_enabled=False)
    sign_in(context, "secret-plain@example.org")
    page, _said = open_page(context)
    page.goto(f"/polls/{running['slug']}/vote/")
    expect(page.locator("main")).to_contain_text("Вас нет в списке голосующих")


def test_everybody_counts_again_in_the_browser(browse: Browse, site: Site, over: str) -> None:
    context = browse(**TO_THE_BOX)
    with_axe(context)
    page, said = open_page(context)
    page.goto(f"/polls/{over}/result/")
    expect(page.locator("main")).to_contain_text(TITLE)
    page.get_by_role("link", name="Журнал урны и пересчёт").click()
    page.get_by_role("button", name="Пересчитать").click()
    expect(page.get_by_text("Сошлось: 5")).to_be_visible()
    page.goto(f"/polls/{over}/own-receipt/")
    page.get_by_label("Или вставьте его текст").fill("veche-promise/v1")
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_text("Это не корешок этого голосования")).to_be_visible()
    assert not axe_faults(page)
    assert said == []

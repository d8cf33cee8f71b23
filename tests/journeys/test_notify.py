"""A neighbour follows, hears of it once, chooses how to be told, and is let go by one press."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import Site, await_notice, come_in, open_page, sign_in

Browse = Callable[..., BrowserContext]
NEIGHBOUR = "notify-auditor@example.org"


def test_a_neighbour_who_follows_hears_of_it_once(browse: Browse, site: Site) -> None:
    slug = json.loads(site.run("owe_decision"))
    page, said = open_page(browse())
    page.goto(f"/decisions/{slug}/")
    page.get_by_role("link", name="Следить", exact=True).click()
    come_in(page, NEIGHBOUR)
    expect(page.get_by_role("heading", name="Следить за этим?")).to_be_visible()
    page.get_by_role("button", name="Следить").click()
    expect(page.get_by_role("button", name=re.compile("Слежу"))).to_be_visible()
    page.goto("/decisions/")
    page.get_by_role("button", name="Следить").click()
    expect(page.get_by_role("button", name=re.compile("Слежу"))).to_be_visible()

    choose_letters_at_once(page)
    site.run("make_decision", slug)
    hear(page)
    page.get_by_role("link", name=re.compile("Принято решение")).click()
    expect(page).to_have_url(re.compile(f"/decisions/{slug}/"))
    expect(page.locator(".bell .mark")).to_have_count(0)

    stop_by_the_letter(browse, page)
    page.goto("/notifications/settings/")
    expect(page.get_by_label("Не присылать писем")).to_be_checked()
    page.get_by_role("button", name="Ничего не присылать").click()
    expect(page.locator("main")).to_contain_text("Сейчас не присылаем ничего")
    assert said == []


def choose_letters_at_once(page: Page) -> None:
    """No quiet hours either, so that the hour of the test does not matter."""
    page.goto("/notifications/settings/")
    page.get_by_label("Сразу").check()
    page.get_by_label("С", exact=True).select_option("0")
    page.get_by_label("До", exact=True).select_option("0")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("main")).to_contain_text("Запомнили")


def hear(page: Page) -> None:
    """One notice, though it was followed in two ways."""
    await_notice(page, "Принято решение")
    expect(page.locator(".told li")).to_have_count(1)
    expect(page.locator(".bell .mark")).to_have_text("1")


def stop_by_the_letter(browse: Browse, page: Page) -> None:
    """The letter lies in the demo's inbox; its last link needs no account."""
    page.goto("/inbox/")
    letter = page.locator("article", has_text="Больше не писать на почту")
    expect(letter.first).to_be_visible()
    expect(letter.first).to_contain_text("Принято решение")
    links = letter.first.get_by_role("link").evaluate_all("all => all.map(one => one.pathname)")
    stranger, said = open_page(browse())
    stranger.goto(next(one for one in links if one.startswith("/notifications/off/")))
    stranger.get_by_role("button", name="Не писать").click()
    expect(stranger.get_by_role("heading", name="Больше не пишем")).to_be_visible()
    assert said == []


def test_a_place_is_followed_past_the_map(browse: Browse) -> None:
    page, said = open_page(browse())
    sign_in(page.context, "notify-place-auditor@example.org")
    page.goto("/notifications/")
    page.get_by_role("link", name="Выбрать место на карте").click()
    page.get_by_text("1 км", exact=True).click()
    page.get_by_text("Выбрать район из списка").click()
    page.get_by_role("group", name="Район или деревня").get_by_role("radio").first.check()
    page.get_by_role("button", name="Следить за серединой района").click()
    expect(page.locator("main")).to_contain_text("1 км вокруг")
    page.get_by_role("button", name="Не следить").click()
    expect(page.locator("main")).to_contain_text("Выберите дом, школу или сквер")
    assert said == []


def test_the_browser_shows_what_was_pushed(browse: Browse, site: Site) -> None:
    """The worker's side of Web Push; the town's side is tested against a stand-in."""
    context = browse(service_workers="allow", permissions=["notifications"])
    page, _said = open_page(context)
    page.goto("/offline/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    told = {"title": "Вода вернулась", "text": "На Луговой", "url": "/decisions/", "tag": "a"}
    devtools = context.new_cdp_session(page)
    registered: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registered.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    for _try in range(40):
        if registered:
            break
        page.wait_for_timeout(100)
    for _again in range(2):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": site.address,
                "registrationId": registered[0],
                "data": json.dumps(told, ensure_ascii=False),
            },
        )
    page.wait_for_function(
        """async () => {
            const worker = await navigator.serviceWorker.ready;
            const shown = await worker.getNotifications();
            return shown.length === 1 && shown[0].title === "Вода вернулась";
        }"""
    )

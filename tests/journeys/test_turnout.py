"""Whoever watches a poll sees the turnout grow, without touching the page."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, open_page, sign_in

EVERY = 15_000


def test_the_turnout_is_asked_anew_each_15_seconds(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    page, said = open_page(browse())
    page.clock.install()
    page.goto(site.poll("rich"))
    figure = page.locator('p[hx-get$="/turnout/"] b.figure')
    before = int(figure.inner_text())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    voter = browse()
    sign_in(voter, "watched@example.org")
    paper, _said = open_page(voter)
    paper.goto(site.poll("rich", "vote/"))
    paper.get_by_label("Сквер").check()
    paper.get_by_role("button", name="Отдать голос").click()
    paper.wait_for_url("**/receipt/")

    page.clock.run_for(EVERY - 1000)
    assert not [url for url in asked if url.endswith("/turnout/")]
    with page.expect_response("**/turnout/"):
        page.clock.run_for(2000)
    expect(figure).to_have_text(str(before + 1))
    assert not said

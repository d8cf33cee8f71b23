"""Whoever watches a poll sees the turnout grow, without touching the page."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.walking import Site, open_page, sign_in

EVERY = 15_000


def test_a_watched_number_grows_by_itself(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    page, said = open_page(browse())
    page.clock.install()
    page.goto(site.poll("rich"))
    figure = page.locator('p[hx-get$="/turnout/"] b.figure')
    before = int(figure.inner_text())
    page.evaluate("document.body.dataset.stayed = 'yes'")

    voter = browse()
    sign_in(voter, "watched@example.org")
    paper, heard = open_page(voter)
    paper.goto(site.poll("rich", "vote/"))
    paper.get_by_label("Сквер").check()
    paper.get_by_role("button", name="Отдать голос").click()
    expect(paper.get_by_role("heading", name="Голос принят")).to_be_visible()

    page.clock.run_for(EVERY)
    expect(figure).to_have_text(str(before + 1))
    expect(page.locator("body")).to_have_attribute("data-stayed", "yes")
    expect(figure.locator("xpath=..")).to_have_attribute("role", "status")
    assert said == heard == []

"""Anyone who doubts takes the ballots away and counts them with a program of their own."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable

from playwright.sync_api import BrowserContext

from tests.journeys.walking import Site, open_page


def test_a_recount_at_home_gives_the_pages_figures(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    page, said = open_page(browse(accept_downloads=True))
    page.goto(site.poll("over", "result/"))
    shown = page.locator("main").text_content() or ""
    taken = {}
    for name in ("JSON", "CSV"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        taken[name] = waiting.value.path().read_bytes()

    told = json.loads(taken["JSON"])
    count = Counter(option for ballot in told["ballots"] for option in ballot.get("q1", []))
    assert len(told["ballots"]) == told["totals"]["ballots"] == sum(count.values()) == 40
    lines = told["totals"]["questions"]["q1"]["lines"]
    assert count == {option: line["votes"] for option, line in lines.items()}
    names = told["poll"]["questions"][0]["options"]
    for option, votes in count.items():
        assert names[option] in shown
        assert str(votes) in shown
    assert {row["field"] for row in told["fields"]} == {"q1", "q2"}

    rows = list(csv.DictReader(io.StringIO(taken["CSV"].decode("utf-8-sig")), delimiter=";"))
    assert Counter(row["q1"] for row in rows) == count
    assert said == []


def test_the_rows_tell_nothing_but_the_choice(
    browse: Callable[..., BrowserContext], site: Site
) -> None:
    page, _said = open_page(browse())
    answer = page.request.get(f"/api/v1/polls/{site.slugs['over']}/ballots")
    assert answer.ok
    assert all(set(row) <= {"q1", "q2"} for row in answer.json()["ballots"])
    running = page.request.get(f"/api/v1/polls/{site.slugs['district']}/ballots")
    assert running.status == 403

"""What the figures of a page say of each other: plan and deed, both sides, ways down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import sign_in
from veche.commons.norms import public as norms
from veche.domains.transparency.queries import office, picture, reading
from veche.domains.transparency.rules import axes, codes, stages
from veche.domains.transparency.tests import makers
from veche.domains.transparency.tests.test_pages import page, text_of

YEAR = makers.YEAR
HEAD = ["Наименование", "ГРБС", "Рз", "ПР", "ЦСР", "ВР"]
SCHOOLS = ["Школы", "902", "07", "02", "0110200590", "611"]
PARK = ["Парк", "903", "08", "01", "", "611"]


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def _sheet(heads: list[str], *rows: list[Any]) -> bytes:
    return makers.csv([[*HEAD, *heads], *rows])


def test_a_year_with_a_report_alone_does_not_say_that_all_is_done(client: Client) -> None:
    data = _sheet(["Исполнено, руб."], [*SCHOOLS, 300], [*PARK, 100])
    makers.publish(data, "b.csv", stage=stages.EXECUTED, as_of=date(YEAR, 7, 1))
    told = picture.year_of(YEAR)
    assert told.done_percent is None
    rows = picture.rows(
        told.spending,
        YEAR,
        reading.below(told.spending.main, axes.FUNCTION, ""),  # type: ignore[arg-type]
        told.spending.planned,
    )
    assert [(one["sum"], one["plan"], one["done"]["percent"]) for one in rows] == [
        (300_00, None, None),
        (100_00, None, None),
    ]
    shown = page(client, "read-year", YEAR)
    assert "исполнено на" not in shown
    assert "плана в отчёте нет" in shown
    assert picture.by_years(axes.FUNCTION, "")[0]["percent"] is None
    assert [one["percent"] for one in picture.reports(told.spending)] == [None]
    assert 'class="columns-chart"' not in shown
    # Neither stands an empty bar for a plan that nobody has told.
    years = page(client, "compare-years")
    assert years.count('class="bar-line') == 1


def test_a_report_that_says_its_plan_is_divided_by_it() -> None:
    data = _sheet(["Уточнено, руб.", "Исполнено, руб."], [*SCHOOLS, 400, 300], [*PARK, 100, 100])
    makers.publish(data, "b.csv", stage=stages.EXECUTED, as_of=date(YEAR, 7, 1))
    told = picture.year_of(YEAR)
    assert told.done_percent == 80
    assert picture.by_years(axes.FUNCTION, "")[0]["percent"] == 80


def test_plan_deed_and_percent_divide(client: Client) -> None:
    makers.publish(_sheet(["Утверждено, руб."], [*SCHOOLS, 1000], [*PARK, 200]), "b.csv")
    data = _sheet(["Уточнено, руб.", "Исполнено, руб."], [*SCHOOLS, 800, 400], [*PARK, 200, 50])
    makers.publish(data, "b.csv", stage=stages.EXECUTED, as_of=date(YEAR, 7, 1))
    told = picture.year_of(YEAR)
    assert told.done_percent == pytest.approx(37.5)
    parts = reading.below(told.spending.plan, axes.FUNCTION, "")  # type: ignore[arg-type]
    for one in picture.rows(told.spending, YEAR, parts, told.spending.planned):
        assert one["done"]["percent"] == pytest.approx(100 * one["done"]["sum"] / one["plan"])
    (year,) = picture.by_years(axes.FUNCTION, "")
    assert year["percent"] == pytest.approx(100 * year["done"] / year["plan"])
    shown = page(client, "read-node", YEAR, "function", "07")
    assert "40 %" in shown


def test_what_was_done_without_a_plan_is_shown_and_leads_on(client: Client) -> None:
    makers.publish(_sheet(["Утверждено, руб."], [*SCHOOLS, 1000], [*PARK, 200]), "b.csv")
    flood = ["Паводок", "904", "03", "10", "0330100590", "244"]
    heads = ["Уточнено, руб.", "Исполнено, руб."]
    data = _sheet(heads, [*SCHOOLS, 900, 400], [*flood, 80, 70])
    makers.publish(data, "b.csv", stage=stages.EXECUTED, as_of=date(YEAR, 7, 1))
    here = reverse("transparency:read-node", args=[YEAR, "function", "03"])
    shown = page(client, "read-year", YEAR)
    assert here in shown
    assert "не было в плане, исполнено" in shown
    assert "исполнено, в плане такой строки нет" in text_of(client.get(here))
    lines = page(client, "read-node", YEAR, "function", "03-0310-03")
    assert "Паводок" in lines
    assert "ячейка H3" in lines
    (year,) = picture.by_years(axes.FUNCTION, "03")
    assert (year["plan"], year["done"], year["percent"]) == (None, 70_00, None)
    assert here in page(client, "compare-years", axis="function", key="03")
    told = picture.year_of(YEAR)
    rows = picture.rows(
        told.spending, YEAR, reading.parts(told.spending, axes.FUNCTION, ""), told.spending.planned
    )
    assert [(one["key"], one["sum"], one["plan"], one["is_in_plan"]) for one in rows] == [
        ("07", 1000_00, 1000_00, True), ("08", 200_00, 200_00, True), ("03", 0, None, False)
    ]  # fmt: skip


def test_tables_that_go_down_by_other_steps_are_not_set_against_each_other() -> None:
    plan: list[list[Any]] = [["Рз", "ЦСР", "Утверждено, руб."], ["07", "0110200590", 1000]]
    makers.publish(makers.csv(plan), "b.csv")
    data = _sheet(["Исполнено, руб."], [*SCHOOLS, 400])
    makers.publish(data, "b.csv", stage=stages.EXECUTED, as_of=date(YEAR, 7, 1))
    side = picture.year_of(YEAR).spending
    assert [one.key for one in reading.parts(side, axes.FUNCTION, "07")] == ["07-01"]


def test_a_draft_and_a_decision_make_no_balance() -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    about = {"side": codes.REVENUE, "act_title": "", "act_on": None}
    makers.publish(makers.csv(makers.REVENUE), "r.csv", stage=stages.DRAFT, **about)
    assert picture.balances(picture.year_of(YEAR)) == []
    makers.publish(makers.csv(makers.REVENUE), "r.csv", side=codes.REVENUE)
    (balance,) = picture.balances(picture.year_of(YEAR))
    assert (balance.result, balance.sources) == (0, None)


def test_sources_of_a_draft_do_not_cover_a_decided_deficit(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    makers.publish(makers.csv(makers.REVENUE), "r.csv", side=codes.REVENUE)
    rows: list[list[Any]] = [
        ["Код источника", "Утверждено, руб."],
        ["906 01 05 02 01 04 0000 510", 70],
    ]
    about = {"side": codes.SOURCES, "act_title": "", "act_on": None}
    makers.publish(makers.csv(rows), "s.csv", stage=stages.DRAFT, as_of=date(YEAR, 3, 1), **about)
    (balance,) = picture.balances(picture.year_of(YEAR))
    assert (balance.sources, balance.apart, balance.is_of_one_day) == (None, 0, True)
    assert "на другой стадии" in page(client, "read-year", YEAR)


def test_ways_that_a_file_has_not_are_not_offered(client: Client) -> None:
    offices = reverse("transparency:read-axis", args=[YEAR, "office"])
    programmes = reverse("transparency:read-axis", args=[YEAR, "programme"])
    makers.publish(makers.csv([["Рз", "Утверждено, руб."], ["07", 5], ["08", 5]]), "b.csv")
    shown = page(client, "read-year", YEAR)
    assert offices not in shown
    assert programmes not in shown
    years = page(client, "compare-years", axis="office")
    assert offices not in years
    assert f'class="back" href="{reverse("transparency:read-year", args=[YEAR])}"' in years
    makers.publish(makers.xlsx(makers.SPENDING), stage=stages.REVISED, as_of=date(YEAR, 2, 1))
    shown = page(client, "read-year", YEAR)
    assert offices in shown
    assert programmes in shown


def test_lines_without_a_programme_are_found_on_the_way_down(client: Client) -> None:
    club = ["Клуб", "902", "07", "02", "", "244", 40]
    data = _sheet(["Утверждено, руб."], [*SCHOOLS, 300], club, [*PARK, 100])
    makers.publish(data, "b.csv")
    above = page(client, "read-node", YEAR, "function", "07-0702")
    assert "Вне программ" in above
    shown = page(client, "read-node", YEAR, "function", "07-0702-none")
    assert "Клуб" in shown
    assert "Школы" not in shown
    assert "Раздел не указан" not in shown
    # A section without subsections goes on with programmes at once.
    rows: list[list[Any]] = [
        ["Рз", "ЦСР", "Утверждено, руб."],
        ["07", "0110200590", 5],
        ["08", "", 6],
    ]
    makers.publish(makers.csv(rows), "b.csv", stage=stages.REVISED, as_of=date(YEAR, 3, 1))
    shown = page(client, "read-node", YEAR, "function", "08-none")
    assert "Вне программ" in shown
    assert "ячейка C3" in shown


def test_codes_may_have_letters_of_both_alphabets(client: Client) -> None:
    # not shown: an office with a Cyrillic letter, a programme with a Latin one
    lines = [["Школы", "09А", "07", "02", "F110200590", "611", 300], [*PARK, 100]]
    row = makers.publish(_sheet(["Утверждено, руб."], *lines), "b.csv")
    assert "09А" in page(client, "read-axis", YEAR, "office")
    assert "Школы" in page(client, "read-node", YEAR, "office", "09А-0702")
    assert "Школы" in page(client, "read-node", YEAR, "programme", "F1-0702")
    assert "09А" in page(client, "compare-years", axis="office", key="09А")
    there = f"/api/v1/budget/{row.slug}/lines"
    for axis, key in (("office", "09А-0702"), ("programme", "F1")):
        told = client.get(there, {"axis": axis, "of": key}).json()
        assert [one["name"] for one in told["items"]] == ["Школы"]
    assert client.get(there, {"of": "07;"}).status_code == 422


def test_ones_own_share_goes_where_decided_money_goes(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    later: dict[str, Any] = {"year": YEAR + 1, "as_of": date(YEAR + 1, 1, 1)}
    makers.publish(makers.csv(makers.REVENUE), "r.csv", side=codes.REVENUE, **later)
    draft = {**later, "stage": stages.DRAFT, "act_title": "", "act_on": None}
    makers.publish(makers.csv([["Рз", "Утверждено, руб."], ["12", 5]]), "b.csv", **draft)
    there = reverse("transparency:count-contribution")
    shown = text_of(client.post(there, {"salary": "60 000"}))
    assert f"На что они пойдут в {YEAR} году" in shown
    assert "Образование" in shown
    assert "Налоговый кодекс РФ, ст. 224" in shown
    assert "юрист города их ещё не подтвердил" in shown


def test_a_version_is_set_against_those_before_it() -> None:
    first = makers.publish(makers.xlsx(makers.SPENDING))
    later = makers.publish(
        makers.xlsx(makers.SPENDING), stage=stages.REVISED, as_of=date(YEAR, 6, 1)
    )
    author = makers.role("author")
    slug = makers.upload(
        author, makers.xlsx(makers.SPENDING), stage=stages.REVISED, as_of=date(YEAR, 3, 1)
    )
    middle = makers.match(author, slug)
    assert office.changes(middle)[0] == first
    assert office.changes(later)[0] == first
    assert office.changes(first)[0] is None
    slug = makers.upload(author, makers.xlsx(makers.SPENDING), as_of=date(YEAR, 7, 1))
    again = makers.match(author, slug)
    # Adopted once more, not after the revision.
    assert office.changes(again)[0] == first


def test_an_official_says_where_the_table_begins(client: Client) -> None:
    author = makers.role("author")
    title = ["Приложение", "№", "12"]
    rows: list[list[Any]] = [title, [*HEAD, "Утверждено, руб."], [*SCHOOLS, 300], [*PARK, 100]]
    slug = makers.upload(author, makers.csv(rows), "b.csv")
    sign_in(client, author)
    here = reverse("transparency:read-source", args=[slug])
    shown = text_of(client.get(here))
    assert "Первая строка таблицы" in shown
    shown = text_of(client.get(here, {"first": "3"}))
    assert "Утверждено, руб." in shown
    chosen = {"name": 0, "office": 1, "section": 2, "subsection": 3, "target": 4, "kind": 5}
    sent = {**chosen, "plan": 6, "unit": "1", "sheet": "0", "first": "3"}
    assert client.post(here, sent).status_code == 302
    makers.run_reading(slug)
    row = makers.fresh(slug)
    assert (row.state, row.first_row, row.plan) == (stages.READY, 3, 400_00)
    assert 'value="3"' in text_of(client.get(here))

"""Income from property apart, sources of the deficit, the balance, plan and fact by months."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.norms import public as norms
from veche.domains.transparency.models import Line, Node
from veche.domains.transparency.queries import picture, wording
from veche.domains.transparency.rules import axes, codes, stages
from veche.domains.transparency.tests import makers
from veche.domains.transparency.tests.test_pages import page

YEAR, ROUBLES = makers.YEAR, 100
PROPERTY: list[list[Any]] = [
    ["Наименование дохода", "Код бюджетной классификации", "Утверждено, руб."],
    ["НДФЛ", "182 1 01 02010 01 0000 110", "1 000"],
    ["ДОХОДЫ ОТ ИСПОЛЬЗОВАНИЯ ИМУЩЕСТВА", "000 1 11 00000 00 0000 000", "1 800"],
    ["Аренда земли", "905 1 11 05012 04 0000 120", "700"],
    ["Аренда городской земли", "905 1 11 05024 04 0000 120", "300"],
    ["Аренда имущества казны", "905 1 11 05074 04 0000 120", "500"],
    ["Сервитут", "905 1 11 05312 04 0000 120", "100"],
    ["Прибыль предприятий", "905 1 11 07014 04 0000 120", "200"],
    ["Продажа зданий", "905 1 14 02043 04 0000 410", "250"],
    ["Продажа земли", "905 1 14 06012 04 0000 430", "150"],
]
SOURCES: list[list[Any]] = [
    ["Источники финансирования дефицита бюджета города на 2026 год, рублей"],
    ["Наименование", "Код источника финансирования", "Утверждено"],
    ["Источники финансирования дефицита бюджета - всего", "000 90 00 00 00 00 0000 000", "500"],
    ["Кредиты кредитных организаций", "000 01 02 00 00 00 0000 000", "300"],
    ["Получение кредитов", "906 01 02 00 00 04 0000 710", "1 000"],
    ["Погашение кредитов", "906 01 02 00 00 04 0000 810", "-700"],
    ["Изменение остатков", "000 01 05 00 00 00 0000 000", "200"],
    ["Увеличение остатков", "000 01 05 00 00 00 0000 500", "(2 500)"],
    ["Увеличение прочих остатков", "906 01 05 02 01 04 0000 510", "(2 500)"],
    ["Уменьшение остатков", "000 01 05 00 00 00 0000 600", "2 700,00"],
    ["Уменьшение прочих остатков", "906 01 05 02 01 04 0000 610", "2 700,00"],
]


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def sums_of(row: Any, axis: str) -> dict[str, int]:
    return {
        one.key: (one.plan or 0) // ROUBLES for one in Node.objects.filter(source=row, axis=axis)
    }


def test_income_from_property_stands_apart_by_land_rent_and_sale(client: Client) -> None:
    row = makers.publish(makers.csv(PROPERTY), "доходы.csv", side=codes.REVENUE)
    assert sums_of(row, axes.PROPERTY) == {
        "all": 2200,
        "all-land": 1250, "all-land-1110501": 700, "all-land-1110502": 300,
        "all-land-1110531": 100, "all-land-1140601": 150,
        "all-rent": 500, "all-rent-1110507": 500,
        "all-gain": 200, "all-gain-1110701": 200,
        "all-sale": 250, "all-sale-1140204": 250,
    }  # fmt: skip
    shown = page(client, "read-axis", YEAR, axes.PROPERTY)
    assert "Доходы от имущества" in shown
    assert "Земля: аренда и продажа" in shown
    assert "2 200 ₽" in shown
    assert "Аренда городской земли" in page(client, "read-node", YEAR, "property", "all-land")
    lines = page(client, "read-node", YEAR, "property", "all-land-1110502")
    assert "ячейка C5" in lines
    assert "Аренда имущества казны" not in lines
    assert reverse("transparency:read-axis", args=[YEAR, "property"]) in page(
        client, "read-year", YEAR
    )


def test_what_names_no_more_than_its_group_is_told_so() -> None:
    rows = [PROPERTY[0], ["Доходы от имущества", "000 1 11 00000 00 0000 000", "10"]]
    row = makers.publish(makers.csv(rows), "доходы.csv", side=codes.REVENUE)
    assert sums_of(row, axes.PROPERTY) == {"all": 10, "all-untold": 10, "all-untold-111": 10}
    node = Node.objects.get(source=row, key="all-untold")
    assert wording.node_name(node, YEAR)[0] == "Файл не говорит, за что именно"


def test_what_was_read_before_gets_its_sums_of_property() -> None:
    makers.publish(makers.csv(PROPERTY), "доходы.csv", side=codes.REVENUE)
    names = ("key", "parent", "code", "lines_number", "has_below", "plan", "revised")

    def known() -> list[tuple[Any, ...]]:
        return list(Node.objects.filter(axis=axes.PROPERTY).order_by("key").values_list(*names))

    kept = known()
    Node.objects.filter(axis=axes.PROPERTY).delete()
    steps = importlib.import_module("veche.domains.transparency.migrations.0005_property_sums")
    steps.roll_up_property(apps, None)
    assert known() == kept
    # The rules go on after its day, and it does not.
    assert "transparency.rules" not in Path(str(steps.__file__)).read_text()


def test_sources_are_read_by_the_same_wizard_and_nothing_is_counted_twice(client: Client) -> None:
    row = makers.publish(makers.csv(SOURCES), "источники.csv", side=codes.SOURCES)
    assert (row.plan, row.doubts_number) == (500 * ROUBLES, 0), wording.doubts(row)
    assert Line.objects.filter(source=row, is_total=False).count() == 4
    assert sums_of(row, axes.DEFICIT) == {
        "0102": 300, "0102-7": 1000, "0102-8": -700, "0105": 200, "0105-5": -2500, "0105-6": 2700,
    }  # fmt: skip
    shown = page(client, "read-axis", YEAR, axes.DEFICIT)
    assert "Кредиты банков" in shown
    assert "Высшее должностное лицо" not in shown
    assert "Вернули долг" in page(client, "read-node", YEAR, "deficit", "0102")
    lines = page(client, "read-node", YEAR, "deficit", "0102-8")
    assert "906 01 02 00 00 04 0000 810" in lines
    assert "−700 ₽" in lines


def test_what_comes_and_goes_has_a_table_and_no_bars(client: Client) -> None:
    makers.publish(makers.csv(SOURCES), "источники.csv", side=codes.SOURCES)
    shown = page(client, "read-node", YEAR, "deficit", "0105")
    assert "Показать таблицей" in shown
    assert "−2 500 ₽" in shown.partition("<table")[2]
    assert "Доля" not in shown
    years = page(client, "compare-years", axis="deficit", key="0102-8")
    assert "−700 ₽" in years
    assert "bar-line" not in years
    assert "Бледная полоса" not in years


def test_a_source_with_a_wrong_code_is_told_by_cell() -> None:
    rows = [*SOURCES[:-1], ["Уменьшение", "906 01 05 02", "1"]]
    author = makers.role("author")
    slug = makers.upload(author, makers.csv(rows), "источники.csv", side=codes.SOURCES)
    (fault,) = wording.faults(makers.match(author, slug))
    assert (fault["cell"], fault["words"]) == ("B11", "906 01 05 02")


def _sides(spending: str) -> None:
    makers.publish(makers.csv(SOURCES), "и.csv", side=codes.SOURCES)
    makers.publish(makers.csv(PROPERTY), "д.csv", side=codes.REVENUE)
    head = ["Наименование", "Рз", "Сумма, руб."]
    makers.publish(makers.csv([head, ["Образование", "0702", spending]]), "р.csv")


def test_income_less_spending_is_what_the_sources_cover(client: Client) -> None:
    _sides("3 700")
    shown = page(client, "read-year", YEAR)
    assert "Дефицит: расходов больше" in shown
    assert "−500 ₽" in shown
    assert "Сходится до копейки" in shown


def test_a_budget_that_does_not_add_up_says_by_how_much(client: Client) -> None:
    _sides("3 900")
    shown = page(client, "read-year", YEAR)
    assert "Не сходится на −200 ₽" in shown
    assert "Версии на разные дни" not in shown
    makers.publish(
        makers.csv(SOURCES), "и.csv", side=codes.SOURCES, stage=stages.REVISED,
        as_of=date(YEAR, 6, 1),
    )  # fmt: skip
    assert "Версии на разные дни" in page(client, "read-year", YEAR)


def test_a_balance_of_versions_of_two_days_says_so_also_where_it_adds_up(client: Client) -> None:
    _sides("3 700")
    assert "Версии на разные дни" not in page(client, "read-year", YEAR)
    makers.publish(
        makers.csv(PROPERTY), "д.csv", side=codes.REVENUE, stage=stages.REVISED,
        as_of=date(YEAR, 6, 1),
    )  # fmt: skip
    shown = page(client, "read-year", YEAR)
    assert "Сходится до копейки" in shown
    assert "Версии на разные дни" in shown


def _reported(month: int, done: int) -> None:
    rows = [
        ["Наименование", "Рз", "ЦСР", "Утверждено, руб.", "Исполнено, руб."],
        ["Школы", "0702", "0110200590", "1 000", str(done)],
        ["Дворы", "0503", "0220145670", "500", str(done // 2)],
    ]
    makers.publish(makers.csv(rows), "отчёт.csv", stage=stages.EXECUTED, as_of=date(YEAR, month, 1))


def test_a_programme_shows_plan_and_fact_by_the_days_of_reports(client: Client) -> None:
    head = ["Наименование", "Рз", "ЦСР", "Сумма, руб."]
    plan = [head, ["Школы", "0702", "0110200590", "2 200"], ["Дворы", "0503", "0220145670", "9"]]
    makers.publish(makers.csv(plan), "план.csv")
    for month, done in ((4, 200), (7, 500), (10, 1100)):
        _reported(month, done)
    told = picture.year_of(YEAR)
    found = picture.reports(told.spending, axes.PROGRAMME, "01")
    assert [(one["on"].month, one["done"], one["since"]) for one in found] == [
        (4, 20_000, 20_000), (7, 50_000, 30_000), (10, 110_000, 60_000)
    ]  # fmt: skip
    # One basis on a page: the plan in force, not the one that a report names.
    assert [(one["planned"], one["percent"]) for one in found][-1] == (220_000, 50)
    (year,) = picture.by_years(axes.PROGRAMME, "01")
    assert year["percent"] == 50
    shown = page(client, "read-node", YEAR, "programme", "01")
    assert "План и дело" in shown
    assert "С прошлого отчёта" in shown
    assert 'class="columns-chart"' in shown
    years = page(client, "compare-years", axis="programme", key="01")
    (one,) = picture.by_years(axes.PROGRAMME, "01")
    assert one["apart"] == one["done"] - one["plan"] != 0
    assert "Разница" in years


def test_a_node_asks_as_much_however_many_reports_there_are(client: Client) -> None:
    makers.publish(makers.xlsx(makers.SPENDING))
    _reported(4, 200)
    path = reverse("transparency:read-node", args=[YEAR, "programme", "01"])

    def asked() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = asked()
    for month in (5, 6, 7):
        _reported(month, 100 * month)
    assert asked() == before

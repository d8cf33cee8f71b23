from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from veche.portal import design as design_page
from veche.portal.templatetags import portal

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("kopecks", "short", "exact"),
    [
        (1_420_000_000, "14,2 млн ₽", "14 200 000 ₽"),
        (2_140_000_000_000, "21,4 млрд ₽", "21 400 000 000 ₽"),
        (99_999_999_900, "1 млрд ₽", "999 999 999 ₽"),
        (120_000, "1 200 ₽", "1 200 ₽"),
        (5, "0,05 ₽", "0,05 ₽"),
        (-120_050, "−1 200,50 ₽", "−1 200,50 ₽"),
    ],
)
def test_money_is_short_and_exact(kopecks, short, exact):
    assert portal.short_money(kopecks).replace(NBSP, " ") == short
    assert portal.exact_money(kopecks).replace(NBSP, " ") == exact


def test_money_tells_the_exact_sum_to_whoever_points_at_it():
    assert 'title="14\u00a0200\u00a0000\u00a0₽"' in portal.money(1_420_000_000)
    assert "title" not in portal.money(120_000)


def test_numbers_are_said_as_in_russian():
    assert portal.grouped(8214) == f"8{NBSP}214"
    assert portal.grouped(-8214) == f"−8{NBSP}214"
    assert portal.decimal(3.44) == "3,4"
    assert portal.decimal(4.0) == "4"
    assert portal.percent(-0.3) == f"0{NBSP}%"
    assert portal.percent(-0.6) == f"−1{NBSP}%"
    assert portal.signed_money(74_220_000) == f"+742{NBSP}200{NBSP}₽"
    assert portal.signed_money(-100) == f"−1{NBSP}₽"
    assert portal.signed_money(0) == f"0{NBSP}₽"
    assert portal.signed_money(None) == ""
    with override("tt"):
        assert portal.decimal(3.44) == "3,4"
    with override("en"):
        assert portal.short_money(1_420_000_000).startswith("14.2\u00a0million")
    assert portal.percent(46.25, 1) == f"46,2{NBSP}%"
    assert portal.geo(54.5) == "54.500000"
    for say in (portal.grouped, portal.decimal, portal.percent, portal.money, portal.geo):
        assert say(None) == ""


def test_a_share_of_few_never_reads_as_nothing():
    assert portal.share(2, 86_040) == f"меньше 0,1{NBSP}%"
    assert portal.share(12, 10_000) == f"0,1{NBSP}%"
    assert portal.share(0, 10_000) == f"0{NBSP}%"
    assert portal.share(1, 0) == f"0{NBSP}%"


def test_days_are_counted_from_the_towns_own_day():
    today = timezone.localdate()
    assert portal.days_left(today) == "последний день"
    assert portal.days_left(today + timedelta(days=4)).startswith("остал")
    assert portal.days_left(today - timedelta(days=3)).startswith("прош")
    assert portal.days_left(None) == ""


def test_votes_that_round_to_nothing_are_said_in_bars_too():
    said = portal.row_share({"title": "Сквер", "share": 0, "votes": 2})
    assert said == f"меньше 1{NBSP}%"
    assert portal.row_share({"title": "Сквер", "share": 0, "votes": 0}) == f"0{NBSP}%"


def test_the_hour_is_said_when_it_comes_soon():
    noon = timezone.localtime().replace(hour=12, minute=5)
    assert portal.days_left(noon) == portal.until_day(noon) == "до 12:05 сегодня"
    tomorrow = noon + timedelta(days=1)
    assert portal.days_left(tomorrow) == portal.until_day(tomorrow) == "завтра до 12:05"
    later = noon + timedelta(days=4)
    assert portal.until_day(later) == f"до {portal.ru_date(later)}"
    assert portal.until_day(None) == ""


def test_a_span_within_a_day_says_the_day_once():
    start = timezone.localtime().replace(hour=1, minute=13)
    day = portal.ru_date(start)
    assert portal.ru_span(start, start.replace(minute=20)) == f"{day}, с 01:13 до 01:20"
    later = start + timedelta(days=3)
    assert portal.ru_span(start, later) == f"с {day}, 01:13 до {portal.ru_date(later)}, 01:13"
    assert portal.ru_span(None, later) == ""


def test_a_date_names_its_year_only_when_it_is_another():
    today = timezone.localdate()
    assert str(today.year) not in portal.ru_date(today)
    assert portal.ru_date(date(2019, 11, 26)) == f"26{NBSP}ноября 2019"
    with timezone.override("Europe/Moscow"):
        late = datetime(2019, 11, 25, 22, 30, tzinfo=UTC)
        assert portal.ru_moment(late) == f"26{NBSP}ноября 2019, 01:30"


@pytest.mark.parametrize(
    ("value", "total", "width"),
    [
        (46, 100, "46"),
        (1, 3, "33.33"),
        (150, 100, "100"),
        (-5, 100, "0"),
        (5, 0, "0"),
        (None, 9, "0"),
    ],
)
def test_a_bar_stays_within_its_track(value, total, width):
    assert f'class="fill" width="{width}"' in portal.bar(value, total)


def test_what_people_wrote_is_escaped_in_figures():
    nasty = '"><script>'
    assert "<script>" not in portal.icon(nasty, nasty, nasty)
    assert "<script>" not in portal.columns([(nasty, 3)], nasty)
    assert "<script>" not in portal.bar(1, 2, nasty)


def test_drawings_of_nothing_do_not_break():
    assert portal.spark([]) == ""
    assert "<polyline" in portal.spark([2, 2])
    assert "<svg" in portal.columns([])


def test_a_problem_page_needs_no_town_and_no_request():
    problem = SimpleNamespace(message="Нет", advice="", code="x", status=500, fields={})
    page = Template('{% extends "portal/problem.html" %}').render(Context({"problem": problem}))
    assert "<title>Нет — Вече</title>" in page


def test_the_design_page_shows_every_part_without_a_database():
    page = design_page.design(RequestFactory().get("/design/")).content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page
    for mark in ("data-ranking", "data-split", "data-combobox", "data-map", "phone-in", "receipt"):
        assert mark in page, mark

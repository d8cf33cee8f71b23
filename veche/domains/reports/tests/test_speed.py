"""What keeps a million reports quick: few questions, nothing counted anew, memory that is right."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.domains.reports.actions import counting, filing
from veche.domains.reports.models import Body, Category, CellCount, Report
from veche.domains.reports.queries import cells, kept, nearby, open_data
from veche.domains.reports.queries.reading import Filters, public_rows
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel import stamps

pytestmark = pytest.mark.usefixtures("places_town")
# What a report costs: who it is, what was kept, the stamps, two limits, a number, a street,
# and six rows in one trip.
FILING = 17


def send(key: str = "key", text: str = "Не горит фонарь") -> str:
    message = filing.Message(makers.CATEGORY, text, makers.POINT)
    return filing.receive_report(make_person(), key=key, request=b"", prepare=lambda: message)


def test_filing_asks_little(django_assert_max_num_queries: Any) -> None:
    send()
    person = make_person()
    message = filing.Message(makers.CATEGORY, "Не горит фонарь", makers.POINT)
    with django_assert_max_num_queries(FILING):
        filing.receive_report(person, key="other", request=b"", prepare=lambda: message)


def test_a_taken_number_is_not_given_again(monkeypatch: Any) -> None:
    row = makers.fresh(send())
    given = iter([row.number, row.number, "12345670"])
    monkeypatch.setattr(filing, "report_number", lambda: next(given))
    assert send("another") == "12345670"


def test_the_street_is_that_of_the_nearest_house() -> None:
    house = places.addresses("Луговая 54")[0]
    for latitude, longitude in (
        (house.latitude, house.longitude),
        (house.latitude + 0.0004, house.longitude - 0.0003),
        (house.latitude + 0.05, house.longitude + 0.2),
    ):
        found = places.house_near(latitude, longitude)
        street = found.street_id if found else None
        assert places.street_near(latitude, longitude) == street
    assert places.street_near(house.latitude, house.longitude) == house.street_id


def shown(number: int) -> list[Report]:
    """Public reports beside each other, the last filed first."""
    found = []
    for place in range(number):
        report = makers.passed(makers.make_report())
        Report.objects.filter(id=report.id).update(
            **place_of(54.55 + place * 0.0001, 36.65), stage=states.OPEN
        )
        found.append(makers.fresh(report))
    return found[::-1]


def place_of(latitude: float, longitude: float) -> dict[str, Any]:
    return {
        "latitude": latitude,
        "longitude": longitude,
        **cells.cells_of(latitude, longitude),
    }


@pytest.mark.parametrize("reach", [0.002, 0.01, 0.05])
def test_a_frame_lists_what_lies_in_it(reach: float) -> None:
    """By whichever size of cells it is asked: none is missed at its edge."""
    rows = shown(4)
    frame = cells.Frame(54.55 - reach / 9, 36.65 - reach, 54.5503 + reach / 9, 36.65 + reach)
    found = nearby.pins(public_rows(Filters()), frame)
    assert found is not None
    assert [one.number for one in found] == [one.number for one in rows]
    covering = cells.inside(frame)
    assert covering is not None
    assert all(getattr(row, covering[0]) in covering[1] for row in rows)


def test_too_many_for_a_frame_are_no_pins(monkeypatch: Any) -> None:
    shown(3)
    frame = cells.Frame(54.549, 36.649, 54.552, 36.651)
    monkeypatch.setattr(nearby, "MOST_PINS", 3)
    assert len(nearby.pins(public_rows(Filters()), frame) or []) == 3
    monkeypatch.setattr(nearby, "MOST_PINS", 2)
    assert nearby.pins(public_rows(Filters()), frame) is None
    assert nearby.pins(public_rows(Filters(states.DECLINED)), frame) == []


def test_a_wide_frame_is_read_by_the_cells_that_hold_something(
    django_assert_num_queries: Any,
) -> None:
    """Far from the town nothing is walked through; at its edge, its cells alone."""
    rows = shown(2)
    with django_assert_num_queries(1):
        assert open_data.newest(open_data.Area(frame=cells.Frame(-80, 0, -70, 9)), 5) == []
    wide = open_data.Area(frame=cells.Frame(50, 30, 60, 40))
    assert [one.number for one in open_data.newest(wide, 5)] == [one.number for one in rows]
    assert "h8" in str(open_data._rows(wide).query)


def test_counts_of_the_map_are_what_a_recount_finds() -> None:
    report, executor = makers.at_work()
    makers.approved(makers.answered(report, executor))
    makers.passed(makers.make_report())
    makers.make_report()

    def counted() -> set[tuple[Any, ...]]:
        rows = CellCount.objects.filter(number__gt=0)
        return set(rows.values_list("resolution", "cell", "group", "stage", "number"))

    before = counted()
    assert before
    counting.recount_cells()
    assert counted() == before


def test_what_was_entered_since_the_request_began_is_found() -> None:
    row = makers.fresh(send())
    with stamps.asked_once():
        assert row.body_id is None
        kept.catalogue()
        body = Body.objects.create(name="Новая служба")
        row.body_id = body.id
        kept.beside([row])
        assert row.body == body
    Category.objects.filter(code=makers.CATEGORY).update(title="Фонарь")
    assert kept.category(makers.CATEGORY).title == "Фонарь"


@pytest.mark.parametrize("asked", ["", "?show=open", "?show=late", "?group=pavements"])
def test_the_list_asks_little(client: Client, asked: str) -> None:
    shown(3)
    page = reverse("reports:list-reports") + asked
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    assert len(seen) <= 6


@pytest.mark.parametrize("asked", ["", "?show=open", "?show=late"])
def test_the_worklist_asks_little(client: Client, asked: str) -> None:
    shown(3)
    sign_in(client, makers.role("coordinator"))
    page = reverse("reports:list-cases") + asked
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    assert len(seen) <= 12

"""Receptions and figures by API: nobody and no appeal in them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from veche.commons.norms.tests.makers import set_norm
from veche.domains.appeals.actions import receiving
from veche.domains.appeals.tests import makers

pytestmark = pytest.mark.usefixtures("appeals_town")


def got(path: str) -> Any:
    answer = Client().get(f"/api/v1{path}")
    assert answer.status_code == 200
    return answer.json()


def test_free_times_are_read_by_a_program(town: Any) -> None:
    row, person = makers.make_reception(), makers.author()
    before = got("/receptions")[0]["free"]
    times = got(f"/receptions/{row.slug}")["times"]
    assert len(times) == before
    slot = row.slots.order_by("starts_at").first()
    assert slot is not None
    receiving.book_slot(person, slug=row.slug, slot_id=slot.id, topic="Яма у дома 7")
    assert got("/receptions")[0]["free"] == before - 1
    shown = got(f"/receptions/{row.slug}")
    assert [one["starts_at"] for one in shown["times"]] == [one["starts_at"] for one in times[1:]]
    assert "Яма у дома" not in str(shown)
    receiving.cancel_reception(makers.role("coordinator"), slug=row.slug, why="Совещание")
    assert got("/receptions") == []
    assert got(f"/receptions/{row.slug}")["times"] == []
    assert Client().get("/api/v1/receptions/nothing00").status_code == 404


def test_figures_are_read_by_a_program(town: Any) -> None:
    row = makers.answered()
    found = got("/appeals/figures")
    assert found["filed"] == 1
    assert [one["in_time"] for one in found["departments"]] == [1]
    assert row.text not in str(found)
    set_norm("appeal.counted_days", 7)
    assert got("/appeals/figures")["days"] == 7

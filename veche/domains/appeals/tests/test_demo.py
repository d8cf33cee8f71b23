"""The demo town's appeals: whole, in order, entered once."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.identity.tests.makers import demo_people
from veche.domains.appeals import demo
from veche.domains.appeals.models import Appeal, Booking, Letter, Slot
from veche.domains.appeals.queries import dates, reading, worklist
from veche.domains.appeals.rules import states

pytestmark = pytest.mark.usefixtures("appeals_town")


def test_it_is_entered_once_and_every_end_is_there(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "APPEALS", 90)
    known, said = demo_people(20, level=2), list[str]()
    demo.load(known, said.append)
    demo.load(known, said.append)
    assert len(said) == 1
    assert Appeal.objects.count() == 90
    assert Slot.objects.count() == 40
    assert Booking.objects.count() == 16
    found = set(Appeal.objects.values_list("state", flat=True))
    assert {states.ANSWERED, states.FORWARDED, states.WORK} <= found
    numbers = Appeal.objects.filter(book_number__isnull=False).order_by("filed_at")
    for year in {row.book_year for row in numbers}:
        ours = [row.book_number or 0 for row in numbers if row.book_year == year]
        assert ours == sorted(ours)
    assert Letter.objects.exclude(appeal__state__in=sorted(states.RUNNING)).exists()
    assert worklist.figures(dates.today()).rows
    assert reading.addressee_of(numbers[0]) is not None

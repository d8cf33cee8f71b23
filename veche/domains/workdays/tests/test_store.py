"""The town's tools: never more than there are, given back after the day."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.identity.tests.makers import make_person
from veche.domains.workdays.actions import calling, lending
from veche.domains.workdays.models import Hold
from veche.domains.workdays.queries import store, terms
from veche.domains.workdays.tests import makers
from veche.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("places_town")


def test_tools_are_held_for_a_day_and_come_back(town: Any) -> None:
    rake, caller = makers.tool(5), make_person()
    row = makers.called(caller)
    lending.hold_tools(caller, slug=row.slug, wanted={rake: 4})
    lending.hold_tools(caller, slug=row.slug, wanted={rake: 3})
    other = makers.called(make_person())
    assert [(one.free, one.held) for one in store.stock_for(other)] == [(2, 0)]
    assert [(one.free, one.held) for one in store.stock_for(row)] == [(5, 3)]
    clerk = makers.role("clerk")
    row = makers.came_to_pass(row)
    assert [one.number for one in store.late(terms.today(), 5)] == [3]
    # Not back yet: missing on every other day.
    assert [one.free for one in store.stock_for(other)] == [2]
    for _n in range(2):
        lending.give_back_tools(clerk, slug=row.slug)
    assert [one.free for one in store.stock_for(other)] == [5]
    assert store.out(clerk) == []


def test_more_than_there_are_is_refused_whole(town: Any) -> None:
    rake, spade, caller = makers.tool(5), makers.tool(1, "Лопата"), make_person()
    row = makers.called(caller)
    with pytest.raises(Invalid) as caught:
        lending.hold_tools(caller, slug=row.slug, wanted={rake: 2, spade: 2})
    assert list(caught.value.fields) == [lending.field_of(spade)]
    assert not Hold.objects.exists()
    with pytest.raises(NotFound):
        lending.hold_tools(caller, slug=row.slug, wanted={row.id: 1})
    with pytest.raises(Refused):
        lending.hold_tools(make_person(), slug=row.slug, wanted={rake: 1})
    with pytest.raises(Refused):
        lending.give_back_tools(caller, slug=row.slug)


def test_the_store_keeps_its_promises(town: Any) -> None:
    rake, caller, clerk = makers.tool(5), make_person(), makers.role("clerk")
    row = makers.called(caller)
    lending.hold_tools(caller, slug=row.slug, wanted={rake: 4})
    with pytest.raises(Invalid):
        lending.save_tool(clerk, title="Грабли", count=3, note="", tool_id=rake)
    lending.save_tool(clerk, title="Грабли", count=4, note="", tool_id=rake)
    assert makers.count_of(rake) == 4
    with pytest.raises(Invalid):
        lending.save_tool(clerk, title="Грабли", count=1, note="")
    calling.cancel_day(caller, slug=row.slug, reason="weather")
    assert not Hold.objects.exists()

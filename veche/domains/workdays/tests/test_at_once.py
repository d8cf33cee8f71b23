"""Many at the same moment: tools are never more than there are, hands are counted one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from veche.commons.identity.tests.makers import make_person
from veche.commons.places.tests.makers import make_town
from veche.domains.workdays.actions import lending
from veche.domains.workdays.models import Hand, Hold
from veche.domains.workdays.queries import reading
from veche.domains.workdays.tests import makers
from veche.kernel.errors import Invalid


def test_of_many_who_want_the_last_pieces_none_gets_too_much(in_thread: Any) -> None:
    make_town()
    makers.open_service()
    rake = makers.tool(5)
    callers = [make_person() for _one in range(4)]
    days = [makers.called(one) for one in callers]

    def take(number: int) -> bool:
        try:
            lending.hold_tools(callers[number], slug=days[number].slug, wanted={rake: 2})
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(in_thread(take), range(4)))
    assert sum(got) == 2
    assert sum(Hold.objects.values_list("number", flat=True)) == 4


def test_of_many_who_come_at_once_each_has_a_number(in_thread: Any) -> None:
    make_town()
    makers.open_service()
    row = makers.called()
    people = [make_person() for _one in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(in_thread(lambda one: makers.join(row, one, hands=2)), [*people, *people]))
    assert makers.fresh(row).hands == 13
    badges = [one.badge for one in reading.helpers(row)]
    assert badges == list(range(1, 8))
    assert Hand.objects.count() == 7

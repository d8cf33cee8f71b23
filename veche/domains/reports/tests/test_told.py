"""What is told of reports, and to whom."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from veche.commons.identity.tests.makers import make_person
from veche.domains.reports import events
from veche.domains.reports.actions import residents
from veche.domains.reports.adapters import told
from veche.domains.reports.manifest import MANIFEST
from veche.domains.reports.models import Report
from veche.domains.reports.tests import makers
from veche.kernel.manifest import Notice

pytestmark = pytest.mark.usefixtures("places_town")


# Who hears of these depends on who answered and on how late it is: test_crew.
FOR_THOSE_AT_WORK = {events.ReportEscalated.kind, events.CrewThanked.kind}


def tell(kind: str, row: Report) -> Notice | None:
    (found,) = (one for one in told.NOTICES if one.event == f"reports.{kind}")
    return found.tell({"report_id": str(row.id)})


def test_author_and_neighbours_hear_of_what_is_public(town: Any) -> None:
    author, neighbour = make_person(), make_person()
    row = makers.passed(makers.make_report(author))
    residents.support_report(neighbour, number=row.number)
    row = makers.assigned(row, makers.make_body("Горсвет"))
    notice = tell("report_assigned", row)
    assert notice is not None
    assert set(notice.people) == {author.id, neighbour.id}
    assert notice.text == "Отвечает Горсвет."
    assert notice.topics == (f"reports.report:{row.id}", "reports.group:pavements")
    assert notice.point == (row.latitude, row.longitude)


def test_of_a_hidden_report_its_author_alone_hears(town: Any) -> None:
    author = make_person(level=3)
    row = makers.passed(makers.make_report(author, category="safety.corruption"))
    notice = tell("report_passed", row)
    assert notice is not None
    assert (notice.people, notice.topics, notice.point) == ((author.id,), (), None)
    Report.objects.filter(id=row.id).update(author_id=None)
    assert tell("report_passed", makers.fresh(row)) is None


def test_what_is_gone_is_not_told(town: Any) -> None:
    for kind in told.NOTICES:
        assert kind.tell({"report_id": str(uuid4())}) is None


def test_every_kind_is_an_event_and_speaks(town: Any) -> None:
    row = makers.passed(makers.make_report())
    kinds = {event.kind for event in MANIFEST.events}  # type: ignore[attr-defined]
    for kind in told.NOTICES:
        assert kind.event in kinds
        if kind.event in FOR_THOSE_AT_WORK:
            continue
        notice = kind.tell({"report_id": str(row.id)})
        assert notice is not None
        assert notice.text


def test_what_may_be_followed_is_what_everyone_sees(town: Any) -> None:
    hidden, shown = makers.make_report(), makers.passed(makers.make_report())
    assert told.find_report(str(hidden.id)) is None
    assert told.find_report("not an id") is None
    assert told.find_report(str(shown.id)) is not None
    assert told.find_group("roads") == ("Дороги", "/reports/?group=roads")
    assert told.find_group("nothing") is None

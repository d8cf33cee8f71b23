"""What is told of reports, and to whom."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.notifications import public as notifications
from veche.domains.reports import events
from veche.domains.reports.actions import moderating, residents
from veche.domains.reports.adapters import told
from veche.domains.reports.manifest import MANIFEST
from veche.domains.reports.models import Report
from veche.domains.reports.tests import makers
from veche.kernel.manifest import Notice

pytestmark = pytest.mark.usefixtures("places_town")


# Who hears of these depends on who answered and on how late it is: test_crew.
FOR_THOSE_AT_WORK = {
    events.ReportFiled.kind,
    events.DeskOverdue.kind,
    events.ReportEscalated.kind,
    events.CrewThanked.kind,
    events.ReportWaits.kind,
    events.ReportMerged.kind,
    events.PhotoHidden.kind,
}


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
    street = f"places.street:{row.street_id}"
    assert notice.topics == (
        f"reports.report:{row.id}",
        "reports.category:pavements.lamp_out",
        "reports.group:pavements",
        street,
    )


def test_who_follows_a_joined_report_hears_of_the_main_one(town: Any) -> None:
    twin, main = (makers.passed(makers.make_report()) for _number in range(2))
    moderating.merge_report(
        makers.role("coordinator"), number=twin.number, version=twin.version, main=main.number
    )
    notice = tell("report_assigned", makers.assigned(main, makers.make_body("Горсвет")))
    assert notice is not None
    assert f"reports.report:{twin.id}" in notice.topics


def test_each_of_these_can_be_followed_from_the_page(client: Client, town: Any) -> None:
    row = makers.assigned(makers.passed(makers.make_report()), makers.make_body("Горсвет"))
    notice = tell("report_assigned", row)
    assert notice is not None
    neighbour = make_person()
    sign_in(client, neighbour)
    page = client.get(reverse("reports:read-report", args=[row.number])).content.decode()
    listed = client.get(reverse("reports:list-reports"), {"street": str(row.street_id)})
    assert row.number in listed.content.decode()
    for topic in notice.topics:
        assert topic in page or topic == "reports.group:pavements"
        answer = client.post(reverse("notifications:follow-topic"), {"topic": topic})
        assert answer.status_code == 302
        assert notifications.is_following(neighbour, topic)
    for nonsense in ("places.street:4x", "places.street:999999", "reports.category:none"):
        answer = client.post(reverse("notifications:follow-topic"), {"topic": nonsense})
        assert answer.status_code == 404
    around = {"latitude": str(row.latitude), "longitude": str(row.longitude)}
    asked = client.get(reverse("notifications:keep-area"), around).content.decode()
    assert "Следить за местом, откуда вы пришли" in asked
    assert f'value="{row.latitude:.6f}"' in asked


def test_of_a_hidden_report_its_author_alone_hears(town: Any) -> None:
    author = make_person(level=3)
    row = makers.passed(makers.make_report(author, category="safety.corruption"))
    notice = tell("report_passed", row)
    assert notice is not None
    assert (notice.people, notice.topics, notice.point) == ((author.id,), (), None)
    Report.objects.filter(id=row.id).update(author_id=None)
    assert tell("report_passed", makers.fresh(row)) is None


def test_each_desk_hears_of_what_has_come_to_it(town: Any) -> None:
    author, approver = make_person(), makers.role("approver")
    row, executor = makers.at_work(author)

    def told_of() -> set[Any]:
        notice = tell("report_waits", row)
        return set(notice.people) if notice is not None else set()

    assert told_of() == {executor.id}
    row = makers.answered(row, executor)
    assert told_of() == {approver.id}
    row = makers.approved(row)
    assert tell("report_waits", row) is None
    photo = makers.upload(author)
    residents.disagree_report(
        author, number=row.number, version=row.version, text="Темно", photos=[photo]
    )
    row = makers.fresh(row)
    assert told_of() == {executor.id}
    notice = tell("report_disagreed", row)
    assert notice is not None
    assert notice.besides == (author.id,)


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


def test_what_may_be_followed_is_what_everyone_sees(client: Client, town: Any) -> None:
    hidden, shown = makers.make_report(), makers.passed(makers.make_report())
    assert told.find_report(str(hidden.id)) is None
    assert told.find_report("not an id") is None
    assert told.find_report(str(shown.id)) is not None
    assert told.find_group("roads") == ("Дороги", "/reports/?group=roads")
    assert told.find_group("nothing") is None
    found = told.find_category(makers.CATEGORY)
    assert found is not None
    listed = client.get(found[1]).content.decode()
    assert shown.number in listed
    assert f"reports.category%3A{makers.CATEGORY}" in listed
    assert shown.number not in client.get("/reports/?category=roads.potholes").content.decode()
